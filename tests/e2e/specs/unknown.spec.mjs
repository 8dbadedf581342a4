// What is unknown is said, and never counted as nothing.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";
import { fixtures } from "../shop_page.mjs";

const context = setup();
const orders = "small_shop/拼多多_订单_20260502-20260630.csv";
const ads = "small_shop/拼多多_推广_20260502-20260630.csv";

test("without any cost every order is counted, and no net is claimed", async () => {
  const shop = await context.open();
  await shop.choose(orders, ads);
  await shop.openImport();
  await shop.allRead(2);
  await shop.openProfit();
  await shop.page.locator("h1.sentence", { hasText: "都没有成本" }).waitFor();
  const sentence = await shop.page.locator("h1.sentence").innerText();
  assert.match(sentence, /卖了 \d+ 单、¥[\d,]+/);
  assert.doesNotMatch(sentence, /卖了 0 单|净赚|净亏/);
  const net = await shop.netProfit.evaluate((element) => ({ ...element.dataset }));
  assert.deepEqual([net.value, net.low, net.high], [undefined, undefined, undefined]);
});

test("the net lies in its range, which closes as the settings are filled in", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.page.locator("h1.sentence", { hasText: "项没填" }).waitFor();
  const range = () => shop.netProfit.evaluate(({ dataset }) => [dataset.low, dataset.value, dataset.high].map(Number));
  const [low, value, high] = await range();
  assert.ok(low < value && value <= high, `${low} ${value} ${high}`);
  await shop.get("open-assumptions").click();
  await shop.get("assumption-insurance_per_order-field").fill("0.30");
  await shop.get("assumption-insurance_per_order-field").press("Enter");
  await shop.page.waitForFunction((low) => Number(document.querySelector("[data-testid=net-profit]").dataset.low) > low, low);
  const [nearer, , top] = await range();
  assert.ok(top - nearer < high - low, "what is known is no part of the range any more");
});

test("rent and tax come off the months and leave the SKUs alone", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.netIs("21748.73");
  await shop.get("months-open").click();
  const left = (month) => shop.page.locator(`[data-month='${month}']`);
  await left("2026-06").waitFor();
  const before = Number(await left("2026-06").getAttribute("data-left"));
  await shop.get("fixed-add").click();
  await shop.get("fixed-name").fill("房租");
  await shop.get("fixed-amount-0").fill("3000");
  await shop.get("fixed-amount-0").press("Enter");
  await shop.page.waitForFunction(
    (expected) => Number(document.querySelector("[data-month='2026-06']")?.dataset.left) === expected,
    Math.round((before - 3000) * 100) / 100,
  );
  // What cannot be meant is refused with a sentence, and never turned round.
  await shop.get("fixed-amount-0").fill("-500");
  await shop.get("fixed-amount-0").press("Enter");
  await shop.says("fixed-amount-0-refused", /^不能小于 0；还按原来的算$/);
  await shop.get("tax-rate").fill("130");
  await shop.get("tax-rate").press("Enter");
  await shop.says("tax-rate-refused", /^最多 100%；还按原来的算$/);
  assert.equal(Number(await left("2026-06").getAttribute("data-left")), Math.round((before - 3000) * 100) / 100);
  await shop.netIs("21748.73");
});

test("what 实付 means is asked once for all files of a kind, and the answer is seen at once", async () => {
  const shop = await context.open();
  const folder = "costing/refund_basis_unknown";
  const list = await readFile(`${fixtures}${folder}/ExportOrderList202206071000.csv`, "utf8");
  const lines = await readFile(`${fixtures}${folder}/ExportOrderDetailList202206071000.csv`, "latin1");
  const csv = (name, text, encoding) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text, encoding) });
  // The same orders a month later, under other numbers.
  const other = (text) => text.replaceAll("440100", "440200").replaceAll("2022-06", "2022-07");
  await shop.choose(
    csv("ExportOrderList202206071000.csv", list, "utf8"),
    csv("ExportOrderDetailList202206071000.csv", lines, "latin1"),
    csv("ExportOrderList202207071000.csv", other(list), "utf8"),
    csv("ExportOrderDetailList202207071000.csv", other(lines), "latin1"),
  );
  await shop.openImport();
  await shop.allRead(4);
  const asked = shop.card("orders");
  await shop.counted(asked, 2);
  await shop.counted(shop.get("refund-basis-gross"), 1);
  await shop.get("refund-basis-gross").click();
  await shop.counted(asked.filter({ hasText: "由你指定" }), 2);
  await shop.counted(shop.get("refund-basis-gross"), 0);
  // 100 − 0, 80 − 20 and 100 − 30 in each month.
  await shop.openProfit();
  await shop.page.locator("h1.sentence", { hasText: "卖了 6 单" }).waitFor();
});

test("what is still missing is one line on every page, what most money hangs on first", async () => {
  const shop = await context.open();
  await shop.choose("small_shop/拼多多_订单_20260502-20260630.csv");
  await shop.allRead(1);
  await shop.counted(shop.get("lacks"), 0);
  for (const page of ["nav-profit", "nav-capacity", "nav-stock", "nav-repurchase", "nav-share"]) {
    await shop.get(page).click();
    await shop.get("lacks").getByText("成本表").waitFor();
  }
  await shop.get("lacks-open").click();
  await shop.get("lacks").getByText("快递账单").waitFor();
  const downloading = shop.page.waitForEvent("download");
  await shop.get("lacks").getByTestId("cost-template").click();
  await downloading;
  assert.deepEqual(shop.errors, []);
});

test("a state nobody has explained is no revenue until the seller says what it means", async () => {
  const shop = await context.open();
  await shop.choose("bad/unexplained_state/orders.csv");
  await shop.openImport();
  await shop.allRead(1);
  await shop.page.locator(".missing").getByText("2 行、¥59.80 的状态没见过").waitFor();
  const word = shop.get("state-word").filter({ hasText: "风控审核" });
  await word.waitFor();
  // Five answers are more than a telephone is wide.
  await shop.page.setViewportSize({ width: 390, height: 844 });
  assert.equal(await shop.page.evaluate(() => document.documentElement.scrollWidth), 390);
  await shop.page.setViewportSize({ width: 1440, height: 900 });
  await word.getByTestId("state-paid").click();
  await shop.counted(shop.get("explain-states"), 0);
  await shop.openProfit();
  await shop.page.locator("h1.sentence", { hasText: "卖了 3 单" }).waitFor();
  // What was said stands on the card, and is changed there; it is still known after the page is opened again.
  await shop.page.reload();
  await shop.openImport();
  await shop.allRead(1);
  await shop.get("file-open").click();
  await shop.get("state-word").filter({ hasText: "按“已付款，没发货”算" }).getByRole("button", { name: "改" }).click();
  await shop.get("state-cancelled").click();
  await shop.openProfit();
  await shop.page.locator("h1.sentence", { hasText: "卖了 1 单" }).waitFor();
  assert.deepEqual(shop.errors, []);
});
