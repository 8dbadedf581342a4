// Several shops on one computer, several tabs on one shop, and a sample that mixes with neither.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";
import { ShopPage } from "../shop_page.mjs";

const context = setup();
const pdd = "small_shop/拼多多_订单_20260502-20260630.csv";
const douyin = "small_shop/抖店_订单_20260502-20260630.csv";
const costs = "small_shop/成本表.xlsx";

/** Another tab of the same browser. */
async function tab(shop) {
  const other = new ShopPage(await shop.page.context().newPage());
  await other.page.goto(context.host.url);
  await other.dropZone.waitFor();
  return other;
}

/** Waits until an assumption is so much. */
const assumes = (shop, assumption, value) =>
  shop.page.waitForFunction(
    ([hook, value]) => Number(document.querySelector(`[data-testid=${hook}]`)?.value) === value,
    [`assumption-${assumption}`, value],
  );

const name = (shop) => shop.get("shop-name");

test("two shops keep their files, settings and names apart", async () => {
  const shop = await context.open();
  await shop.choose(pdd);
  await shop.allRead(1);
  await name(shop).fill("小满的店");
  await name(shop).blur();
  await shop.kept(1);
  await shop.get("new-shop").click();
  await shop.get("new-shop-name").fill("代运营 B 店");
  await shop.get("make-shop").click();
  await shop.counted(shop.cards, 0);
  await shop.choose(douyin, costs);
  await shop.allRead(2);
  await shop.kept(3);
  await shop.get("nav-share").click();
  assert.equal(await shop.get("share-shop").inputValue(), "代运营 B 店");
  await shop.page.reload();
  await shop.openImport();
  await shop.allRead(2);
  await shop.get("shop-switch").selectOption({ label: "小满的店" });
  await shop.allRead(1);
  await shop.counted(shop.cards, 1);
  assert.equal(await name(shop).inputValue(), "小满的店");
  // Forgetting asks once, takes this shop alone, and leaves the other.
  await shop.get("forget").click();
  await shop.get("forget-not").click();
  await shop.counted(shop.cards, 1);
  await shop.get("forget").click();
  await shop.get("forget-really").click();
  await shop.allRead(2);
  await shop.counted(shop.cards, 2);
  await shop.kept(2);
  assert.equal(await shop.get("shop-switch").count(), 0);
  assert.equal(await name(shop).inputValue(), "代运营 B 店");
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("two tabs of one shop agree on files and settings", async () => {
  const shop = await context.open();
  await shop.choose(pdd);
  await shop.allRead(1);
  await shop.kept(1);
  const other = await tab(shop);
  await other.allRead(1);
  // A file that comes in one tab comes in both, and goes in both.
  await shop.choose(costs);
  await shop.allRead(2);
  await other.counted(other.cards, 2);
  await other.allRead(2);
  await other.page.getByRole("button", { name: /移除 成本表/ }).click();
  await other.counted(other.cards, 1);
  await shop.counted(shop.cards, 1);
  await shop.kept(1);
  await other.get("undo").click();
  await other.counted(other.cards, 2);
  await shop.counted(shop.cards, 2);
  // What is said of costs in one tab holds in the other, and neither covers what the other said.
  for (const each of [shop, other]) {
    await each.get("nav-profit").click();
    await each.rows.first().waitFor();
    await each.get("open-assumptions").click();
  }
  await shop.slide("freight_per_order", "4");
  await assumes(other, "freight_per_order", 4);
  await other.slide("packaging_per_order", "1");
  await assumes(shop, "packaging_per_order", 1);
  await other.page.reload();
  await other.get("nav-profit").click();
  await other.rows.first().waitFor();
  await other.get("open-assumptions").click();
  await assumes(other, "freight_per_order", 4);
  await assumes(other, "packaging_per_order", 1);
  assert.deepEqual([shop.violations, shop.errors, other.errors], [[], [], []]);
});

test("what one tab forgets the other does not bring back", async () => {
  const shop = await context.open();
  await shop.choose(pdd);
  await shop.allRead(1);
  await shop.kept(1);
  const other = await tab(shop);
  await other.allRead(1);
  await shop.get("forget").click();
  await shop.get("forget-really").click();
  await shop.counted(shop.cards, 0);
  await other.counted(other.cards, 0);
  await shop.kept(0);
  // The other tab begins again by itself.
  await other.dropZone.waitFor();
  await other.settled();
  await other.page.reload();
  await other.dropZone.waitFor();
  await other.settled();
  await other.counted(other.cards, 0);
});

test("the sample shop and the seller's own never mix", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await shop.get("sample-band").waitFor();
  const sampled = await shop.netProfit.getAttribute("data-value");
  // Own files are a shop of their own.
  await shop.openImport();
  await shop.choose(pdd, costs);
  await shop.get("sample-band").waitFor({ state: "detached" });
  await shop.allRead(2);
  await shop.counted(shop.cards, 2);
  await shop.kept(2);
  await shop.get("nav-profit").click();
  await shop.netProfit.waitFor();
  const own = await shop.netProfit.getAttribute("data-value");
  assert.notEqual(own, sampled);
  await shop.page.reload();
  await shop.get("nav-profit").click();
  await shop.netIs(own);
});

test("a browser without room for settings says so", async () => {
  const shop = await context.open();
  await shop.choose(pdd, costs);
  await shop.allRead(2);
  await shop.page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await shop.get("nav-profit").click();
  await shop.rows.first().waitFor();
  await shop.get("open-assumptions").click();
  await shop.slide("freight_per_order", "4");
  await shop.get("unsaved").waitFor();
  assert.deepEqual(shop.errors, []);
});

test("shops that are opened faster than they come lose no file", async () => {
  const shop = await context.open();
  await shop.choose(pdd, costs);
  await shop.allRead(2);
  await shop.kept(2);
  await shop.get("new-shop").click();
  await shop.get("new-shop-name").fill("B");
  await shop.get("make-shop").click();
  await shop.counted(shop.cards, 0);
  // As arrow keys on the list do it, and back, without a pause.
  await shop.get("shop-switch").evaluate((list) => {
    const [first, second] = [...list.options].map((option) => option.value);
    for (const value of [first, second, first, second, first]) {
      list.value = value;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  await shop.allRead(2);
  await shop.settled(600);
  await shop.counted(shop.cards, 2);
  await shop.kept(2);
  assert.equal(await shop.get("shop-switch").evaluate((list) => list.selectedOptions[0].textContent), "第 1 家店");
  // Files that are dropped and left at once lie in the shop they were dropped on.
  await shop.choose(douyin);
  await shop.get("shop-switch").selectOption({ label: "B" });
  await shop.kept(3);
  await shop.get("shop-switch").selectOption({ label: "第 1 家店" });
  await shop.allRead(3);
  await shop.counted(shop.cards, 3);
  await shop.page.reload();
  await shop.openImport();
  await shop.allRead(3);
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("a tab that knows an older list of shops does not lose the new one", async () => {
  const shop = await context.open();
  const other = await tab(shop);
  await other.choose(pdd);
  await other.allRead(1);
  await other.get("new-shop").click();
  await other.get("new-shop-name").fill("B");
  await other.get("make-shop").click();
  await other.choose(costs);
  await other.allRead(1);
  await other.kept(2);
  await shop.get("shop-switch").waitFor();
  await shop.openImport();
  await shop.allRead(1);
  await shop.get("shop-name").fill("A");
  await shop.get("shop-name").blur();
  await shop.page.reload();
  await shop.get("shop-switch").selectOption({ label: "A" });
  await shop.allRead(1);
  await shop.get("shop-switch").selectOption({ label: "B" });
  await shop.allRead(1);
  await shop.kept(2);
});

test("all shops of a computer stand side by side, as they were when they were looked at last", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openProfit();
  // While fees are not filled in, the net is a range there and here.
  const net = (await shop.page.locator(".sentence .figure").filter({ hasText: "–" }).textContent()).trim();
  await shop.openImport();
  await shop.kept(smallShop.length);
  await name(shop).fill("A 店");
  await name(shop).blur();
  await shop.counted(shop.get("shop-table"), 0);
  await shop.get("new-shop").click();
  await shop.get("new-shop-name").fill("B 店");
  await shop.get("make-shop").click();
  const rows = shop.get("shop-table").locator("tbody tr");
  await shop.counted(rows, 2);
  const cells = (row) => row.locator("td, th").allTextContents();
  // The small shop, of 2 May to 30 June; of the other nothing is known yet.
  const [first, second] = [await cells(rows.nth(0)), await cells(rows.nth(1))];
  assert.deepEqual([first[0], first[1], first[4]], ["A 店", "2026-05-02 – 2026-06-30", net]);
  assert.deepEqual([second[0], second[4]], ["B 店", "—"]);
  const waiting = shop.page.waitForEvent("download");
  await shop.get("export-shops-csv").click();
  assert.match(await (await waiting).suggestedFilename(), /这台电脑上的店/);
  // A name leads to the shop, whose files come back.
  await rows.nth(0).getByRole("button").click();
  await shop.allRead(smallShop.length);
  assert.equal(await name(shop).inputValue(), "A 店");
  // Of a part of a shop the table says nothing.
  await shop.openProfit();
  await shop.page.getByRole("button", { name: "近 7 天" }).click();
  await shop.netChangesFrom("21748.73");
  await shop.openImport();
  assert.equal((await cells(rows.nth(0)))[4], net);
});
