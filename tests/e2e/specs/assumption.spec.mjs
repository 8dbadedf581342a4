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
