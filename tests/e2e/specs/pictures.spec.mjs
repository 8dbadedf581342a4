// Every chart of every page is saved as a picture: a PNG that is called by shop, chart and period, and is not empty.
import assert from "node:assert/strict";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { setup } from "../setup.mjs";

const context = setup();

const NAMED = /^示例店铺_[^_]+(_\d{4}-\d\d-\d\d){1,2}\.png$/;
/** Where the pictures are to be kept for looking at, if anywhere. */
const keep = process.env.PICTURES;

/** The picture behind a button: its name, bytes and size, how many colours it has, and how much of it is white. */
async function saved(shop, button) {
  // A browser takes no more than ten files a second from a page, and drops the next in silence.
  await shop.page.waitForTimeout(120);
  const waiting = shop.page.waitForEvent("download");
  await button.click();
  const download = await waiting;
  const bytes = await readFile(await download.path());
  if (keep) {
    await mkdir(keep, { recursive: true });
    await copyFile(await download.path(), join(keep, download.suggestedFilename()));
  }
  const pixels = await shop.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const colours = new Map();
    for (const pixel of new Uint32Array(data.buffer)) colours.set(pixel, (colours.get(pixel) ?? 0) + 1);
    const corner = [...data.slice(0, 4)];
    return { width: image.width, height: image.height, colours: colours.size, white: (colours.get(0xffffffff) ?? 0) / (image.width * image.height), corner };
  }, bytes.toString("base64"));
  return { name: download.suggestedFilename(), bytes, ...pixels };
}

function isPicture(picture) {
  assert.match(picture.name, NAMED);
  assert.equal(picture.bytes.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n", picture.name);
  assert.ok(picture.bytes.length > 4_000, `${picture.name}: ${picture.bytes.length} bytes`);
  assert.deepEqual(picture.corner, [255, 255, 255, 255], `${picture.name}: white around it`);
  assert.ok(picture.colours > 20, `${picture.name}: ${picture.colours} colours`);
  assert.ok(picture.white > 0.2 && picture.white < 0.99, `${picture.name}: ${picture.white} white`);
}

const charts = ".waterfall, .chart, .curve, .gauge-list, .heat, .gantt, .rfm-grid, .cohort, .unit-bar, main svg";

const pages = {
  "nav-profit": [["picture-skus", "picture-waterfall"], async (shop) => shop.rows.first().waitFor()],
  "nav-capacity": [["picture-load", "picture-resources", "picture-rhythm", "picture-spike"], async (shop) => shop.get("heat").waitFor()],
  "nav-stock": [["picture-gantt"], async (shop) => shop.get("gantt").waitFor()],
  "nav-repurchase": [["picture-cohorts", "picture-curve", "picture-value"], async (shop) => shop.get("picture-cohorts").waitFor()],
  "nav-customers": [["picture-rfm"], async (shop) => shop.get("rfm-grid").waitFor()],
};

for (const [page, [hooks, ready]] of Object.entries(pages)) {
  test(`every chart behind ${page} can be saved as a picture`, async () => {
    const shop = await context.open();
    await shop.loadSample();
    if (page === "nav-customers") await shop.get("nav-repurchase").click();
    await shop.get(page).first().click();
    await ready(shop);
    await shop.settled();
    const without = await shop.page.locator(charts).evaluateAll((charts) =>
      charts.filter((chart) => !chart.closest(".chart-frame")).map((chart) => chart.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(without, []);
    const buttons = shop.page.locator("main .chart-frame [data-testid^=picture-]");
    assert.deepEqual((await buttons.evaluateAll((all) => all.map((one) => one.dataset.testid))).sort(), hooks);
    const names = new Set();
    for (const button of await buttons.all()) {
      const picture = await saved(shop, button);
      isPicture(picture);
      names.add(picture.name);
      const width = await button.evaluate((button) => button.closest(".chart-frame").clientWidth);
      assert.ok(picture.width >= 2 * width, `${picture.name}: ${picture.width} of twice ${width}`);
    }
    assert.equal(names.size, hooks.length);
    assert.deepEqual([shop.violations, shop.errors], [[], []]);
  });
}

test("the account of a SKU and of an order is a picture too, by keyboard", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await shop.rows.first().click();
  const button = shop.get("picture-sku");
  await button.waitFor();
  assert.match(await button.getAttribute("aria-label"), /^存成图片：.+/);
  const waiting = shop.page.waitForEvent("download");
  await button.focus();
  await shop.page.keyboard.press("Enter");
  assert.match((await waiting).suggestedFilename(), NAMED);
  await shop.page.keyboard.press("Escape");
  await shop.openOrders();
  await shop.orders.first().click();
  isPicture(await saved(shop, shop.get("picture-order")));
});

test("a dark page on a telephone gives the same white picture, whole, and stays dark", async () => {
  const shop = await context.open({ viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "zh-CN" });
  await shop.loadSample();
  const dark = () => shop.page.evaluate(() => [getComputedStyle(document.body).backgroundColor, document.documentElement.dataset.theme]);
  const before = await dark();
  isPicture(await saved(shop, shop.get("picture-waterfall")));
  assert.deepEqual(await dark(), before);
  await shop.get("nav-repurchase").click();
  const cohorts = shop.get("picture-cohorts");
  await cohorts.waitFor();
  await shop.settled();
  const picture = await saved(shop, cohorts);
  isPicture(picture);
  // The part that the telephone scrolls is in the picture.
  const table = await shop.page.locator(".chart-frame:has([data-testid=picture-cohorts]) table").evaluate((table) => table.scrollWidth);
  assert.ok(table > 390 && picture.width >= 2 * table, `${picture.width} of twice ${table}`);
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});
