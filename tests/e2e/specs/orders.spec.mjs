// What every order left, and where its figures come from.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

async function withOrders() {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openOrders();
  return shop;
}

test("the order that loses most is on top, and filters and search narrow the list", async () => {
  const shop = await withOrders();
  // 749 orders with a known cost, and 23 of the SKU without one.
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=orders-table]")?.dataset.rows === "772");
  await shop.page.waitForFunction(() => document.querySelector("[data-order]")?.dataset.order === "6920000002322879450");
  await shop.orders.first().filter({ hasText: /−¥34\.10.*亏.*有退款/ }).waitFor();
  await shop.get("orders-partial").click();
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=orders-table]").dataset.rows === "23");
  await shop.get("orders-all").click();
  await shop.get("orders-search").fill("6920000002322879450");
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=orders-table]").dataset.rows === "1");
});

test("an order opens into its lines, its account and the cells of the seller's files", async () => {
  const shop = await withOrders();
  await shop.orders.first().click();
  const drawer = shop.get("order-drawer");
  await drawer.getByText("这单亏 ¥34.10").waitFor();
  await shop.counted(drawer.locator(".order-line:not(.heading)"), 1);
  await drawer.getByTestId("cells").first().click();
  const cells = shop.get("source-cells");
  await cells.getByText("抖店_订单_20260502-20260630.csv").waitFor();
  await shop.get("source-row").first().click();
  await cells.getByText("6920000002322879450").first().waitFor();
  await shop.page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
});

test("what leaves is what stands on the screen", async () => {
  const shop = await withOrders();
  await shop.get("orders-loss").click();
  const chip = await shop.get("orders-loss").locator(".chip-count").textContent();
  await shop.page.waitForFunction((count) => document.querySelector("[data-testid=orders-table]").dataset.rows === count, chip);
  const headings = await shop.page.locator("[data-testid=orders-table] .heading > span:first-child").allTextContents();
  const waiting = shop.page.waitForEvent("download");
  await shop.get("orders-export-csv").click();
  const download = await waiting;
  const lines = (await readFile(await download.path(), "utf8")).replace(/^\ufeff/, "").trimEnd().split("\r\n");
  assert.deepEqual(lines[0].split(","), headings);
  assert.equal(lines.length - 1, Number(chip));
  assert.match(lines[1], /^6920000002322879450,2026-06-17,抖店,1,49\.90,49\.90,34\.10,-34\.10,亏 · 有退款$/);
  assert.match(download.suggestedFilename(), /^\S+_订单利润_亏钱单_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/);
});

test("the address of the orders can be kept", async () => {
  const shop = await withOrders();
  await shop.kept(smallShop.length);
  await shop.page.reload();
  await shop.orders.first().waitFor({ timeout: 30_000 });
  assert.match(shop.page.url(), /#\/orders$/);
});
