// A consultant's name, colour and logo: on a report in every way it goes, and on a page that is hosted as theirs.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300" onload="alert(1)"><script>alert(2)</script><rect width="600" height="300" fill="#0a7"/></svg>`;
const logo = { name: "店标.svg", mimeType: "image/svg+xml", buffer: Buffer.from(svg) };
const hostile = `青山 <img src=x onerror=alert(1)> & "咨询"`;

async function sharing(shop) {
  await shop.choose(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.get("nav-share").click();
  await shop.get("share-preview").waitFor();
  return shop;
}

async function sign(shop) {
  await shop.get("brand-name").fill(hostile);
  await shop.get("brand-name").blur();
  await shop.get("brand-colour").fill("#ffd400");
  await shop.get("brand-file").setInputFiles(logo);
  await shop.get("brand-logo").waitFor();
  await shop.get("share-preview").locator(".shared-band").waitFor();
}

async function link(shop) {
  await shop.settled();
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=share-link]")?.dataset.value);
  return shop.get("share-link").getAttribute("data-value");
}

async function receiver(address, options = {}) {
  const page = await (await context.browser.newContext({ locale: "zh-CN", ...options })).newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(address);
  return { page, errors, report: page.getByTestId("shared-report") };
}

/** What stands on the band, and with which contrast. */
function head(place) {
  return place.locator(".shared-brand").evaluate((brand) => {
    const channels = (text) => text.match(/\d+/g).slice(0, 3).map(Number);
    const luminance = (colour) => {
      const [red, green, blue] = colour.map((each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ink = luminance(channels(getComputedStyle(brand.querySelector(".shared-brand-name")).color));
    const band = luminance(channels(getComputedStyle(brand.querySelector("rect")).fill));
    const contrast = (Math.max(ink, band) + 0.05) / (Math.min(ink, band) + 0.05);
    return { text: brand.innerText, contrast, logos: brand.querySelectorAll("img").length };
  });
}

test("a report says whose work it is, in the preview, in the link and in the file", async () => {
  const shop = await sharing(await context.open());
  const before = await link(shop);
  await sign(shop);
  const signed = await link(shop);
  const preview = await head(shop.get("share-preview"));
  assert.deepEqual([preview.text, preview.logos], [hostile, 1]);
  assert.ok(preview.contrast >= 4.5, `${preview.contrast}`);
  // The logo is drawn anew, and small.
  const drawn = await shop.get("brand-logo").evaluate((image) => [image.src.slice(0, 22), image.naturalWidth, image.naturalHeight]);
  assert.deepEqual(drawn, ["data:image/png;base64,", 192, 96]);
  // A link has the name and the colour, and says that it has no logo.
  assert.ok(signed.length - before.length < 200, `${before.length} → ${signed.length}`);
  await shop.get("link-without-logo").getByText("链接里没有").waitFor();
  for (const colorScheme of ["light", "dark"]) {
    const { page, report, errors } = await receiver(signed, { colorScheme });
    await report.waitFor();
    const received = await head(report);
    assert.deepEqual([received.text, received.logos, errors], [hostile, 0, []]);
    assert.ok(received.contrast >= 4.5, `${received.contrast}`);
    await page.context().close();
  }
  const downloading = shop.page.waitForEvent("download");
  await shop.get("share-file").click();
  const text = await readFile(await (await downloading).path(), "utf8");
  assert.ok(!/<script|<img src=x|https?:\/\/|alert\(2\)/.test(text));
  const path = join(tmpdir(), `zhanggui-brand-${process.pid}.html`);
  await writeFile(path, text);
  const { page, errors } = await receiver(pathToFileURL(path).href, { javaScriptEnabled: false });
  await page.locator(".shared-brand").waitFor();
  const shown = await page.locator(".shared-logo").evaluate((image) => [image.complete, image.naturalHeight]);
  assert.deepEqual([shown, errors], [[true, 96], []]);
  assert.equal(await page.locator(".shared-brand").innerText(), hostile);
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("on paper the band and the logo are there", async () => {
  const shop = await sharing(await context.open());
  await sign(shop);
  await shop.page.emulateMedia({ media: "print" });
  const preview = shop.get("share-preview");
  for (const part of [".shared-band", ".shared-logo", ".shared-brand-name"]) assert.ok(await preview.locator(part).isVisible(), part);
  assert.ok(!(await shop.get("brand-name").isVisible()));
});

test("a signature is kept for every shop of the computer, and can be removed", async () => {
  const shop = await sharing(await context.open());
  await sign(shop);
  await shop.kept(smallShop.length);
  await shop.page.reload();
  await shop.get("brand-logo").waitFor();
  assert.equal(await shop.get("brand-name").inputValue(), hostile);
  await shop.get("share-preview").locator(".shared-logo").waitFor();
  await shop.get("brand-no-logo").click();
  await shop.get("share-preview").locator(".shared-logo").waitFor({ state: "detached" });
  await shop.get("brand-no-colour").click();
  await shop.get("share-preview").locator(".shared-band").waitFor({ state: "detached" });
  await shop.get("brand-remove").click();
  await shop.get("share-preview").locator(".shared-brand").waitFor({ state: "detached" });
  assert.equal(await shop.get("brand-name").inputValue(), "");
  await shop.page.reload();
  await shop.get("share-preview").waitFor();
  assert.equal(await shop.page.locator(".shared-brand").count(), 0);
});

test("what is no picture, or too large a one, is refused with a sentence", async () => {
  const shop = await sharing(await context.open());
  const file = (name, buffer) => ({ name, mimeType: "image/png", buffer });
  await shop.get("brand-file").setInputFiles(file("a.png", Buffer.from("GIF89a, not a PNG")));
  await shop.get("brand-said").getByText("请选 PNG").waitFor();
  await shop.get("brand-file").setInputFiles(file("b.png", Buffer.from("\x89PNG\r\n\x1a\nand nothing more", "latin1")));
  await shop.settled();
  await shop.get("brand-said").getByText("请选 PNG").waitFor();
  await shop.get("brand-file").setInputFiles(file("c.png", Buffer.alloc(4_100_000)));
  await shop.get("brand-said").getByText("太大").waitFor();
  assert.equal(await shop.get("brand-logo").count(), 0);
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("a page that is hosted under a name of its own is called so, and signs reports with it", async () => {
  // The build writes the name among the facts of the site; what it writes there, its own test holds.
  const name = "青山 <咨询>";
  const icon = (await (await fetch(context.host.url)).text()).match(/href="(icon-[^"]+\.svg)"/)[1];
  const open = async (address) => {
    const page = await (await context.browser.newContext({ locale: "zh-CN", serviceWorkers: "block" })).newPage();
    await page.route(context.host.url, async (route) => {
      const response = await route.fetch();
      const brand = JSON.stringify({ name, colour: "#23587a", logo: icon }).replaceAll("<", "\\u003c");
      const body = (await response.text()).replace('"brand":null', `"brand":${brand}`);
      await route.fulfill({ response, body });
    });
    await page.goto(address);
    return page;
  };
  const page = await open(context.host.url);
  await page.locator(".head .brand").getByText(name).waitFor();
  assert.ok(await page.locator(".head-logo").evaluate((image) => image.complete && image.naturalWidth > 0));
  assert.ok((await page.title()).startsWith(`${name} · `));
  await page.getByTestId("file-input").setInputFiles(smallShop.map((file) => join(new URL("../../../fixtures/", import.meta.url).pathname, file)));
  await page.waitForFunction((count) => {
    const cards = [...document.querySelectorAll("[data-testid=file-card]")];
    return cards.length >= count && cards.every((card) => card.dataset.state !== "reading");
  }, smallShop.length);
  await page.getByTestId("nav-share").click();
  const preview = page.getByTestId("share-preview");
  await preview.locator(".shared-brand-name").getByText(name).waitFor();
  await preview.locator(".shared-logo").waitFor();
  await page.waitForFunction(() => document.querySelector("[data-testid=share-link]")?.dataset.value);
  const received = await open(await page.getByTestId("share-link").getAttribute("data-value"));
  await received.getByTestId("shared-report").locator(".shared-brand-name").getByText(name).waitFor();
  await received.locator(".head .brand").getByText(name).waitFor();
});
