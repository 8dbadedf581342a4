// What is looked at stands in the address: back and forward lead through it, a reload and a bookmark keep it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

async function books() {
  const shop = await context.open();
  await shop.choose(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.get("nav-profit").click();
  await shop.rows.first().waitFor();
  return shop;
}

const fragment = (shop) => shop.page.evaluate(() => decodeURIComponent(location.hash));
const fragmentIs = (shop, wanted) =>
  shop.page.waitForFunction((wanted) => decodeURIComponent(location.hash) === wanted, wanted);
const pressed = (shop, name) => shop.get(name).getAttribute("aria-pressed");

test("back and forward lead through filters, accounts, periods and pages", async () => {
  const shop = await books();
  await fragmentIs(shop, "#/profit");
  await shop.get("filter-loss").click();
  await fragmentIs(shop, "#/profit?show=LossMaking&sort=Net&order=up");
  await shop.rows.first().click();
  await shop.page.locator(".drawer").waitFor();
  const sku = await fragment(shop);
  assert.match(sku, /&sku=TX-W-F$/);
  await shop.page.goBack();
  await shop.page.locator(".drawer").waitFor({ state: "detached" });
  assert.equal(await pressed(shop, "filter-loss"), "true");
  await shop.page.goForward();
  await shop.page.locator(".drawer").waitFor();
  await shop.page.keyboard.press("Escape");
  await shop.page.getByRole("button", { name: "近 30 天", exact: true }).click();
  await shop.page.waitForFunction(() => location.hash.includes("from=2026-06-01&to=2026-06-30"));
  // Another page is of the same period.
  await shop.get("nav-capacity").click();
  await fragmentIs(shop, "#/capacity?from=2026-06-01&to=2026-06-30");
  await shop.page.goBack();
  await shop.rows.first().waitFor();
  assert.equal(await pressed(shop, "filter-loss"), "true");
  await shop.page.goBack();
  await shop.page.waitForFunction(() => !location.hash.includes("from="));
  await shop.page.getByRole("button", { name: "全部", exact: true, pressed: true }).first().waitFor();
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("a reload and a second tab show what the address says", async () => {
  const shop = await books();
  await shop.kept(smallShop.length);
  await shop.get("filter-loss").click();
  await shop.rows.first().click();
  await shop.page.locator(".drawer").waitFor();
  const address = await shop.page.evaluate(() => location.href);
  await shop.page.reload();
  await shop.page.locator(".drawer").getByText("TX-W-F").first().waitFor();
  assert.equal(await pressed(shop, "filter-loss"), "true");
  const other = await shop.page.context().newPage();
  await other.goto(address);
  await other.locator(".drawer").getByText("TX-W-F").first().waitFor();
});

test("a search is one step, however many letters it has", async () => {
  const shop = await books();
  const steps = await shop.page.evaluate(() => history.length);
  await shop.get("search").pressSequentially("TX-W");
  await shop.page.waitForFunction(() => location.hash.includes("find=TX-W"));
  assert.ok((await shop.page.evaluate(() => history.length)) <= steps + 1);
});

test("an address that makes no sense shows a page that does", async () => {
  const shop = await context.open();
  await shop.page.goto(`${context.host.url}#/profit?from=soon&show=Best&sort=Block.tax&sku=%FF&platform=moon`);
  await shop.page.reload();
  await shop.page.getByText("还没有账可看").waitFor();
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});
