// Who comes back, on the CDNOW sample: what is known of it was published with the data.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { setup } from "../setup.mjs";
import { fixtures } from "../shop_page.mjs";

const context = setup();

/** The sample as a list of orders of one's own; its columns are id, number in the sample, date, discs and dollars. */
async function cdnow() {
  const text = await readFile(join(fixtures, "cdnow/CDNOW_sample.txt"), "utf8");
  const rows = text.trim().split(/\r?\n/).map((line) => line.trim().split(/\s+/).slice(1).join(","));
  return { name: "cdnow.csv", mimeType: "text/csv", buffer: Buffer.from(`buyer,when,discs,dollars\n${rows.join("\n")}\n`) };
}

async function withCdnow(options) {
  const shop = await context.open(options);
  await shop.choose(await cdnow());
  await shop.allRead(1);
  await shop.get("column-open").click();
  for (const [field, header] of [["paid_at", "when"], ["amount", "dollars"], ["customer", "buyer"], ["quantity", "discs"]]) {
    await shop.get(`column-${field}`).selectOption(header);
  }
  await shop.get("column-apply").click();
  await shop.page.waitForSelector("[data-testid=file-card][data-state=done]");
  await shop.get("nav-repurchase").click();
  await shop.get("repeat-rate").waitFor();
  return shop;
}

async function matching(shop, count) {
  await shop.page.waitForFunction(
    (count) => document.querySelector("[data-testid=customer-list]")?.dataset.matching === String(count),
    count,
  );
}

async function saved(shop, hook) {
  const waiting = shop.page.waitForEvent("download");
  await shop.get(hook).click();
  return (await readFile(await (await waiting).path(), "utf8")).replace(/^\ufeff/, "").trimEnd().split("\r\n");
}

test("columns that the seller names make an unknown list readable, and its published figures stand on the page", async () => {
  const shop = await withCdnow();
  // 1,139 of 2,357 customers.
  await shop.valueIs("repeat-rate", (1139 / 2357).toFixed(4));
  await shop.says("coverage", /100\.0%/);
  const within = { 30: 410, 60: 601, 90: 687, 180: 887, 365: 1074 };
  for (const [days, customers] of Object.entries(within)) {
    await shop.valueIs(`within-${days}`, String(customers));
    // What stands beside each other divides to the rate beside it.
    const [returned, eligible, rate] = await shop.get(`within-${days}`).evaluate((row) => {
      const cells = [...row.querySelectorAll("td")].map((cell) => cell.textContent.trim());
      return [...cells[1].split(" / ").map((count) => Number(count.replaceAll(",", ""))), cells[2]];
    });
    assert.equal(`${((returned / eligible) * 100).toFixed(1)}%`, rate, days);
  }
  // From here the figure leads to the list of those whom it is about, on another side.
  await shop.get("repeat-rate").click();
  await matching(shop, 1139);
  await shop.get("list-all").click();
  await matching(shop, 2357);
});

test("the cells of the grid hold every customer once, and each is a list that can be taken away", async () => {
  const shop = await withCdnow();
  await shop.get("nav-customers").click();
  await shop.counted(shop.page.locator(".grid-cell"), 25);
  const cells = await shop.page.locator(".grid-cell").evaluateAll((cells) => cells.map((cell) => [cell.dataset.testid, Number(cell.dataset.value)]));
  assert.equal(cells.length, 25);
  assert.equal(cells.reduce((sum, [, count]) => sum + count, 0), 2357);
  const [hook, count] = cells.find(([, count]) => count > 60) ?? cells[0];
  await shop.get(hook).click();
  await matching(shop, count);
  const lines = await saved(shop, "export-customers-csv");
  assert.equal(lines.length - 1, count);
  // The file is masked while the screen is, and has the names once they were asked for.
  assert.match(lines[1], /^[^,]*\*\*\*,/);
  await shop.get("reveal").click();
  await shop.page.waitForFunction(() => /^\d{4}$/.test(document.querySelector("[data-testid=customer-row] th").textContent.trim()));
  assert.match((await saved(shop, "export-customers-csv"))[1], /^\d{4},/);
});

