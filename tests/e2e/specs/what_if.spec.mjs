// What changes would come to, and what is kept of them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

test("a slider shows the net that can be worked out by hand", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("open-what-if").click();
  await shop.valueIs("what-if-net", "21748.73");
  // Goods of 20532.80 at half their cost.
  await shop.slideOn("what-if-unit_cost", -50);
  await shop.valueIs("what-if-net", "32015.13");
  // The courier's bill of 3732.30 once more.
  await shop.slideOn("what-if-freight", 100);
  await shop.valueIs("what-if-net", "28282.83");
  await shop.slideOn("what-if-unit_cost", 0);
  await shop.valueIs("what-if-net", "18016.43");
  // The books stay as they are.
  await shop.netIs("21748.73");
});

test("a price is answered by buyers, within a stated range", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("open-what-if").click();
  await shop.slideOn("what-if-price", 10);
  await shop.page.waitForFunction(() => /–/.test(document.querySelector("[data-testid=what-if-range]").textContent));
  await shop.get("what-if").getByText("假设：价格弹性 −2.22").waitFor();
  const before = await shop.get("what-if-net").getAttribute("data-value");
  await shop.page.locator(".answers summary").click();
  await shop.get("elasticity-price").fill("0");
  await shop.get("elasticity-price").press("Enter");
  await shop.page.waitForFunction(
    (before) => document.querySelector("[data-testid=what-if-net]").dataset.value !== before,
    before,
  );
  // Nobody stays away: more is left than when some do.
  assert.ok(Number(await shop.get("what-if-net").getAttribute("data-value")) > Number(before));
});

test("how buyers answer is one setting on all pages", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("open-what-if").click();
  await shop.page.locator(".answers summary").click();
  await shop.get("elasticity-price").fill("-1.5");
  await shop.get("elasticity-price").press("Enter");
  await shop.get("what-if").getByText("假设：价格弹性 −1.5").waitFor();
  await shop.get("nav-capacity").click();
  await shop.get("capacity-settings").click();
  const field = shop.get("setting-brake-price-elasticity");
  await field.waitFor();
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=setting-brake-price-elasticity]").value === "-1.5");
  // And back: what is changed there is what the trial goes by.
  await field.fill("-3");
  await field.press("Enter");
  await shop.get("nav-profit").click();
  await shop.get("what-if").getByText("假设：价格弹性 −3").waitFor();
});

test("plans are named, kept across a reload, and compared", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("open-what-if").click();
  await shop.slideOn("what-if-unit_cost", -50);
  await shop.get("scenario-name").fill("进价减半");
  await shop.get("scenario-save").click();
  await shop.slideOn("what-if-unit_cost", 0);
  await shop.slideOn("what-if-freight", 100);
  await shop.get("scenario-name").fill("运费翻倍");
  await shop.get("scenario-save").click();
  const rows = shop.get("scenario-row");
  const kept = async () => {
    await rows.nth(1).waitFor({ timeout: 30_000 });
    await shop.valueIs("scenario-row", "32015.13");
    return rows.evaluateAll((rows) => rows.map((row) => [row.dataset.name, row.dataset.value]));
  };
  const expected = [["进价减半", "32015.13"], ["运费翻倍", "18016.43"]];
  assert.deepEqual(await kept(), expected);
  await shop.kept(smallShop.length);
  await shop.page.reload();
  assert.deepEqual(await kept(), expected);
});

test("one SKU is tried from its drawer", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.page.locator("[data-sku='TX-W-F']").click();
  await shop.get("try-sku").click();
  await shop.valueIs("what-if-net", "-1092.60");
  // Its goods of 1420.00 at half their cost.
  await shop.slideOn("what-if-unit_cost", -50);
  await shop.valueIs("what-if-net", "-382.60");
});
