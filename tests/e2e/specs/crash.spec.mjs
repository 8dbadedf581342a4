// A worker that dies takes nothing with it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

async function kill(shop) {
  const worker = shop.page.workers()[0];
  const gone = new Promise((resolve) => worker.once("close", resolve));
  await worker.evaluate(() => setTimeout(() => { throw new Error("killed by the test"); }));
  await gone;
}

test("after a crash the files and the settings are there again", async () => {
  const shop = await context.open();
  await shop.drop(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.openProfit();
  const before = "21748.73";
  await shop.netIs(before);
  await shop.get("open-assumptions").click();
  await shop.slide("packaging_per_order", "2");
  const with_packaging = await shop.netChangesFrom(before);
  await kill(shop);
  await shop.openImport();
  await shop.allRead(smallShop.length);
  await shop.openProfit();
  await shop.netIs(with_packaging);
  await shop.slide("packaging_per_order", "0");
  assert.equal(await shop.netChangesFrom(with_packaging), before);
});

test("a crash while a file is read leaves the others in place", async () => {
  const shop = await context.open();
  await shop.drop(smallShop[0]);
  await shop.allRead(1);
  await kill(shop);
  await shop.drop(smallShop[7]);
  await shop.allRead(2);
  await shop.counted(shop.page.locator("[data-testid=file-card][data-state=done]"), 2);
});
