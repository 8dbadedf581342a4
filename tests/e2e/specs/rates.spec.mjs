// Exchange rates are seen and changed on the page, with the day they begin. Every figure was worked out on paper.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";
import { fixtures } from "../shop_page.mjs";

const context = setup();

/** A Shopify export with one cap an order: number, day, currency and amount. */
async function orders(...rows) {
  const text = await readFile(join(fixtures, "bad/mixed_currencies/orders_export_1.csv"), "utf8");
  const [header, like] = text.split("\n");
  const row = ([id, day, currency, amount]) =>
    like
      .replace("#3001", id)
      .replaceAll("2026-06-01", day)
      .replace("USD", currency)
      .replaceAll("20.00", amount)
      .replace(",fulfilled,,", `,fulfilled,${day} 12:00:00 -0400,`);
  return csv("orders_export_1.csv", [header, ...rows.map(row)].join("\n"));
}

const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(`${text}\n`) });
const costs = csv("成本.csv", "商家编码,成本\nCAP,10");
const dollars = [
  ["#4101", "2026-05-20", "USD", "20.00"],
  ["#4102", "2026-06-20", "USD", "30.00"],
];
const yuan = ["#4001", "#4002", "#4003"].map((id) => [id, "2026-05-10", "CNY", "100.00"]);

async function fill(shop, hook, text) {
  const field = shop.get(hook);
  await field.fill(text);
  await field.press("Enter");
}

/** Three orders of 100.00 yuan and two of 20.00 and 30.00 dollars; a cap costs 10.00; fees are 2.9 % and 0.30. */
async function mixed() {
  const shop = await context.open();
  await shop.choose(await orders(...yuan, ...dollars), costs);
  await shop.openImport();
  await shop.allRead(2);
  return shop;
}

