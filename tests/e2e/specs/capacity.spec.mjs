// How many orders the shop carries, what gives first, and how far to brake.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

async function openCapacity(shop) {
  await shop.get("nav-capacity").click();
  await shop.get("ceiling").waitFor();
}

async function openStock(shop) {
  await shop.get("nav-stock").click();
  await shop.get("replenishment").waitFor();
}

/** Types into a field and leaves it. */
async function fill(shop, hook, text) {
  await shop.get(hook).fill(text);
  await shop.get(hook).press("Enter");
}

const value = (shop, hook) => shop.get(hook).getAttribute("data-value");

async function changesFrom(shop, hook, before) {
  // An element that is not there, or says nothing yet, has not changed.
  const changed = await shop.page.waitForFunction(
    ([hook, before]) => {
      const value = document.querySelector(`[data-testid=${hook}]`)?.dataset.value;
      return value !== undefined && value !== before ? { value } : false;
    },
    [hook, before],
  );
  return (await changed.jsonValue()).value;
}

/** Waits until an attribute of an element is this; `null`: until it has none. */
async function dataIs(shop, hook, name, wanted) {
  await shop.page.waitForFunction(
    ([hook, name, wanted]) => {
      const element = document.querySelector(`[data-testid='${hook}']`);
      return element !== null && (element.dataset[name] ?? null) === wanted;
    },
    [hook, name, wanted],
  );
}

test("three answers give the ceiling that can be worked out by hand", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await openCapacity(shop);
  await fill(shop, "capacity-people", "2");
  await fill(shop, "capacity-hours", "8");
  await fill(shop, "capacity-pace", "10");
  // 2 people × 8 hours × 10 orders × 85 % of the time × 99 % right the first time.
  await shop.valueIs("ceiling", "134.64");
  await shop.valueIs("bottleneck", "packing");
  await shop.valueIs("resource-packing", "134.64");
  await shop.page.getByText("明天最多能接").waitFor();
  await shop.says("ceiling", /134 单/);
  // Half of it with half the people, and a busy day of 24 orders is far below: nothing to brake.
  await fill(shop, "capacity-people", "1");
  await shop.valueIs("ceiling", "67.32");
  await shop.valueIs("brake", "0");
});

test("the most ever sent is no limit: it is asked, and the answer is filled in right there", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await openCapacity(shop);
  await dataIs(shop, "ceiling", "limit", "false");
  await shop.valueIs("ceiling", "24");
  await shop.page.getByText("一天最多发出过").waitFor();
  // A busy day has as many as ever left: nothing is ordered by that, no bar is over a line and no day has crossed one.
  await dataIs(shop, "brake", "advice", "ask");
  await dataIs(shop, "brake", "levers", null);
  await dataIs(shop, "load-chart", "crossed", "");
  await shop.get("brake").getByText("一天能打包多少单？").waitFor();
  await fill(shop, "brake-per-day", "300");
  await shop.valueIs("ceiling", "300");
  await dataIs(shop, "ceiling", "limit", "true");
  await dataIs(shop, "brake", "advice", "hold");
  // The same answer stands above, and another way to give it takes its place.
  assert.equal(await shop.get("capacity-per-day").inputValue(), "300");
  await fill(shop, "capacity-people", "1");
  await changesFrom(shop, "ceiling", "300");
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=capacity-per-day]").value === "");
});

test("a brake that costs more than it saves is not ordered, and both sides are shown", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await openCapacity(shop);
  for (const orders of ["40", "60", "80", "100", "120", "160"]) {
    await fill(shop, "capacity-per-day", orders);
    await shop.valueIs("resource-packing", orders);
    await shop.settled();
    const advice = await shop.get("brake").getAttribute("data-advice");
    if (advice !== "brake") {
      await dataIs(shop, "brake", "levers", null);
      await shop.valueIs("brake", "0");
      continue;
    }
    const [cost, avoided] = [Number(await value(shop, "brake-cost")), Number(await value(shop, "brake-avoided"))];
    assert.ok(avoided > 0 && cost < avoided, `${orders}: ${cost} < ${avoided}`);
  }
});

