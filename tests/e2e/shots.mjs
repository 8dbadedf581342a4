// Screenshots of every page in both sizes, languages and themes, for looking at: `node tests/e2e/shots.mjs [words…]`
// writes those whose name contains all the words.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { launch } from "./browser.mjs";
import { dist, serve } from "../../www/serve.mjs";
import { ShopPage } from "./shop_page.mjs";

const folder = join(dist, "..", "shots");
await mkdir(folder, { recursive: true });
const wanted = process.argv.slice(2);
const sizes = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } };

const host = await serve();
const browser = await launch();
for (const [size, viewport] of Object.entries(sizes)) {
  for (const language of ["zh-CN", "en"]) {
    for (const theme of ["light", "dark"]) {
      const name = (what) => `${what}-${size}-${language}-${theme}`;
      const is = (what) => wanted.every((word) => name(what).includes(word));
      const what = ["empty", "import", "profit", "account", "assumptions", "drawer", "cells", "losing", "orders", "order", "what-if", "basis", "capacity", "capacity-empty", "capacity-settings", "stock", "repurchase", "offers", "customers", "customer"].filter(is);
      if (what.length === 0) continue;
      const shop = await prepared(viewport, language, theme);
      const shoot = async (name_of, fullPage = false) => {
        if (!is(name_of)) return;
        await shop.page.waitForTimeout(250);
        await shop.page.screenshot({ path: join(folder, `${name(name_of)}.png`), fullPage });
        console.log(`${name(name_of)}.png`);
      };
      await shoot("empty", true);
      await shop.get("nav-capacity").click();
      await shoot("capacity-empty");
      await shop.openImport();
      await shop.loadSample();
      await shop.openImport();
      await shop.allRead(1);
      await shoot("import", true);
      await shop.openProfit();
      await shop.rows.first().waitFor();
      await shoot("profit", true);
      await shop.page.locator(".opener").nth(3).click();
      await shoot("account");
      await shop.page.locator(".opener").nth(3).click();
      await shop.get("open-assumptions").click();
      await shoot("assumptions");
      await shop.page.locator(".assumptions .quiet-button").click();
      await shop.get("filter-loss").click();
      await shop.page.waitForTimeout(300);
      await shoot("losing");
      await shop.rows.first().click();
      await shop.get("cells").first().waitFor();
      await shoot("drawer");
      await shop.get("cells").first().click();
      await shop.get("source-row").first().click();
      await shoot("cells");
      await shop.page.keyboard.press("Escape");
      await shop.get("filter-all").click();
      await shop.get("nav-orders").click();
      await shop.orders.first().waitFor();
      await shoot("orders");
      await shop.orders.first().click();
      await shop.get("order-drawer").locator(".full-account").waitFor();
      await shoot("order");
      await shop.page.keyboard.press("Escape");
      await shop.page.evaluate(() => window.scrollTo(0, 0));
      await shop.get("open-what-if").click();
      await shop.slideOn("what-if-price", 8);
      await shop.slideOn("what-if-ads", -50);
      await shop.get("scenario-save").click();
      await shop.get("scenario-row").first().waitFor();
      await shoot("what-if");
      await shop.page.locator(".what-if .quiet-button").first().click();
      await shop.page.locator(".segment").nth(2).click();
      await shop.get("basis").selectOption("shipped");
      await shop.get("basis-entered").click();
      await shop.page.locator(".moved-row").first().waitFor();
      await shoot("basis");
      await shop.get("nav-capacity").click();
      await shop.get("load-chart").waitFor();
      await shoot("capacity", true);
      await shop.get("capacity-settings").click();
      await shop.get("setting-red-line").waitFor();
      await shoot("capacity-settings");
      await shop.page.locator(".capacity-settings .quiet-button").click();
      await shop.get("nav-stock").click();
      await shop.get("replenishment").locator("[data-plan]").first().waitFor();
      await shoot("stock", true);
      await shop.get("nav-repurchase").click();
      await shop.get("cohort-table").waitFor();
      await shoot("repurchase", true);
      await shop.get("nav-offers").click();
      await shop.get("offer").first().waitFor();
      await shoot("offers", true);
      await shop.get("nav-customers").click();
      await shop.get("customer-row").first().waitFor();
      await shoot("customers", true);
      await shop.get("customer-row").first().click();
      await shop.get("customer-order").first().waitFor();
      await shoot("customer");
      for (const problem of [...shop.violations, ...shop.errors]) console.log(`  ! ${problem}`);
      await shop.page.context().close();
    }
  }
}
await browser.close();
await host.close();

async function prepared(viewport, language, theme) {
  const context = await browser.newContext({ viewport, locale: "zh-CN", deviceScaleFactor: viewport.width < 500 ? 2 : 1 });
  await context.addInitScript(
    ([language, theme]) => {
      localStorage.setItem("zhanggui.language", language);
      localStorage.setItem("zhanggui.theme", theme);
    },
    [language, theme],
  );
  const shop = new ShopPage(await context.newPage());
  await shop.page.goto(host.url);
  await shop.dropZone.waitFor();
  return shop;
}
