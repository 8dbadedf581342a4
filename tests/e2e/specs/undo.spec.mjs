// What was done last can be undone: settings, a shop that was forgotten. And what is found with a few letters.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";
import { ShopPage } from "../shop_page.mjs";

const context = setup();
const before = "21748.73";

test("a change of settings is changed back, and a run of them is one", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openProfit();
  await shop.netIs(before);
  await shop.get("open-assumptions").click();
  for (const packaging of ["0.5", "1", "1.5"]) await shop.slide("packaging_per_order", packaging);
  const after = await shop.netChangesFrom(before);
  await shop.page.waitForTimeout(2000);
  await shop.slide("labour_per_order", "1");
  const later = await shop.netChangesFrom(after);
  assert.ok(Number(later) < Number(after), `${later} < ${after}`);
  await shop.get("done").getByText("设置改了").waitFor();
  await shop.get("undo").click();
  assert.equal(await shop.netChangesFrom(later), after);
  await shop.get("done").waitFor({ state: "detached" });
  await shop.page.reload();
  await shop.valueIs("net-profit", after);
});

test("Ctrl Z undoes what was done, and leaves a field in which somebody writes alone", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openProfit();
  await shop.get("open-assumptions").click();
  await shop.slide("packaging_per_order", "1.5");
  const after = await shop.netChangesFrom(before);
  await shop.get("search").focus();
  await shop.page.keyboard.press("Control+z");
  await shop.page.waitForTimeout(300);
  await shop.netIs(after);
  await shop.page.locator("main").focus();
  await shop.page.keyboard.press("Control+z");
  await shop.netIs(before);
});

test("on a telephone the offer to undo leaves the pages within reach", async () => {
  const shop = await context.open({ viewport: { width: 390, height: 844 } });
  await shop.readOwn(smallShop);
  await shop.openProfit();
  await shop.get("open-assumptions").click();
  await shop.slide("packaging_per_order", "1.5");
  await shop.get("done").waitFor();
  await shop.page.locator(".assumptions .quiet-button").click();
  await shop.get("nav-stock").click({ timeout: 3000 });
  await shop.page.waitForFunction(() => location.hash.startsWith("#/stock"));
  await shop.get("done").waitFor();
});

test("a forgotten shop comes back with its files, settings and name, and stays", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openProfit();
  await shop.get("open-assumptions").click();
  await shop.slide("packaging_per_order", "1.5");
  const net = await shop.netChangesFrom(before);
  await shop.openImport();
  await shop.kept(smallShop.length);
  const name = shop.get("shop-name");
  await name.fill("小满的店");
  await name.blur();
  await shop.get("forget").click();
  await shop.get("forget-really").click();
  await shop.counted(shop.cards, 0);
  await shop.kept(0);
  await shop.get("done").getByText("“小满的店”忘掉了").waitFor();
  await shop.get("undo").click();
  await shop.allRead(smallShop.length);
  await shop.kept(smallShop.length);
  assert.equal(await name.inputValue(), "小满的店");
  await shop.page.reload();
  await shop.allRead(smallShop.length);
  await shop.openProfit();
  await shop.netIs(net);
});

test("undoing a change leaves what another tab has changed since", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.kept(smallShop.length);
  await shop.openProfit();
  await shop.get("open-assumptions").click();
  const other = new ShopPage(await shop.page.context().newPage());
  await other.page.goto(context.host.url);
  await other.allRead(smallShop.length);
  await other.openProfit();
  await other.get("open-assumptions").click();
  await shop.slide("packaging_per_order", "1.5");
  const both = (shop, packaging, labour) =>
    shop.page.waitForFunction(
      ([packaging, labour]) =>
        Number(document.querySelector("[data-testid=assumption-packaging_per_order]").value) === packaging &&
        Number(document.querySelector("[data-testid=assumption-labour_per_order]").value) === labour,
      [packaging, labour],
    );
  await both(other, 1.5, 0);
  await other.slide("labour_per_order", "1");
  await both(shop, 1.5, 1);
  await shop.get("undo").click();
  await both(shop, 0, 1);
  await both(other, 0, 1);
});

test("one of two shops that was forgotten comes back beside an unnamed one", async () => {
  const shop = await context.open();
  await shop.choose(smallShop.find((path) => path.includes("拼多多_订单")));
  await shop.allRead(1);
  await shop.kept(1);
  await shop.get("new-shop").click();
  await shop.get("new-shop-name").fill("B 店");
  await shop.get("make-shop").click();
  await shop.choose(smallShop.find((path) => path.includes("成本表")));
  await shop.allRead(1);
  await shop.kept(2);
  await shop.get("forget").click();
  await shop.get("forget-really").click();
  await shop.get("undo").click();
  await shop.kept(2);
  await shop.card("costs").waitFor();
  assert.equal(await shop.get("shop-switch").locator("option").count(), 2);
  await shop.get("shop-switch").selectOption({ index: 0 });
  await shop.card("orders").waitFor();
  await shop.counted(shop.cards, 1);
});

test("pages, periods and goods are a few letters away, and the keyboard comes back to where it was", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openProfit();
  await shop.netIs(before);
  await shop.get("search").focus();
  await shop.page.keyboard.press("Control+k");
  const field = shop.get("palette-field");
  await field.waitFor();
  await field.fill("补货");
  await shop.counted(shop.get("command"), 1);
  await shop.page.keyboard.press("Escape");
  await shop.get("palette").waitFor({ state: "detached" });
  assert.equal(await shop.page.evaluate(() => document.activeElement.dataset.testid), "search");
  await shop.page.keyboard.press("Control+k");
  await field.fill("补货");
  await shop.counted(shop.get("command"), 1);
  await shop.page.keyboard.press("Enter");
  await shop.page.waitForFunction(() => location.hash.startsWith("#/stock"));
  // A code leads to its account from any page.
  await shop.get("palette-open").click();
  await field.fill("TX-W-F");
  await shop.counted(shop.get("command"), 1);
  await shop.page.keyboard.press("Enter");
  await shop.get("drawer").waitFor();
  await shop.page.keyboard.press("Escape");
  await shop.get("palette-open").click();
  await field.fill("7 天");
  await shop.get("command").first().click();
  await shop.page.waitForFunction(() => location.hash.includes("from="));
});
