// Every field of a number says why it does not take what was typed, and goes on with what was there.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

/** Types what is no number, too fine, or below zero, and gives what stands beside the field. */
async function refused(shop, hook, text) {
  const field = shop.get(hook);
  const before = await field.inputValue();
  await field.fill(text);
  await field.press("Enter");
  const sentence = await shop.get(`${hook}-refused`).innerText();
  assert.equal(await field.inputValue(), text);
  // Emptied it is what it was, and the sentence goes.
  await field.fill("");
  await field.press("Enter");
  await shop.get(`${hook}-refused`).waitFor({ state: "detached" });
  if (before !== "") assert.equal(await field.inputValue(), before);
  return sentence;
}

test("assumptions, fees of a store and answers of buyers", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.netIs("21748.73");
  await shop.get("open-assumptions").click();
  assert.equal(await refused(shop, "assumption-packaging_per_order-field", "很多"), "这里要填一个数；还按原来的算");
  assert.equal(await refused(shop, "assumption-packaging_per_order-field", "-1"), "不能小于 0；还按原来的算");
  assert.equal(await refused(shop, "assumption-loss_rate-field", "0.12345"), "最多 4 位小数，多了记不准；还按原来的算");
  await shop.page.getByRole("button", { name: "关闭" }).first().click();
  await shop.get("open-what-if").click();
  await shop.page.locator(".answers summary").click();
  assert.equal(await refused(shop, "elasticity-price", "abc"), "这里要填一个数；还按原来的算");
  assert.equal(await refused(shop, "elasticity-range", "120"), "大得不像真的；还按原来的算");
  await shop.netIs("21748.73");
});

test("a store's own fee", async () => {
  const shop = await context.open();
  const row = (store, order) =>
    `${order},${order},${store},2026-06-01 10:00:00,100.00,100.00,已发货,YT${order},普通订单,,淘宝,1,,${order},CUP,杯子,1,100.00,100.00,100.00,100.00,0,,20.00`;
  const text = [
    "内部订单号,线上订单号,店铺名称,下单时间,应付金额,已付金额,状态,快递单号,订单类型,旗帜,平台站点,子订单编号,线上子订单编号,原始线上订单号,商品编码,商品名称,数量,商品单价,商品金额,原价,买家实付,收入运费,支出运费,成本价",
    row("淘宝店", "4001000000000000011"),
    row("旗舰店", "4001000000000000021"),
  ].join("\n");
  await shop.choose({ name: "聚水潭.csv", mimeType: "text/csv", buffer: Buffer.from(`${text}\n`) });
  await shop.allRead(1);
  await shop.openProfit();
  await shop.netIs("158.80");
  await shop.get("open-assumptions").click();
  await shop.get("store-fees-taobao_commission_rate").locator("summary").click();
  const hook = "store-fee-taobao_commission_rate-旗舰店";
  assert.equal(await refused(shop, hook, "五"), "这里要填一个数；还没有记下");
  await shop.netIs("158.80");
});

test("thresholds and offers of the customers' page", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("nav-repurchase").click();
  await shop.get("nav-offers").click();
  assert.equal(await refused(shop, "offer-off-0", "满减"), "这里要填一个数；还按原来的算");
  assert.equal(await refused(shop, "offer-response-0", "-5"), "不能小于 0；还按原来的算");
  await shop.get("nav-customers").click();
  await shop.get("scoring-fixed").click();
  assert.equal(await refused(shop, "rfm-threshold-frequency-2", "1.5"), "要填整数；还按原来的算");
  assert.equal(await refused(shop, "rfm-threshold-monetary-3", "0.0000001"), "最多 6 位小数，多了记不准；还按原来的算");
});
