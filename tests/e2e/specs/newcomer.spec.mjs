// Somebody who has never seen the page: from nothing to a link for a client, in at most twelve actions, on a screen and on a
// telephone.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup } from "../setup.mjs";

const context = setup();

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`a newcomer finds the losers, fixes a cost and copies the link at ${viewport.width} px`, async () => {
    const shop = await context.open({ viewport, permissions: ["clipboard-read", "clipboard-write"] });
    let actions = 0;
    const press = async (place) => {
      actions += 1;
      await place.click();
    };
    const type = async (place, text) => {
      actions += 1;
      await place.fill(text);
      await place.press("Enter");
    };
    await press(shop.get("sample-shop"));
    await shop.netProfit.waitFor();
    await press(shop.get("nav-profit"));
    // The two that were planted to lose stand first.
    await shop.rows.nth(1).waitFor();
    const first = await shop.rows.evaluateAll((rows) => rows.slice(0, 2).map((row) => row.dataset.sku));
    assert.deepEqual(first.sort(), ["LJD-01", "LYJ-01"]);
    // What is missing is said above, and leads to where it is filled in.
    const net = await shop.net();
    await press(shop.get("lacks-open"));
    await press(shop.get("fill-costs"));
    await press(shop.page.locator("[data-sku=XXL-01]"));
    await type(shop.get("unit-cost"), "12");
    assert.notEqual(await shop.netChangesFrom(net), net);
    await press(shop.get("close-drawer"));
    // The report goes as a link; on this computer's own address it needs the one where the page is hosted.
    await press(shop.get("nav-share"));
    await type(shop.get("share-hosted"), "https://shop.example/zhanggui/");
    await press(shop.get("copy-link"));
    await shop.get("copy-link").getByText("复制好了").waitFor();
    const link = await shop.page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /^https:\/\/shop\.example\/zhanggui\/#.{500,}/);
    assert.ok(actions <= 12, `${actions} actions`);
  });
}