test("a setting that cannot be meant is refused beside its field, and the ceiling stays", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await openCapacity(shop);
  await fill(shop, "capacity-people", "2");
  const before = await changesFrom(shop, "ceiling", "24");
  await fill(shop, "capacity-hours", "30");
  await shop.get("capacity-hours-refused").getByText("还按原来的算").waitFor();
  assert.equal(await shop.get("capacity-hours").inputValue(), "30");
  await shop.settled();
  assert.equal(await value(shop, "ceiling"), before);
  await fill(shop, "capacity-hours", "10");
  await shop.get("capacity-hours-refused").waitFor({ state: "detached" });
  // 2 × 10 h × 30 × 0.85 × 0.99.
  await shop.valueIs("ceiling", "504.9");
});

test("the viral day of the sample shop is over the line, and its parcels are late", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await openCapacity(shop);
  await fill(shop, "capacity-per-day", "100");
  await shop.page.waitForFunction(() => document.querySelector("[data-testid=load-chart]")?.dataset.crossed);
  await shop.page.getByRole("group", { name: "时段" }).getByText("全部").click();
  await shop.page.waitForFunction(() =>
    document.querySelector("[data-testid=load-chart]").dataset.crossed.includes("2026-04-18"),
  );
  await shop.settled();
  const late = await shop.get("after-crossing").locator("tr", { hasText: "晚发占" }).locator("td").allTextContents();
  assert.ok(parseFloat(late[0]) > 4 * parseFloat(late[1]), late.join(" "));
});

test("a spike slider is answered by later orders and a harder brake", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await openCapacity(shop);
  await fill(shop, "capacity-per-day", "60");
  await shop.valueIs("resource-packing", "60");
  await shop.settled();
  const usual = await changesFrom(shop, "spike-late", undefined);
  await shop.slideOn("spike-factor", 80);
  const large = await changesFrom(shop, "spike-late", usual);
  assert.ok(Number(large) > Number(usual), `${large} > ${usual}`);
  await shop.settled();
  const soft = await changesFrom(shop, "brake-cost", undefined);
  await shop.slideOn("spike-factor", 160);
  const larger = await changesFrom(shop, "spike-late", large);
  assert.ok(Number(larger) > Number(large), `${larger} > ${large}`);
  const hard = await changesFrom(shop, "brake-cost", soft);
  assert.ok(Number(hard) > Number(soft), `${hard} > ${soft}`);
  // Back to the design day, which the sliders do not move: 42 of 60 orders are no reason to brake.
  await shop.get("brake-design").click();
  await shop.counted(shop.get("brake-cost"), 0);
  await dataIs(shop, "brake", "advice", "hold");
  await shop.valueIs("brake", "0");
});

test("what runs out is planned, drawn and taken away as a purchase list", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await openStock(shop);
  await shop.get("replenishment").locator("[data-plan]").first().waitFor();
  // The sentence says what is due today, and leads to it.
  await shop.get("stock-sentence").locator("a.figure").first().waitFor();
  await shop.get("gantt").locator(".stage").first().waitFor();
  // What the list comes to stands under it, and what is to be paid until the next look above it.
  assert.ok(Number(await value(shop, "plan-total")) >= Number(await shop.get("plan-due").getAttribute("data-soon")));
  const download = shop.page.waitForEvent("download");
  await shop.get("export-purchases").click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^示例店铺_采购单_\d{4}-\d\d-\d\d\.xlsx$/);
  assert.equal((await readFile(await file.path())).subarray(0, 2).toString(), "PK");
});

