// Language, theme and size.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

test("the language is switched in place and remembered", async () => {
  const shop = await context.open();
  await shop.page.getByText("把平台导出的表拖进来").waitFor();
  await shop.get("language").click();
  await shop.page.getByText("Drop your platform exports here").waitFor();
  assert.equal(await shop.page.locator("html").getAttribute("lang"), "en");
  await shop.page.reload();
  await shop.page.getByText("Drop your platform exports here").waitFor();
});

test("everything is in English after the switch", async () => {
  const shop = await context.open();
  await shop.get("language").click();
  await shop.readOwn(smallShop);
  await shop.openImport();
  await shop.allRead(8);
  for (const file of await shop.get("file-open").all()) await file.click();
  // Names of the seller's own files, products and columns stay as they are.
  const own = ".card-name, .fate-reasons, option, .store";
  const chinese = await shop.chineseOutside(own);
  assert.deepEqual(chinese, []);
});

test("the theme goes from the system's to light to dark, and is remembered", async () => {
  const shop = await context.open();
  const background = () => shop.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await shop.get("theme").click();
  const light = await background();
  await shop.get("theme").click();
  const dark = await background();
  assert.notEqual(light, dark);
  await shop.page.reload();
  await shop.dropZone.waitFor();
  assert.equal(await background(), dark);
});

test("at 390 px nothing is wider than the screen", async () => {
  const shop = await context.open({ viewport: { width: 390, height: 844 } });
  const overflow = () => shop.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok((await overflow()) <= 0);
  await shop.readOwn(smallShop);
  assert.ok((await overflow()) <= 0);
  await shop.rows.first().click();
  await shop.get("drawer").waitFor();
  assert.ok((await overflow()) <= 0);
});

test("at 390 px a thumb meets what it aims at", async () => {
  const shop = await context.open({ viewport: { width: 390, height: 844 } });
  const low = () =>
    shop.page.evaluate(() => {
      const touched = ".chip, .segment, .button, .quiet-button, .store, .search, .side, .sku-row, .nav-link, .table-tools .link";
      const seen = [...document.querySelectorAll(touched)].filter((element) => element.offsetParent !== null);
      return seen.filter((element) => element.getBoundingClientRect().height < 39.5).map((element) => element.outerHTML);
    });
  await shop.readOwn(smallShop);
  assert.deepEqual(await low(), []);
  await shop.get("nav-orders").click();
  await shop.orders.first().waitFor();
  assert.deepEqual(await low(), []);
  await shop.get("open-what-if").click();
  await shop.get("scenario-save").waitFor();
  assert.deepEqual(await low(), []);
});

test("on a telephone the list names the SKU and what it loses on", async () => {
  const shop = await context.open({ viewport: { width: 390, height: 844 } });
  await shop.readOwn(smallShop);
  await shop.get("filter-loss").click();
  await shop.page.locator("[data-sku='TX-W-F']").getByText("亏在推广").waitFor();
});
