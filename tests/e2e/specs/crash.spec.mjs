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

test("a request that cannot be carried out is said, and asked again when the seller wants", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.netIs("21748.73");
  // The next question about the months reaches the engine as one that it does not know.
  await shop.page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      if (message?.envelope?.body === "Months") {
        Worker.prototype.postMessage = post;
        message.envelope.body = "Nonsense";
      }
      return post.call(this, message, ...rest);
    };
  });
  await shop.get("months-open").click();
  const said = shop.get("failure").getByText("有一步没做成");
  await said.waitFor();
  await shop.counted(shop.page.locator("[data-month]"), 0);
  await shop.get("failure").getByRole("button", { name: "再试一次" }).click();
  await shop.page.locator("[data-month='2026-06']").waitFor();
  await said.waitFor({ state: "detached" });
  await shop.netIs("21748.73");
});
