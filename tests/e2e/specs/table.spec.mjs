// A long table stays quick, because the page holds only the rows around what is seen.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup } from "../setup.mjs";

const context = setup();
const skus = 100_000;

/** A Shopify export with one order a SKU. */
function manySkus() {
  const header = "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount";
  const rows = [header];
  for (let index = 0; index < skus; index += 1) {
    const price = (10 + (index % 977) / 10).toFixed(2);
    const time = `2026-06-${String(1 + (index % 28)).padStart(2, "0")} 10:00:00 +0800`;
    rows.push(`#${index},,paid,${time},fulfilled,CNY,${price},0.00,0.00,${price},0.00,${time},1,Thing ${index},${price},SKU-${String(index).padStart(6, "0")},0.00`);
  }
  return { name: "orders_export.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
}

test("100,000 SKUs are searched, sorted and scrolled with a few dozen rows in the page", async (t) => {
  const shop = await context.open();
  await shop.choose(manySkus());
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=file-card]")?.dataset.state === "done", null, { timeout: 90_000 });
  await shop.get("nav-profit").click();
  await shop.page.waitForFunction((skus) => document.querySelector("[data-testid=sku-table]")?.dataset.rows === String(skus), skus);
  await shop.get("sort-sku").click();
  await shop.page.locator("[data-sku='SKU-000000']").waitFor();
  const start = Date.now();
  await shop.page.evaluate(() => {
    const table = document.querySelector(".table-scroll");
    table.scrollTop = table.scrollHeight;
  });
  await shop.page.locator("[data-sku='SKU-099999']").waitFor();
  t.diagnostic(`the last row was there after ${Date.now() - start} ms`);
  assert.ok((await shop.rows.count()) < 250);
  await shop.get("search").fill("sku-054321");
  await shop.page.locator("[data-sku='SKU-054321']").waitFor();
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=sku-table]").dataset.rows === "1");
});
