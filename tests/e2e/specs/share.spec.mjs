// A report passed on: what the sender sees is what the receiver sees, and nothing of it goes to a server.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

/** The page of a shop that is ready to be passed on. */
async function sharing(options) {
  const shop = await context.open(options);
  await shop.choose(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.get("nav-profit").click();
  const net = await shop.netProfit.getAttribute("data-value");
  await shop.get("nav-share").click();
  await shop.get("share-preview").waitFor();
  return { shop, net };
}

/** The link once it holds what is chosen. */
async function link(shop, changedFrom = "") {
  await shop.page.waitForFunction((before) => {
    const value = document.querySelector("[data-testid=share-link]")?.dataset.value;
    return value && value !== before;
  }, changedFrom);
  return shop.get("share-link").getAttribute("data-value");
}

/** A fresh profile that opens an address. */
async function receiver(address, options = {}) {
  const page = await (await context.browser.newContext({ locale: "zh-CN", ...options })).newPage();
  const requests = [];
  const errors = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(address);
  return { page, requests, errors, report: page.getByTestId("shared-report") };
}

test("a fresh profile sees the same figures, without the engine, and the fragment reaches no server", async () => {
  const { shop, net } = await sharing();
  const address = await link(shop);
  const { page, requests, errors, report } = await receiver(address);
  await report.waitFor();
  assert.equal(await report.locator("[data-net]").getAttribute("data-net"), net);
  const preview = await shop.get("share-preview").innerText();
  assert.equal(await report.innerText(), preview);
  assert.ok(requests.every((url) => url.startsWith(context.host.url) && !url.includes("#")), requests.join("\n"));
  assert.ok(!requests.some((url) => url.includes("engine")), "the report needs no engine");
  assert.deepEqual(errors, []);
  // In the reader's language, and from there to the reader's own files.
  await page.getByTestId("language").click();
  await report.getByRole("heading", { name: "Profit", exact: true }).waitFor();
  await page.getByTestId("try-own").click();
  await page.getByTestId("drop-zone").waitFor();
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("a report opens with its pass-phrase and with no other", async () => {
  const { shop, net } = await sharing();
  const open = await link(shop);
  await shop.get("share-passphrase").fill("小满 2026");
  await shop.get("share-passphrase").blur();
  const address = await link(shop, open);
  const { page, report, errors } = await receiver(address);
  await page.getByTestId("unlock-passphrase").fill("小满 2025");
  await page.getByTestId("unlock").click();
  await page.getByText("口令不对").waitFor();
  assert.equal(await report.count(), 0);
  await page.getByTestId("unlock-passphrase").fill("小满 2026");
  await page.getByTestId("unlock").click();
  await report.waitFor();
  assert.equal(await report.locator("[data-net]").getAttribute("data-net"), net);
  assert.deepEqual(errors, []);
});

test("a link that is cut, damaged, later or none says what to do", async () => {
  const { shop } = await sharing();
  const address = await link(shop);
  const base = address.slice(0, address.indexOf("#"));
  const cases = [
    [address.slice(0, -20), "链接不完整"],
    [`${address.slice(0, -9)}AAAAAAAAA`, "链接坏了"],
    [`${base}#r=AwAAAAAAAA`, "更新版本"],
    [`${base}#r=%E4%BD%A0`, "不是一份报告的链接"],
  ];
  for (const [broken, sentence] of cases) {
    const { page, errors } = await receiver(broken);
    await page.getByTestId("link-failed").getByText(sentence).waitFor();
    assert.deepEqual(errors, []);
    await page.context().close();
  }
});

for (const version of [1, 2]) {
  test(`a link that was made by version ${version} is read`, async () => {
    const fixture = new URL(`../../../crate/export/src/shared/version${version}.txt`, import.meta.url);
    const fragment = (await readFile(fixture, "utf8")).trim();
    const { report } = await receiver(context.host.url + fragment, { locale: "en-US" });
    await report.waitFor();
    assert.match(await report.innerText(), /¥60,000\.00/);
    assert.equal(await report.getByText("青山咨询").count(), version - 1);
  });
}

test("what is ticked is what is seen", async () => {
  const { shop } = await sharing();
  const preview = shop.get("share-preview");
  const rows = preview.locator("#shared-profit tbody th[scope=row]");
  await preview.getByText("棉麻衬衫").first().waitFor();
  await shop.get("share-names").uncheck();
  await preview.getByText("款 1", { exact: false }).first().waitFor();
  assert.equal(await preview.getByText("棉麻衬衫").count(), 0);
  await shop.get("share-skus").selectOption("none");
  await preview.getByText("款 1", { exact: false }).first().waitFor({ state: "detached" });
  await shop.get("share-skus").selectOption("all");
  await shop.get("share-costs").check();
  await preview.locator("thead").getByText("货品").waitFor();
  await shop.get("share-repurchase").uncheck();
  await preview.locator("#shared-repurchase").waitFor({ state: "detached" });
  await shop.get("share-shop").fill("小满的店");
  await shop.get("share-shop").blur();
  await preview.getByRole("heading", { name: "小满的店" }).waitFor();
  assert.ok((await rows.count()) > 10);
});

test("a file opens from a disk without script, and says what the page says", async () => {
  const { shop, net } = await sharing();
  await link(shop);
  const downloading = shop.page.waitForEvent("download");
  await shop.get("share-file").click();
  const download = await downloading;
  assert.match(download.suggestedFilename(), /^经营报告_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.html$/);
  const path = join(tmpdir(), `zhanggui-${process.pid}.html`);
  const text = await readFile(await download.path(), "utf8");
  assert.ok(!/<script|https?:\/\//.test(text));
  await writeFile(path, text);
  const { page, requests, errors } = await receiver(pathToFileURL(path).href, { javaScriptEnabled: false });
  await page.locator(".shared-sentence").first().waitFor();
  assert.equal(await page.locator("[data-net]").getAttribute("data-net"), net);
  assert.equal(await page.locator("article").innerText(), await shop.get("share-preview").innerText());
  assert.deepEqual([requests.length, errors], [1, []]);
});

test("on paper there is the report and no control", async () => {
  const { shop } = await sharing();
  await link(shop);
  await shop.page.emulateMedia({ media: "print" });
  assert.ok(await shop.get("share-preview").isVisible());
  for (const control of ["share-link", "share-file", "nav-profit", "language"]) {
    assert.ok(!(await shop.get(control).isVisible()), control);
  }
  const pdf = await shop.page.pdf({ format: "A4" });
  assert.ok(pdf.length > 20_000);
});

test("a local page says that others cannot open it, and takes the hosted address", async () => {
  const { shop } = await sharing();
  const local = await link(shop);
  assert.ok(local.startsWith(context.host.url));
  await shop.get("share-local").getByText("别人打不开").waitFor();
  await shop.get("share-hosted").fill("https://shop.example.org/zhanggui/#/import");
  await shop.get("share-hosted").blur();
  const hosted = await link(shop, local);
  assert.ok(hosted.startsWith("https://shop.example.org/zhanggui/#r="), hosted.slice(0, 60));
  await shop.get("share-local").getByText("用上面的线上地址").waitFor();
});

test("the link is copied, fits into a message, and has a code to scan", async () => {
  const { shop } = await sharing({ permissions: ["clipboard-read", "clipboard-write"] });
  const address = await link(shop);
  await shop.get("copy-link").click();
  await shop.get("copy-link").getByText("复制好了").waitFor();
  assert.equal(await shop.page.evaluate(() => navigator.clipboard.readText()), address);
  assert.ok(address.length < 2_000, `${address.length}`);
  await shop.get("share-skus").selectOption("none");
  await shop.get("share-capacity").uncheck();
  await shop.get("share-repurchase").uncheck();
  const short = await link(shop, address);
  assert.ok(short.length < address.length);
  await shop.get("show-code").click();
  await shop.get("share-code").waitFor();
});
