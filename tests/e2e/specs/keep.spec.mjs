// What this computer keeps of the shop, and forgets when told.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

test("a reload brings the shop and its settings back", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("open-assumptions").click();
  await shop.slide("packaging_per_order", "1.5");
  const net = await shop.netChangesFrom("21748.73");
  await shop.kept(smallShop.length);
  await shop.page.reload();
  await shop.valueIs("net-profit", net);
  await shop.openImport();
  await shop.allRead(smallShop.length);
  assert.equal(await shop.get("bytes-sent").getAttribute("data-value"), "0");
  assert.deepEqual(shop.violations, []);
});

test("a file taken out stays out, and everything can be forgotten", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.kept(smallShop.length);
  await shop.openImport();
  await shop.card("shipments").getByRole("button", { name: /移除/ }).click();
  await shop.card("shipments").waitFor({ state: "detached" });
  // The card is gone at once, the file in the database a moment later.
  await shop.kept(smallShop.length - 1);
  await shop.page.reload();
  await shop.allRead(smallShop.length - 1);
  await shop.counted(shop.card("shipments"), 0);
  await shop.get("forget").click();
  await shop.get("forget-really").click();
  await shop.counted(shop.cards, 0);
  await shop.kept(0);
  await shop.page.reload();
  await shop.get("sample-shop").waitFor();
  const left = await shop.page.evaluate(async () => {
    const database = await new Promise((done) => {
      indexedDB.open("zhanggui").onsuccess = (event) => done(event.target.result);
    });
    const count = await new Promise((done) => {
      database.transaction("files").objectStore("files").count().onsuccess = (event) => done(event.target.result);
    });
    return [count, localStorage.getItem("zhanggui.plans")];
  });
  assert.deepEqual(left, [0, null]);
});

test("nothing is kept of the sample shop", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await shop.openImport();
  await shop.allRead(20);
  await shop.page.reload();
  await shop.get("sample-shop").waitFor();
  await shop.kept(0);
  await shop.counted(shop.cards, 0);
});

test("a browser that refuses to keep anything is no hindrance", async () => {
  const shop = await context.open();
  await shop.page.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", { value: { open: () => { throw new DOMException("no", "SecurityError"); } } });
  });
  await shop.page.reload();
  await shop.dropZone.waitFor();
  await shop.readOwn(smallShop);
  await shop.netIs("21748.73");
  await shop.openImport();
  await shop.get("kept").getByText("不让网页存东西").waitFor();
});
