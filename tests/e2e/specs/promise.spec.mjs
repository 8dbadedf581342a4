// Nothing leaves the page.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";

import { dist, serve } from "../../../www/serve.mjs";
import { setup, smallShop } from "../setup.mjs";

for (const prefix of ["/", "/repo/"]) {
  test(`below ${prefix} only the site's own files are fetched, and none while files are read`, async (t) => {
    const { launch } = await import("../browser.mjs");
    const { ShopPage } = await import("../shop_page.mjs");
    const host = await serve({ prefix });
    const browser = await launch();
    t.after(async () => {
      await browser.close();
      await host.close();
    });
    const elsewhere = [];
    const shop = await ShopPage.open(browser, host.url);
    shop.page.context().on("request", (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(host.url)) elsewhere.push(request.url());
    });
    await shop.drop(smallShop[0]);
    await shop.allRead(1);
    const loaded = host.requests.length;
    await shop.drop(...smallShop.slice(1));
    await shop.allRead(smallShop.length);
    await shop.openProfit();
    await shop.get("open-assumptions").click();
    const before = "21748.73";
    await shop.netIs(before);
    await shop.slide("freight_per_order", "4");
    await shop.slide("packaging_per_order", "1");
    await shop.netChangesFrom(before);
    const download = shop.page.waitForEvent("download");
    await shop.get("export-csv").click();
    await download;
    await shop.rows.first().click();
    await shop.get("cells").first().click();
    await shop.get("source-cells").waitFor();

    // The browser itself takes its time to fetch the icon of the tab.
    const later = host.requests.slice(loaded).filter(({ path }) => !/\/icon-[0-9a-f]{8}\.svg$/.test(path));
    assert.deepEqual(later, [], "reading, computing and exporting ask for nothing");
    assert.deepEqual(elsewhere, []);
    const files = new Set((await readdir(dist, { recursive: true })).map((path) => prefix + path.replaceAll("\\", "/")));
    files.add(prefix);
    for (const { method, path, search, body } of host.requests) {
      assert.equal(method, "GET");
      assert.ok(files.has(path), `${path} is one of the built files`);
      assert.equal(search + body, "0", "a plain fetch without a query or a body");
    }
    assert.equal(await shop.get("bytes-sent").getAttribute("data-value"), "0");
    assert.deepEqual(shop.violations, []);
    assert.deepEqual(shop.errors, []);
  });
}

const context = setup();

test("the page's own count of foreign requests is not a painted zero", async () => {
  const shop = await context.open();
  assert.equal(await shop.get("bytes-sent").getAttribute("data-value"), "0");
  // Same origin, so the policy lets it through; but it is none of the site's files.
  await shop.page.evaluate(() => fetch("collect?who=me").catch(() => {}));
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=bytes-sent]").dataset.value === "1");
});

test("the browser stops a request to anywhere else", async () => {
  const shop = await context.open();
  const stopped = await shop.page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => "sent", () => "stopped"));
  assert.equal(stopped, "stopped");
  assert.equal(shop.violations.length > 0, true);
});