test("a rate is stated, changed, given a day and taken out, and the net follows to the cent", async () => {
  const shop = await mixed();
  // 300.00 − 30.00 − 8.70 − 0.90.
  await shop.openProfit();
  await shop.netIs("260.40");
  await shop.openImport();
  await shop.page.getByText("USD 汇率：2 行是 USD，没有汇率，没算进来").waitFor();
  await fill(shop, "exchange-rate-USD", "7.20");
  await shop.says("rates-line", /1 USD ＝ 7\.20 CNY/);
  await shop.get("open-rates").click();
  await shop.get("rates").waitFor();
  // 300.00 + 144.00 + 216.00, less 50.00, 19.14 and 1.50.
  await shop.netIs("589.36");
  assert.equal(await shop.get("rate-USD-0").inputValue(), "7.20");
  // 140.00 + 210.00 of 650.00, less 50.00, 18.85 and 1.50.
  await fill(shop, "rate-USD-0", "７");
  await shop.netIs("579.65");
  assert.equal(await shop.get("rate-USD-0").inputValue(), "7.00");
  await shop.get("rate-new-USD").click();
  await shop.get("new-rate-day-USD").fill("2026/6/1");
  await fill(shop, "new-rate-USD", "8");
  // 140.00 + 240.00 of 680.00, less 50.00, 19.72 and 1.50.
  await shop.netIs("608.78");
  await shop.says("rates-line", /1 USD ＝ 8\.00 CNY/);
  await shop.page.reload();
  await shop.netIs("608.78");
  await shop.get("open-rates").click();
  assert.equal(await shop.get("rate-day-USD-1").inputValue(), "2026-06-01");
  // Later than the last order it changes nothing.
  await fill(shop, "rate-day-USD-1", "2026-07-01");
  await shop.netIs("579.65");
  await fill(shop, "rate-day-USD-1", "2026-06-01");
  await shop.netIs("608.78");
  await shop.page.getByRole("button", { name: "去掉 USD 从 2026-06-01 起的汇率" }).click();
  await shop.netIs("579.65");
  await shop.page.getByRole("button", { name: "去掉 USD 的汇率" }).click();
  await shop.netIs("260.40");
  await shop.get("rates-USD").getByText("没有汇率，没算进来").waitFor();
  await shop.openImport();
  await shop.get("exchange-rate-USD").waitFor();
  await shop.page.getByText("USD 汇率：2 行是 USD，没有汇率，没算进来").waitFor();
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("what is no rate is refused beside its field, and nothing changes", async () => {
  const shop = await mixed();
  await fill(shop, "exchange-rate-USD", "seven");
  await shop.says("exchange-rate-USD-refused", /^这里要填一个数；还没有记下$/);
  await fill(shop, "exchange-rate-USD", "0");
  await shop.says("exchange-rate-USD-refused", /^要大于 0；/);
  await shop.openProfit();
  await shop.netIs("260.40");
  await shop.get("open-rates").click();
  await fill(shop, "exchange-rate-USD", "7");
  await shop.netIs("579.65");
  await fill(shop, "rate-USD-0", "7.1234567");
  await shop.says("rate-USD-0-refused", /^最多 6 位小数，多了记不准；还按原来的算$/);
  // It stays to be mended, and is read out with its sentence.
  const field = shop.get("rate-USD-0");
  assert.deepEqual([await field.inputValue(), await field.getAttribute("aria-invalid")], ["7.1234567", "true"]);
  const described = await field.getAttribute("aria-describedby");
  assert.match(await shop.page.locator(`#${described}`).innerText(), /最多 6 位小数/);
  await shop.get("rate-new-USD").click();
  await shop.get("new-rate-day-USD").fill("2026-02-30");
  await fill(shop, "new-rate-USD", "-8");
  await shop.says("new-rate-day-USD-refused", /日期写成 2026-06-01 这样/);
  await shop.says("new-rate-USD-refused", /要大于 0/);
  await shop.netIs("579.65");
  await fill(shop, "rate-USD-0", "");
  assert.equal(await field.inputValue(), "7.00");
  assert.equal(await shop.get("rate-USD-0-refused").count(), 0);
  // A second rate of one day is none.
  await shop.get("new-rate-day-USD").fill("2026-06-01");
  await fill(shop, "new-rate-USD", "8");
  await shop.netIs("608.78");
  await shop.get("rate-new-USD").click();
  await shop.get("new-rate-day-USD").fill("2026-06-01");
  await fill(shop, "new-rate-USD", "9");
  await shop.says("new-rate-day-USD-refused", /已经有一个汇率/);
  await shop.netIs("608.78");
});

test("what costs and the books are in can be chosen again, and a rate is never taken for that of another currency", async () => {
  const shop = await mixed();
  await shop.get("open-rates").click();
  await fill(shop, "exchange-rate-USD", "7");
  await shop.netIs("579.65");
  await shop.get("cost-currency-USD").click();
  // A cap costs 70.00: 650.00 − 350.00 − 20.35.
  await shop.netIs("279.65");
  assert.equal(await shop.get("cost-currency-USD").getAttribute("aria-pressed"), "true");
  await shop.get("cost-currency-CNY").click();
  await shop.netIs("579.65");
  // In dollars nothing is known of yuan, of which costs are too.
  await shop.get("shop-currency-USD").click();
  await shop.get("exchange-rate-CNY").waitFor();
  await shop.netIs(null);
  await shop.get("rates-CNY").getByText("没有汇率").waitFor();
  // 50.00 + 37.50, less 6.25, 2.5375 and 1.50.
  await fill(shop, "exchange-rate-CNY", "0.125");
  await shop.netIs("77.21");
  // Changed back, the rates of before are there again.
  await shop.get("shop-currency-CNY").click();
  await shop.netIs("579.65");
  await shop.page.reload();
  await shop.netIs("579.65");
  await shop.get("open-rates").click();
  await shop.get("shop-currency-USD").click();
  await shop.netIs("77.21");
});

test("a shop in dollars is asked what its costs are in, and its answer can be changed", async () => {
  const shop = await context.open();
  await shop.choose(await orders(...dollars), costs);
  await shop.openImport();
  await shop.allRead(2);
  // As long as nobody has said: 50.00 − 20.00 − 1.45 − 0.60.
  await shop.openProfit();
  await shop.netIs("27.95");
  await shop.openImport();
  const choice = shop.get("cost-currency");
  assert.equal(await choice.locator("[aria-pressed=true]").count(), 0);
  await shop.get("cost-currency-CNY").focus();
  await shop.page.keyboard.press("Enter");
  await fill(shop, "exchange-rate-CNY", "0.14");
  await shop.says("rates-line", /1 CNY ＝ 0\.14 USD · 成本和费用按 CNY 填/);
  await shop.get("open-rates").click();
  // 50.00 − 2.80 − 2.05.
  await shop.netIs("45.15");
  await shop.get("cost-currency-USD").click();
  await shop.netIs("27.95");
  // The rate is kept, though nothing needs it.
  await shop.get("rates-CNY").getByText("现在的文件里没有").waitFor();
});

test("where all is in yuan there is nothing of currencies", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("open-assumptions").click();
  await shop.get("assumption-packaging_per_order").waitFor();
  assert.deepEqual([await shop.get("rates").count(), await shop.get("rates-line").count()], [0, 0]);
});
