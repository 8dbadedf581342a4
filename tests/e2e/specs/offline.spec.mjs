// In flight mode the page opens, brings the shop back and reads more; a new version is offered, and never forced.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch } from "../browser.mjs";
import { dist, serve } from "../../../www/serve.mjs";
import { ShopPage } from "../shop_page.mjs";
import { smallShop } from "../setup.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The page with its files kept. */
async function kept(host) {
  const shop = await ShopPage.open(browser, host.url, { serviceWorkers: "allow" });
  await shop.page.evaluate(() => navigator.serviceWorker.ready);
  await shop.page.waitForFunction(() => navigator.serviceWorker.controller);
  return shop;
}

for (const prefix of ["/", "/repo/"]) {
  test(`below ${prefix} a reload works without the host, with the files of before and a new one`, async () => {
    const host = await serve({ prefix });
    const shop = await kept(host);
    await shop.choose(smallShop[2]);
    await shop.allRead(1);
    await shop.kept(1);
    await host.close();
    await shop.page.context().setOffline(true);
    await shop.page.reload();
    await shop.openImport();
    await shop.allRead(1);
    await shop.choose(smallShop[7]);
    await shop.allRead(2);
    await shop.get("nav-profit").click();
    await shop.netProfit.waitFor();
    // The sample shop is among what is kept, and a link that somebody sent opens too.
    const link = (await readFile(new URL("../../../crate/export/src/shared/version1.txt", import.meta.url), "utf8")).trim();
    // The page sees another address in its own tab, and begins again with it.
    await shop.page.evaluate((link) => (location.hash = link), link);
    await shop.get("shared-report").waitFor();
    assert.deepEqual([shop.violations, shop.errors], [[], []]);
    await shop.page.context().close();
  });
}

test("a new version waits until it is taken, and the shop is there after it", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "update-"));
  t.after(() => rm(folder, { recursive: true }));
  await cp(dist, folder, { recursive: true });
  const host = await serve({ folder });
  t.after(() => host.close());
  const shop = await kept(host);
  await shop.choose(smallShop[2]);
  await shop.allRead(1);
  await shop.kept(1);
  // Another version of the page, as a host would have it after an update.
  const change = async (file, from, to) => {
    const text = await readFile(join(folder, file), "utf8");
    assert.ok(text.includes(from), `${file} has ${from}`);
    await writeFile(join(folder, file), text.replace(from, to));
  };
  await change("index.html", "<head>", '<head><meta name="generation" content="2">');
  const version = /"([0-9a-f]{8})"/.exec(await readFile(join(folder, "offline.js"), "utf8"))[1];
  await change("offline.js", version, "22222222");
  const generation = () => shop.page.locator("meta[name=generation]").count();
  await shop.page.reload();
  await shop.get("update").waitFor();
  assert.equal(await generation(), 0, "nothing changed by itself");
  await shop.get("take-update").click();
  await shop.page.waitForFunction(() => document.querySelector("meta[name=generation]"));
  await shop.openImport();
  await shop.allRead(1);
  assert.equal(await shop.get("update").count(), 0);
  const caches = await shop.page.evaluate(() => window.caches.keys());
  assert.deepEqual(caches, [`zhanggui ${host.url} 22222222`]);
  await shop.page.context().close();
});

test("the page can be installed", async () => {
  const host = await serve();
  const shop = await kept(host);
  const address = await shop.page.locator("link[rel=manifest]").getAttribute("href");
  const manifest = await (await fetch(host.url + address)).json();
  assert.deepEqual([manifest.display, manifest.start_url, manifest.icons.length], ["standalone", "./", 2]);
  for (const { src } of manifest.icons) assert.equal((await fetch(host.url + src)).status, 200, src);
  const session = await shop.page.context().newCDPSession(shop.page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A profile of tests is like a private window, in which nothing is installed.
  assert.deepEqual(installabilityErrors.map((error) => error.errorId).filter((id) => id !== "in-incognito"), []);
  await shop.page.context().close();
  await host.close();
});
