// A period beside the one before it: what changed, and causes that add up to it.
import assert from "node:assert/strict";
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
