// Every table of every page leaves as a workbook and as text, called by shop, table and period, with the figures of the screen.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { setup } from "../setup.mjs";

const context = setup();

// Of a period, or as of a day where the figures rest on none.
const NAMED = /^示例店铺_[^_]+(_.+)?(_\d{4}-\d\d-\d\d){1,2}\.(csv|xlsx)$/;

/** Rows of cells of a text file without quoted line ends. */
async function saved(shop, button) {
  // A browser takes no more than ten files a second from a page, and drops the next in silence.
  await shop.page.waitForTimeout(120);
  const waiting = shop.page.waitForEvent("download");
  await button.click();
  const download = await waiting;
  assert.match(download.suggestedFilename(), NAMED);
  const bytes = await readFile(await download.path());
  if (download.suggestedFilename().endsWith(".xlsx")) {
    assert.equal(bytes.subarray(0, 2).toString(), "PK");
    return [];
  }
  const text = bytes.toString("utf8").replace(/^\ufeff/, "").trimEnd();
  return text.split("\r\n").map((line) => line.split(","));
}

/** What a page has to be opened for: parts that are shown when they are asked for. */
const pages = {
  "nav-import": async () => {},
  "nav-profit": async (shop) => {
    await shop.get("months-open").click();
    await shop.get("months").locator("table").waitFor();
  },
  "nav-orders": async (shop) => shop.orders.first().waitFor(),
  "nav-capacity": async (shop) => shop.get("heat").waitFor(),
  "nav-stock": async (shop) => shop.get("slow-stock").locator("tbody tr").first().waitFor(),
  "nav-repurchase": async (shop) => shop.get("drivers").locator("tbody tr").first().waitFor(),
  "nav-customers": async (shop) => shop.get("customer-list").waitFor(),
};

for (const [page, open] of Object.entries(pages)) {
  test(`every table behind ${page} can be taken away`, async () => {
    const shop = await context.open();
    await shop.loadSample();
    await shop.get("nav-profit").click();
    await shop.rows.first().waitFor();
    if (page === "nav-customers") await shop.get("nav-repurchase").click();
    await shop.get(page).first().click();
    await open(shop);
    await shop.page.locator("main details").evaluateAll((folds) => folds.forEach((fold) => (fold.open = true)));
    await shop.settled();
    // A picture of the first rows of a file, and fields to fill in, are no results.
    const without = await shop.page.locator("main table").evaluateAll((tables) =>
      tables
        .filter((table) => !table.closest(".preview") && !table.querySelector("input"))
        .filter((table) => !table.closest("section, details, .compared")?.querySelector("[data-testid$=-csv]"))
        .map((table) => table.outerHTML.slice(0, 200)),
    );
    assert.deepEqual(without, []);
    const texts = await shop.page.locator("main [data-testid$=-csv]").all();
    assert.ok(texts.length > 0);
    for (const button of texts) {
      const [heads, ...rows] = await saved(shop, button);
      assert.ok(heads.length > 1 && heads.every((head) => head !== ""), String(heads));
      assert.ok(rows.length > 0, String(heads));
    }
    for (const button of await shop.page.locator("main [data-testid^=export-]:not([data-testid$=-csv])").all()) {
      await saved(shop, button);
    }
  });
}

test("a file of some rows says which, and one that rests on no period names none", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await shop.openProfit();
  await shop.get("filter-loss").click();
  const name = async (button) => {
    const waiting = shop.page.waitForEvent("download");
    await button.click();
    return (await waiting).suggestedFilename();
  };
  assert.match(await name(shop.get("export-csv")), /_亏钱款_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/);
  await shop.get("search").fill("LJD");
  await shop.settled();
  assert.match(await name(shop.get("export-csv")), /_亏钱款_LJD_/);
  await shop.get("nav-stock").click();
  await shop.get("slow-stock").locator("tbody tr").first().waitFor();
  await shop.get("pace-slow").click();
  await shop.settled();
  assert.match(await name(shop.get("export-stock-csv")), /^示例店铺_库存快慢_[^_]+_2026-07-13\.csv$/);
});

test("the file of money that is not counted has what the page says of it", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await shop.get("nav-profit").click();
  await shop.rows.first().waitFor();
  const [, ...rows] = await saved(shop, shop.get("export-buckets-csv"));
  const shown = await shop.page.locator(".buckets .account-line").evaluateAll((lines) =>
    lines.map((line) => [
      line.querySelector(".account-name").textContent.trim(),
      line.querySelector(".account-amount").textContent.replace(/[^0-9.−-]/g, "").replace("−", "-"),
    ]),
  );
  assert.ok(shown.length > 3);
  assert.deepEqual(rows.map(([reason, , , amount]) => [reason, amount]), shown);
});
