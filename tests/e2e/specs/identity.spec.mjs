// A file is its bytes: dropped twice it is one, whatever it is called, and what older versions kept is still there.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";
import { fixtures, ShopPage } from "../shop_page.mjs";

const context = setup();
const orders = "small_shop/拼多多_订单_20260502-20260630.csv";
const costs = "small_shop/成本表.xlsx";

/** The bytes of a fixture, under a name. */
async function named(path, name = basename(path)) {
  return { name, mimeType: "application/octet-stream", buffer: await readFile(join(fixtures, path)) };
}

const again = (shop, names) => shop.page.getByText(`这份文件又拖进来过（${names}），只算一次`).first().waitFor();

test("the same bytes are one card that says so, in one drop, under another name and after a reload", async () => {
  const shop = await context.open();
  await shop.choose(await named(orders), await named(orders, "订单 副本.csv"), await named(costs));
  await shop.openImport();
  await again(shop, "订单 副本.csv");
  await shop.allRead(2);
  await shop.counted(shop.cards, 2);
  await shop.kept(2);
  await shop.page.reload();
  await shop.openImport();
  await again(shop, "订单 副本.csv");
  await shop.counted(shop.cards, 2);
  // Once more, under the name it has, and under a third.
  await shop.choose(await named(orders));
  await again(shop, `订单 副本.csv、${basename(orders)}`);
  await shop.choose(await named(orders, "三.csv"), await named(orders, "三.csv"));
  await again(shop, `订单 副本.csv、${basename(orders)}、三.csv`);
  await shop.counted(shop.cards, 2);
  await shop.settled();
  await shop.kept(2);
  await shop.page.reload();
  await shop.openImport();
  await again(shop, `订单 副本.csv、${basename(orders)}、三.csv`);
  await shop.allRead(2);
  // It goes with all of its names.
  await shop.card("orders").or(shop.card("order_lines")).getByRole("button", { name: /移除/ }).click();
  await shop.counted(shop.cards, 1);
  await shop.kept(1);
  await shop.page.reload();
  await shop.openImport();
  await shop.allRead(1);
  await shop.counted(shop.cards, 1);
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("a file that is there twice is not read twice", async () => {
  const shop = await context.open();
  await shop.choose(await named(orders));
  await shop.allRead(1);
  // What the worker says from now on.
  await shop.page.evaluate(() => {
    window.said = [];
    const dispatch = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data").get;
    Object.defineProperty(MessageEvent.prototype, "data", {
      get() {
        const data = dispatch.call(this);
        if (data?.body) window.said.push(typeof data.body === "string" ? data.body : Object.keys(data.body)[0]);
        return data;
      },
    });
  });
  await shop.choose(await named(orders, "副本.csv"));
  await shop.openImport();
  await again(shop, "副本.csv");
  const said = await shop.page.evaluate(() => window.said);
  assert.deepEqual(said.filter((reply) => ["SameFile", "Progress", "FileRead", "FileTaken"].includes(reply)), ["SameFile"]);
});

test("after a crash a file that is there twice is still one card that says so", async () => {
  const shop = await context.open();
  await shop.choose(await named(orders), await named(orders, "副本.csv"));
  await shop.openImport();
  await again(shop, "副本.csv");
  const worker = shop.page.workers()[0];
  const gone = new Promise((resolve) => worker.once("close", resolve));
  await worker.evaluate(() => setTimeout(() => { throw new Error("killed by the test"); }));
  await gone;
  await shop.choose(await named(costs));
  await shop.allRead(2);
  await again(shop, "副本.csv");
  await shop.counted(shop.cards, 2);
});

test("two files of one name are two cards when their content differs", async () => {
  const shop = await context.open();
  const whole = await named(orders, "订单.csv");
  const half = { ...whole, buffer: Buffer.from(whole.buffer.toString("latin1").split("\n").slice(0, 30).join("\n"), "latin1") };
  await shop.choose(whole);
  await shop.allRead(1);
  await shop.choose(half);
  await shop.openImport();
  await shop.allRead(2);
  await shop.counted(shop.cards, 2);
  await shop.kept(2);
  await shop.page.reload();
  await shop.openImport();
  await shop.allRead(2);
  await shop.counted(shop.cards, 2);
  assert.deepEqual(await shop.page.locator(".card-name").allInnerTexts(), ["订单.csv", "订单.csv"]);
});

test("two tabs that are given the same bytes keep them once", async () => {
  const shop = await context.open();
  const other = new ShopPage(await shop.page.context().newPage());
  await other.page.goto(context.host.url);
  await other.dropZone.waitFor();
  await shop.choose(await named(orders));
  await shop.allRead(1);
  await shop.settled();
  await other.choose(await named(orders, "副本.csv"));
  await other.allRead(1);
  await other.settled();
  await other.kept(1);
  await other.page.reload();
  await other.openImport();
  await again(other, "副本.csv");
  await other.counted(other.cards, 1);
});

/** A page of the site's own on which the program does not run, to leave there what an older version kept. */
async function before(options = {}) {
  const page = await (await context.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN" })).newPage();
  await page.route("**/before", (route) => route.fulfill({ contentType: "text/html", body: "<title>before</title>" }));
  await page.goto(new URL("before", context.host.url).href);
  const files = [];
  for (const path of options.files) {
    files.push({ name: options.rename?.(path) ?? basename(path), base64: (await readFile(join(fixtures, path))).toString("base64") });
  }
  await page.evaluate(async ({ files, small }) => {
    const database = await new Promise((done) => {
      const request = indexedDB.open("zhanggui", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("files", { autoIncrement: true });
      request.onsuccess = () => done(request.result);
    });
    const transaction = database.transaction("files", "readwrite");
    for (const { name, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transaction.objectStore("files").add({ name, file: new File([bytes], name) });
    }
    await new Promise((done) => (transaction.oncomplete = done));
    for (const [key, value] of Object.entries(small)) localStorage.setItem(`zhanggui.${key}`, value);
    window.held = database;
  }, { files, small: options.small ?? {} });
  return page;
}

const small = (shop) =>
  shop.page.evaluate(() => Object.fromEntries(Object.entries(localStorage).map(([key, value]) => [key.replace("zhanggui.", ""), value])));

test("what the first version kept is all there, and becomes the first shop's", async () => {
  const plans = JSON.stringify([{ name: "涨价", group: "Shop", levers: { price: "0.1" } }]);
  const page = await before({
    files: [...smallShop, orders],
    small: { config: '{"logistics":{"packaging_per_order":"1.50"},"stated":["packaging_per_order"]}', plans, language: "zh-CN" },
  });
  await page.evaluate(() => window.held.close());
  await page.goto(context.host.url);
  const shop = new ShopPage(page);
  await shop.openImport();
  await shop.allRead(smallShop.length);
  await shop.counted(shop.cards, smallShop.length);
  // It kept the orders twice: they are one card, and one file, that says so.
  await again(shop, basename(orders));
  await shop.kept(smallShop.length);
  await shop.openProfit();
  await shop.get("open-assumptions").click();
  assert.equal(await shop.get("assumption-packaging_per_order").inputValue(), "1.5");
  const kept = await small(shop);
  assert.deepEqual([kept.config, kept.plans, kept.language], [undefined, undefined, "zh-CN"]);
  assert.match(kept["shop.first.config"], /"packaging_per_order":"1.50"/);
  assert.equal(kept["shop.first.plans"], plans);
  assert.deepEqual(JSON.parse(kept.shops), { current: "first", list: [{ id: "first", name: "" }] });
  const net = await shop.net();
  assert.notEqual(net, "21748.73");
  await shop.page.reload();
  await shop.netIs(net);
  await shop.openImport();
  await shop.allRead(smallShop.length);
  await again(shop, basename(orders));
  await shop.counted(shop.cards, smallShop.length);
  assert.deepEqual(shop.violations, []);
});

test("files that an older version holds in another tab come when that is closed", async () => {
  const old = await before({ files: [orders, costs] });
  const page = await old.context().newPage();
  await page.goto(context.host.url);
  const shop = new ShopPage(page);
  await shop.get("held-up").waitFor();
  await shop.counted(shop.cards, 0);
  await old.evaluate(() => window.held.close());
  await shop.allRead(2);
  await shop.counted(shop.cards, 2);
  await shop.get("held-up").waitFor({ state: "detached" });
  await shop.kept(2);
});

test("an answer that was kept by a file's name is kept by its content", async () => {
  const folder = "costing/refund_basis_unknown";
  const list = "ExportOrderList202206071000.csv";
  const page = await before({
    files: [`${folder}/${list}`, `${folder}/ExportOrderDetailList202206071000.csv`],
    small: { config: JSON.stringify({ refund_basis: { [list]: "gross" } }) },
  });
  await page.evaluate(() => window.held.close());
  await page.goto(context.host.url);
  const shop = new ShopPage(page);
  await shop.openImport();
  await shop.card("orders").filter({ hasText: "由你指定" }).waitFor();
  await page.waitForFunction(() => /"[0-9a-f]{32}":"gross"/.test(localStorage.getItem("zhanggui.shop.first.config")));
  await shop.page.reload();
  await shop.openImport();
  await shop.card("orders").filter({ hasText: "由你指定" }).waitFor();
  // Another file of that name is asked about.
  const other = (await readFile(join(fixtures, folder, list), "utf8")).replaceAll("440100", "440200");
  await shop.choose({ name: list, mimeType: "text/csv", buffer: Buffer.from(other) });
  await shop.allRead(3);
  await shop.get("refund-basis-gross").first().waitFor();
  await shop.counted(shop.card("orders").filter({ hasText: "由你指定" }), 1);
});

test("a look at the sample shop leaves the seller's settings as they were", async () => {
  const page = await before({
    files: [],
    small: { config: '{"logistics":{"packaging_per_order":"1.50"},"stated":["packaging_per_order"]}', language: "zh-CN" },
  });
  await page.evaluate(() => window.held.close());
  await page.goto(context.host.url);
  const shop = new ShopPage(page);
  await shop.loadSample();
  await shop.openImport();
  const remove = shop.cards.getByRole("button", { name: /移除/ });
  while ((await remove.count()) > 0) {
    const left = await shop.cards.count();
    await remove.first().click();
    await shop.counted(shop.cards, left - 1);
  }
  assert.match((await small(shop))["shop.first.config"], /"packaging_per_order":"1.50"/);
  // Also without a reload they hold for the seller's own files.
  await shop.choose(await named(orders), await named(costs));
  await shop.allRead(2);
  await shop.openProfit();
  await shop.get("open-assumptions").click();
  assert.equal(await shop.get("assumption-packaging_per_order").inputValue(), "1.5");
  assert.deepEqual(shop.errors, []);
});
