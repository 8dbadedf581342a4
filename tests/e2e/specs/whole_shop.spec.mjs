// A whole shop goes to another computer as one file, and what is not whole is said and changes nothing.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

/** A shop with a name, files and settings, and the file that holds it. */
async function saved() {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.get("open-assumptions").click();
  await shop.slide("packaging_per_order", "1.5");
  const net = await shop.netChangesFrom("21748.73");
  await shop.openImport();
  const name = shop.get("shop-name");
  await name.fill("小满的店");
  await name.blur();
  const waiting = shop.page.waitForEvent("download");
  await shop.get("save-shop").click();
  const download = await waiting;
  assert.equal(download.suggestedFilename(), "小满的店.zhanggui");
  return { net, bytes: await readFile(await download.path()) };
}

const file = (buffer) => ({ name: "小满的店.zhanggui", mimeType: "application/octet-stream", buffer });

test("a shop that is saved as one file is the same shop in a fresh profile, and stays there", async () => {
  const { net, bytes } = await saved();
  const other = await context.open();
  await other.choose(file(bytes));
  await other.allRead(smallShop.length);
  assert.equal(await other.get("shop-name").inputValue(), "小满的店");
  await other.openProfit();
  await other.netIs(net);
  await other.openImport();
  await other.kept(smallShop.length);
  await other.page.reload();
  await other.allRead(smallShop.length);
  await other.openProfit();
  await other.netIs(net);
  assert.equal(await other.get("bytes-sent").getAttribute("data-value"), "0");
});

test("it opens beside a shop that is there", async () => {
  const { net, bytes } = await saved();
  const other = await context.open();
  await other.choose(smallShop.find((path) => path.includes("成本表")));
  await other.allRead(1);
  await other.kept(1);
  await other.choose(file(bytes));
  await other.allRead(smallShop.length);
  assert.equal(await other.get("shop-switch").locator("option").count(), 2);
  await other.openProfit();
  await other.netIs(net);
  await other.get("shop-switch").selectOption({ index: 0 });
  await other.openImport();
  await other.counted(other.cards, 1);
});

test("a file that was cut off, or is something else, is said, and the shop stays as it was", async () => {
  const { bytes } = await saved();
  const other = await context.open();
  await other.choose(smallShop.find((path) => path.includes("成本表")));
  await other.allRead(1);
  for (const broken of [bytes.subarray(0, bytes.length - 1), bytes.subarray(0, 20), Buffer.from("PK\u0003\u0004 no shop"), Buffer.alloc(0)]) {
    await other.choose(file(broken));
    await other.get("shop-damaged").waitFor();
    await other.counted(other.cards, 1);
    assert.equal(await other.get("shop-switch").count(), 0);
  }
  // The next good one takes the sentence away.
  await other.choose(file(bytes));
  await other.allRead(smallShop.length);
  await other.get("shop-damaged").waitFor({ state: "detached" });
});

test("dropped over the sample it leaves the seller's own unnamed shop as it was", async () => {
  const { net, bytes } = await saved();
  const other = await context.open();
  await other.choose(smallShop.find((path) => path.includes("成本表")));
  await other.allRead(1);
  await other.kept(1);
  // The sample takes the place of the files on the screen, and not of those that are kept.
  await other.get("nav-profit").click();
  await other.get("sample-shop").click();
  await other.get("sample-band").waitFor();
  await other.openImport();
  await other.choose(file(bytes));
  await other.allRead(smallShop.length);
  await other.openProfit();
  await other.netIs(net);
  assert.equal(await other.get("shop-switch").locator("option").count(), 2);
  await other.get("shop-switch").selectOption({ index: 0 });
  await other.openImport();
  await other.counted(other.cards, 1);
  assert.equal(await other.get("shop-name").inputValue(), "");
});
