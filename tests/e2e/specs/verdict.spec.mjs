// What to do about a SKU, and by which time the books are kept.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

test("a verdict says what to do, why, what it moves and how sure it is", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("filter-act").click();
  // The most money on top.
  await shop.page.waitForFunction(() => document.querySelector("[data-sku]")?.dataset.sku === "TX-W-F");
  await shop.rows.first().click();
  const verdict = shop.get("verdict");
  // 104 orders of 2298.45 of ads; 1205.85 is left before them.
  await verdict.getByText("每单推广不超 ¥11.59").waitFor();
  assert.match(await verdict.textContent(), /现在每单推广花 ¥22\.10.*少亏 ¥1,092\.60.*104 单/);
});

test("the shop's rule for refunds without a return follows its assumptions", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("open-assumptions").click();
  await shop.slide("return_freight", "6");
  await shop.slide("resellable_rate", "80");
  // 6.00 ÷ 0.8.
  await shop.get("return-rule").getByText("¥7.50").waitFor();
});

test("another time basis stands on the table and says which orders moved", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.page.getByRole("button", { name: "近 30 天", exact: true }).click();
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=net-profit]").dataset.value !== "21748.73");
  await shop.get("basis").selectOption("shipped");
  await shop.get("caption").getByText("按发货时间").waitFor();
  const line = shop.get("basis-change");
  await line.getByText("从按支付时间改成按发货时间").waitFor();
  const entered = Number(await shop.get("basis-entered").getAttribute("data-value"));
  assert.ok(entered > 0);
  await shop.get("basis-entered").click();
  const rows = shop.page.locator(".moved-row");
  await rows.first().waitFor();
  assert.equal(await rows.count(), Math.min(entered, 20));
  await rows.first().locator("button").click();
  await shop.get("order-drawer").waitFor();
});
