// Everybody can use every page: axe finds nothing, in both themes and languages, on a screen and on a telephone.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe has to say of the page as it is now. */
async function faults(page) {
  // As a debugger would, for the page's own policy lets no script in.
  const session = await page.context().newCDPSession(page);
  const run = `${axe}; axe.run(document, { resultTypes: ["violations"] })`;
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression: `(async () => { ${run.replace("; axe.run", "; return axe.run")}.then(({ violations }) => JSON.stringify(violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ": " + node.target.join(" ") + " " + (node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""))))) })()`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return JSON.parse(result.value);
}

const places = [
  ["import", async (shop) => {
    await shop.openImport();
    await shop.get("file-open").first().click();
  }],
  ["profit", async (shop) => {
    await shop.get("nav-profit").click();
    await shop.rows.first().waitFor();
  }],
  ["assumptions, of which one was changed", async (shop) => {
    await shop.get("open-assumptions").click();
    await shop.slide("packaging_per_order", "1.5");
    await shop.get("done").waitFor();
  }],
  ["account of a SKU", async (shop) => {
    await shop.page.locator(".assumptions .quiet-button").click();
    await shop.rows.first().click();
    await shop.get("cells").first().click();
    await shop.get("source-cells").waitFor();
  }],
  ["orders", async (shop) => {
    await shop.page.keyboard.press("Escape");
    await shop.get("nav-orders").click();
    await shop.orders.first().waitFor();
  }],
  ["capacity", async (shop) => {
    await shop.get("nav-capacity").click();
    await shop.page.locator(".sentence").first().waitFor();
  }],
  ["stock", async (shop) => {
    await shop.get("nav-stock").click();
    await shop.get("slow-stock").waitFor();
  }],
  ["repurchase", async (shop) => {
    await shop.get("nav-repurchase").click();
    await shop.get("cohort-table").waitFor();
  }],
  ["customers", async (shop) => {
    await shop.get("nav-customers").click();
    await shop.get("customer-row").first().waitFor();
  }],
  ["offers", async (shop) => {
    await shop.get("nav-offers").click();
    await shop.get("offer").first().waitFor();
  }],
  ["the list of commands", async (shop) => {
    await shop.page.keyboard.press("Control+k");
    await shop.get("palette-field").fill("X");
    await shop.get("command").first().waitFor();
  }],
  ["several shops", async (shop) => {
    await shop.page.keyboard.press("Escape");
    await shop.openImport();
    await shop.get("new-shop").click();
    await shop.get("new-shop-name").fill("B");
    await shop.get("make-shop").click();
    await shop.get("shop-table").waitFor();
  }],
  ["share", async (shop) => {
    // The one with files is the first.
    await shop.get("shop-table").locator("tbody").getByRole("button").first().click();
    await shop.allRead(smallShop.length);
    await shop.get("nav-share").click();
    await shop.get("share-preview").waitFor();
  }],
  ["a signed report", async (shop) => {
    await shop.get("brand-name").fill("B");
    await shop.get("brand-name").blur();
    await shop.get("brand-colour").fill("#777777");
    await shop.get("share-preview").locator(".shared-band").waitFor();
  }],
];

for (const [width, height] of [[1440, 900], [390, 844]]) {
  for (const language of ["zh-CN", "en"]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`axe finds nothing at ${width} px, ${language}, ${colorScheme}`, async () => {
        const shop = await context.open({ viewport: { width, height }, locale: language, colorScheme });
        const found = (await faults(shop.page)).map((fault) => `empty page: ${fault}`);
        await shop.choose(...smallShop);
        await shop.allRead(smallShop.length);
        for (const [name, go] of places) {
          await go(shop);
          await shop.settled();
          found.push(...(await faults(shop.page)).map((fault) => `${name}: ${fault}`));
        }
        await shop.page.waitForFunction(() => document.querySelector("[data-testid=share-link]")?.dataset.value);
        await shop.page.goto(await shop.get("share-link").getAttribute("data-value"));
        await shop.get("shared-report").waitFor();
        found.push(...(await faults(shop.page)).map((fault) => `shared report: ${fault}`));
        assert.deepEqual([...new Set(found)], []);
      });
    }
  }
}
