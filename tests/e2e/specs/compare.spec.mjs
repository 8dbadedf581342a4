// A period beside the one before it: what changed, and causes that add up to it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();
const cents = (text) => Math.round(Number(text) * 100);

test("what changed since the period before is explained to the cent", async () => {
  const shop = await context.open();
  await shop.choose(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.get("nav-profit").click();
  const whole = await shop.netProfit.getAttribute("data-value");
  // Of all days there is nothing before.
  await shop.counted(shop.get("compare-before"), 0);
  await shop.page.getByRole("button", { name: "近 30 天", exact: true }).click();
  const june = await shop.netChangesFrom(whole);
  await shop.get("compare-before").click();
  await shop.get("compared").waitFor();
  const difference = await shop.get("compared").getAttribute("data-value");
  const causes = await shop.page.locator("[data-cause]").evaluateAll((rows) => rows.map((row) => row.dataset.value));
  assert.ok(causes.length > 3);
  assert.equal(causes.reduce((sum, cause) => sum + cents(cause), 0), cents(difference));
  // The days before, looked at by themselves, come to what is missing.
  await shop.page.goto(`${context.host.url}#/profit?from=2026-05-02&to=2026-05-31`);
  await shop.page.reload();
  const may = await shop.netChangesFrom(june);
  assert.equal(cents(june) - cents(may), cents(difference));
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("what two weeks carried and sold is told by store and by product, and adds up", async () => {
  const shop = await context.open();
  await shop.choose(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.get("nav-capacity").click();
  await shop.get("compare-days-28").click();
  await shop.get("compare-before").click();
  const orders = Number(await shop.get("load-compared").getAttribute("data-value"));
  const moved = async (hook) => {
    const lines = await shop.get(hook).locator("li .numeric").allInnerTexts();
    const changes = lines.map((line) => line.split("→").map((figure) => Number(figure.replaceAll(",", ""))));
    return changes.reduce((sum, [was, is]) => sum + is - was, 0);
  };
  assert.equal(await moved("compared-stores"), orders);
  await shop.get("nav-stock").click();
  await shop.get("compare-before").click();
  const units = Number(await shop.get("units-compared").getAttribute("data-value"));
  assert.equal(await moved("compared-skus"), units);
  // What was opened is put away with the same button.
  await shop.get("compare-before").click();
  await shop.counted(shop.get("compared"), 0);
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("why customers paid another amount adds up to the difference", async () => {
  const shop = await context.open();
  await shop.choose(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.get("nav-repurchase").click();
  await shop.get("compare-days-7").click();
  await shop.get("compare-before").click();
  await shop.get("compared").waitFor();
  const difference = await shop.get("compared").getAttribute("data-value");
  const causes = await shop.page.locator("[data-cause]").evaluateAll((rows) => rows.map((row) => row.dataset.value));
  assert.ok(causes.length > 3);
  assert.equal(causes.reduce((sum, cause) => sum + cents(cause), 0), cents(difference));
  await shop.page.setViewportSize({ width: 390, height: 844 });
  const overflows = () => {
    const box = document.querySelector("[data-testid=compared]").getBoundingClientRect();
    const parts = [...document.querySelectorAll("[data-testid=compared] *")];
    return parts.filter((part) => part.getBoundingClientRect().right > box.right).length;
  };
  assert.equal(await shop.page.evaluate(overflows), 0);
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

/** Twenty days of an ERP's orders: two a day, of buyers that come back every tenth day. */
function fewDays() {
  const header = "内部订单号,线上订单号,店铺名称,全渠道用户ID,发货日期,付款日期,应付金额,已付金额,状态,下单时间,平台站点,线上子订单编号,商品编码,数量,商品金额";
  const rows = Array.from({ length: 40 }, (_, number) => {
    const day = `2026-06-${String(1 + Math.floor(number / 2)).padStart(2, "0")}`;
    const paid = 20 + (number % 3);
    return `${number},90${number},示例,buyer-${number % 20},${day} 18:00:00,${day} 09:00:00,${paid},${paid},已发货,${day} 08:00:00,淘宝,900${number},CUP,1,${paid}`;
  });
  return { name: "订单.csv", mimeType: "text/csv", buffer: Buffer.from([header, ...rows].join("\n")) };
}

test("a shop of few days is offered what it has days for, and told what cannot be known", async () => {
  const shop = await context.open();
  await shop.choose(fewDays());
  await shop.allRead(1);
  await shop.get("nav-capacity").click();
  await shop.get("compare-before").click();
  // Two orders a day in either week.
  assert.equal(await shop.get("load-compared").getAttribute("data-value"), "0");
  assert.equal(await shop.get("compare-days-7").getAttribute("aria-pressed"), "true");
  await shop.counted(shop.get("compare-days-28"), 0);
  await shop.get("nav-repurchase").click();
  await shop.get("compare-before").click();
  await shop.get("compared").waitFor();
  // Seven days before the earlier seven tell nothing of who is new.
  assert.match(await shop.get("compared").innerText(), /2026-06-01，离那一段太近/);
  // Fourteen buyers of one order each: 14 × 20 + 13 before, 14 × 20 + 14 now, by hand from the rests of three above.
  const causes = await shop.page.locator("[data-cause]").evaluateAll((rows) => rows.map(({ dataset }) => [dataset.cause, Number(dataset.value)]));
  assert.deepEqual(causes, [["All(Basket)", 1]]);
  const [download] = await Promise.all([
    shop.page.waitForEvent("download"),
    shop.get("export-customers-compared-csv").click(),
  ]);
  const days = ["2026-06-07 – 2026-06-13", "2026-06-14 – 2026-06-20"];
  assert.match(download.suggestedFilename(), /2026-06-14.*2026-06-20/);
  const text = await readFile(await download.path(), "utf8");
  assert.ok(days.every((period) => text.split("\n")[0].includes(period)), text);
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});