test("a stage of thirty days warns on day 27", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openImport();
  const sheet = "商家编码,现有库存,供应商,下单天数,生产天数,物流天数,上架天数\nTX-W-F,0,远方厂,1,30,5,1\n";
  await shop.choose({ name: "库存.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
  await shop.allRead(smallShop.length + 1);
  await openStock(shop);
  // Decided on the last day of the files, 30 June, and ordered on 1 July: made from 2 July on, for 30 days.
  // It loses on each piece: it is held until the seller says to buy it all the same.
  const row = shop.page.locator("[data-plan='TX-W-F']");
  await row.getByText("还要补？").waitFor();
  await shop.valueIs("plan-total", "0.00");
  await row.getByTestId("buy-anyway").click();
  await shop.page.waitForFunction(() => Number(document.querySelector("[data-testid=plan-total]").dataset.value) > 0);
  const warning = shop.get("gantt").locator("[data-warn-day='27']");
  await warning.waitFor({ state: "attached" });
  assert.equal(await warning.getAttribute("data-warn-on"), "2026-07-28");
});

test("an empty shop's page of stock says what to bring for it", async () => {
  const shop = await context.open();
  await shop.get("nav-stock").click();
  await shop.page.getByRole("heading", { name: "还不知道该补什么货" }).waitFor();
  await shop.get("stock-template").waitFor();
});

test("the sentence of the stock page comes to what can be worked out by hand", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await shop.openImport();
  // Nobody has ever bought either: 100 × 5.25 lie there, and of the other it is not known what one cost.
  const costs = "商品编码,单位成本\nLAO-1,5.25\n";
  await shop.choose(
    { name: "库存.csv", mimeType: "text/csv", buffer: Buffer.from("商家编码,现有库存\nLAO-1,100\nLAO-2,7\n") },
    { name: "成本二.csv", mimeType: "text/csv", buffer: Buffer.from(costs) },
  );
  await shop.allRead(smallShop.length + 2);
  await openStock(shop);
  await shop.valueIs("stock-tied-up", "525.00");
  await shop.says("stock-tied-up", /至少 ¥525 压在 2 个卖不动的款上/);
  await shop.page.getByText("卖不动：够卖 90 天以上，或 60 天没卖过").waitFor();
});

test("without stock data a SKU is listed, not out of stock, and the sheet to fill in is offered", async () => {
  const shop = await context.open();
  await shop.readOwn(smallShop);
  await openCapacity(shop);
  await dataIs(shop, "resource-stock", "value", null);
  await openStock(shop);
  await shop.says("stock-sentence", /拖一份库存表/);
  await shop.page.waitForFunction(() => Number(document.querySelector("[data-testid=without-stock-data]")?.dataset.value) > 10);
  const download = shop.page.waitForEvent("download");
  await shop.get("stock-template").click();
  assert.equal((await download).suggestedFilename(), "库存与供应商表.xlsx");
});

test("the page can be walked by keyboard, and breaks no rule of the browser's", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await openCapacity(shop);
  await shop.get("load-chart").focus();
  await shop.page.keyboard.press("ArrowLeft");
  await shop.page.locator(".load-chart .tip").waitFor();
  await shop.page.keyboard.press("Home");
  await shop.page.keyboard.press("Escape");
  await shop.page.locator(".load-chart .tip").waitFor({ state: "detached" });
  await shop.get("capacity-settings").click();
  await shop.get("setting-red-line").waitFor();
  await fill(shop, "setting-red-line", "100");
  await shop.page.getByText("红线 100%").waitFor();
  assert.deepEqual([shop.violations, shop.errors], [[], []]);
});

test("both pages are in English after the switch", async () => {
  const shop = await context.open();
  await shop.get("language").click();
  await shop.loadSample();
  await openCapacity(shop);
  assert.deepEqual(await shop.chineseOutside("option"), []);
  await openStock(shop);
  await shop.get("replenishment").locator("[data-plan]").first().waitFor();
  await shop.get("capacity-settings").click();
  await shop.get("setting-red-line").waitFor();
  await shop.settled();
  // Names of the seller's own SKUs and suppliers stay as they are.
  const own = ".plan-name, .plan-order, .gantt-name, option, .size-curve, [data-supplier]";
  const chinese = await shop.chineseOutside(own);
  assert.deepEqual(chinese, []);
});

test("on a telephone nothing is wider than the screen", async () => {
  for (const language of ["zh-CN", "en"]) {
    const shop = await context.open({ viewport: { width: 390, height: 844 } });
    if (language === "en") await shop.get("language").click();
    await shop.loadSample();
    const overflow = () => shop.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await openCapacity(shop);
    await fill(shop, "capacity-per-day", "60");
    await shop.valueIs("resource-packing", "60");
    await shop.settled();
    assert.ok((await overflow()) <= 0, `${language}: ${await overflow()} px`);
    await openStock(shop);
    await shop.get("replenishment").locator("[data-plan]").first().waitFor();
    await shop.settled();
    assert.ok((await overflow()) <= 0, `${language}, stock: ${await overflow()} px`);
  }
});