test("a threshold moves customers between segments at once, and nobody is lost", async () => {
  const shop = await withCdnow();
  await shop.get("nav-customers").click();
  await shop.get("scoring-fixed").click();
  await shop.get("rfm-threshold-monetary-5").waitFor();
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=scoring-fixed]").getAttribute("aria-pressed") === "true");
  const champions = () => shop.get("segment-champions").getAttribute("data-value").then(Number);
  await shop.get("scheme-intl10").click();
  await shop.get("segment-champions").waitFor();
  // The new scheme and the new scores are both there when everybody is in a segment of it once.
  const everybody = () =>
    shop.page.waitForFunction(() => {
      const counts = [...document.querySelectorAll("[data-testid^=segment-]")].map((row) => Number(row.dataset.value));
      return counts.reduce((sum, count) => sum + count, 0) === 2357;
    });
  await everybody();
  await shop.settled();
  const before = await champions();
  // What the worker is asked from now on, and a mark on what a threshold has nothing to do with.
  await shop.page.evaluate(() => {
    window.asked = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message) {
      const { body } = message.envelope;
      window.asked.push(typeof body === "string" ? body : Object.keys(body)[0]);
      post.call(this, message);
    };
    document.querySelector("[data-testid=repeat-rate]").dataset.mark = "same";
  });
  await shop.get("rfm-threshold-recency-4").fill("400");
  await shop.get("rfm-threshold-recency-4").press("Enter");
  await shop.page.waitForFunction((before) => Number(document.querySelector("[data-testid=segment-champions]").dataset.value) > before, before);
  await everybody();
  await shop.page.waitForFunction(() => window.asked.length > 1);
  assert.deepEqual(await shop.page.evaluate(() => window.asked), ["Score", "Customers"]);
  assert.equal(await shop.page.locator("[data-testid=repeat-rate][data-mark=same]").count(), 1);
});

test("a rule that is changed changes its tag, and an own tag has its list", async () => {
  const shop = await withCdnow();
  await shop.get("nav-customers").click();
  await shop.get("new-tag").fill("常客");
  await shop.get("new-tag-add").click();
  // More than one purchase is what a new tag begins with.
  await shop.page.waitForFunction(() => document.querySelector("[data-testid='tag-常客']")?.dataset.value === "1139");
  await shop.get("rule-least-0").fill("1");
  await shop.get("rule-least-0").press("Enter");
  await shop.page.waitForFunction(() => document.querySelector("[data-testid='tag-常客']")?.dataset.value === "2357");
  await shop.get("tag-常客").click();
  await matching(shop, 2357);
});

test("names are masked until they are asked for, in the list and in the drawer", async () => {
  const shop = await withCdnow();
  await shop.get("nav-customers").click();
  const first = shop.get("customer-row").first();
  await first.locator("th").filter({ hasText: "*" }).waitFor();
  await shop.get("reveal").click();
  await shop.page.waitForFunction(() => /^\d{4}$/.test(document.querySelector("[data-testid=customer-row] th").textContent.trim()));
  await shop.get("reveal").click();
  await shop.page.waitForFunction(() => /\*/.test(document.querySelector("[data-testid=customer-row] th").textContent));
  await first.click();
  const drawer = shop.get("customer-drawer");
  await drawer.getByTestId("customer-order").first().waitFor();
  await drawer.locator("h2").filter({ hasText: "*" }).waitFor();
  await shop.page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
});

test("without any cost no net is shown, and it is said why", async () => {
  const shop = await withCdnow();
  await shop.says("coverage", /先补成本/);
  await shop.get("nav-customers").click();
  const nets = (table) => shop.page.locator(`${table} tbody tr td.wide-only:last-child`).allTextContents();
  await shop.counted(shop.page.locator("[data-testid=segments] tbody tr"), 8);
  const segments = await nets("[data-testid=segments]");
  assert.deepEqual([...new Set(segments)], ["—"]);
  await shop.get("letter").first().waitFor();
  assert.deepEqual([...new Set(await nets("[data-testid=letters]"))], ["—"]);
  await shop.get("nav-returning").click();
  await shop.get("cohort-measure").selectOption({ label: "净利" });
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=cohort-table] .heat-cell").textContent === "—");
  await shop.get("nav-offers").click();
  await shop.get("offer").first().waitFor();
  // Gain and break-even.
  assert.deepEqual(await shop.get("offer").first().locator("td.numeric").allTextContents().then((cells) => cells.slice(0, 2)), ["—", "—"]);
});

test("a period is about those who first bought in it; where nobody did, that is said", async () => {
  const shop = await withCdnow();
  await shop.counted(shop.get("period-means"), 0);
  // Everyone of the sample first bought by March 1997, and the data end with June 1998.
  await shop.page.getByRole("button", { name: "近 90 天" }).click();
  await shop.get("nobody-new").waitFor();
  await shop.get("period-means").waitFor();
  await shop.counted(shop.get("unusable"), 0);
  await shop.page.getByRole("button", { name: "全部", exact: true }).click();
  await shop.get("repeat-rate").waitFor();
  await shop.counted(shop.get("period-means"), 0);
});

test("a list that names no buyer says so, and what file would help", async () => {
  const shop = await context.open();
  await shop.choose("small_shop/抖店_订单_20260502-20260630.csv");
  await shop.allRead(1);
  await shop.get("nav-repurchase").click();
  const said = shop.get("unusable");
  await said.waitFor();
  await shop.says("unusable", /抖店.*买家/s);
  await shop.says("unusable", /用户编号/);
  await shop.counted(shop.get("repeat-rate"), 0);
});
