// What the seller supposes, and what comes of it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

test("a slider changes the net at once, and the defaults bring it back", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openImport();
  await shop.allRead(8);
  await shop.openProfit();
  const before = "21748.73";
  await shop.netIs(before);
  await shop.get("open-assumptions").click();
  await shop.slide("packaging_per_order", "1.5");
  const after = await shop.netChangesFrom(before);
  assert.ok(Number(after) < Number(before), `${after} < ${before}`);
  await shop.page.getByRole("button", { name: "恢复默认" }).click();
  assert.equal(await shop.netChangesFrom(after), before);
});

test("stores of one platform pay their own fees", async () => {
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
  // 200.00 less 40.00 of goods and 0.6 %.
  await shop.netIs("158.80");
  await shop.get("open-assumptions").click();
  const stores = shop.get("store-fees-taobao_commission_rate");
  await stores.locator("summary").click();
  const field = stores.getByLabel("旗舰店");
  await field.fill("5");
  await field.press("Enter");
  // 0.60 and 5.00.
  await shop.netIs("154.40");
  await field.fill("");
  await field.press("Enter");
  await shop.netIs("158.80");
});

test("a unit cost entered on the page gives a SKU without one its net", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openImport();
  await shop.allRead(8);
  await shop.openProfit();
  await shop.get("filter-missing").click();
  const row = shop.page.locator("[data-sku='FG-01']");
  await row.click();
  const field = shop.get("unit-cost");
  await field.fill("9.90");
  await field.press("Enter");
  await shop.page.locator(".drawer-verdict", { hasText: "卖一件赚" }).waitFor();
  await row.waitFor({ state: "detached" });
});

test("the period and the store narrow the books", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openImport();
  await shop.allRead(8);
  await shop.openProfit();
  const whole = "21748.73";
  await shop.netIs(whole);
  await shop.get("top-30").click();
  const month = await shop.netChangesFrom(whole);
  await shop.page.waitForFunction(() => document.querySelector(".sku-row .amount.loss"));
  await shop.rows.first().filter({ hasText: "−" }).waitFor();
  await shop.get("store").selectOption({ index: 1 });
  await shop.netChangesFrom(month);
});
