// Who comes back, on our page: from the click on the tab to the answers, and how a moved threshold follows.
import { settings } from "./buyers.mjs";
import { watchWasm } from "./memory.mjs";
import { inBrowser } from "./tab.mjs";

/** What a score of 2 asks for in money. The list has customers between each and the next, so that somebody moves. */
const thresholds = ["80", "150", "60", "200", "90", "180"];

/** The seconds of one visit with the files of `list`, and the memory it took. */
export async function whoComesBack(url, list) {
  return inBrowser(async (page) => {
    const wasmPeak = await watchWasm(page);
    await page.addInitScript((settings) => localStorage.setItem("zhanggui.config", settings), JSON.stringify(settings));
    await page.addInitScript(addStopwatch);
    await page.goto(url);
    await page.getByTestId("drop-zone").waitFor();
    await page.waitForTimeout(1000);
    await page.getByTestId("file-input").setInputFiles([list.csv, list.costs]);
    await page.locator("[data-testid=file-card][data-state=done]").nth(1).waitFor();
    await page.waitForTimeout(1000);
    const { view, value, repeatRate } = await page.evaluate(() => globalThis.stopwatch.openCustomers());
    const grids = [await page.evaluate(() => globalThis.stopwatch.grid())];
    await page.waitForTimeout(1000);
    await page.evaluate(() => globalThis.stopwatch.scoreByThresholds());
    const moves = [];
    for (const threshold of thresholds) {
      await page.waitForTimeout(500);
      const move = await page.evaluate((threshold) => globalThis.stopwatch.moveThreshold(threshold), threshold);
      moves.push(move.seconds);
      grids.push(move.grid);
    }
    check(list, repeatRate, grids);
    return { seconds: { view, value }, moves, wasm: await wasmPeak() };
  });
}

/** Whoever counts other customers was not doing the work. */
function check(list, repeatRate, grids) {
  const expected = (list.repeaters / list.customers).toFixed(4);
  if (repeatRate !== expected) throw new Error(`the page has ${repeatRate} come back instead of ${expected}`);
  for (const grid of grids) {
    const count = grid.reduce((sum, customers) => sum + customers, 0);
    if (count !== list.customers) throw new Error(`the grid has ${count} customers instead of ${list.customers}`);
  }
}

/** Runs in the page before its own scripts. Every time is from an event to the first frame that has its effect. */
function addStopwatch() {
  const get = (hook) => document.querySelector(`[data-testid=${hook}]`);
  const grid = () => [...document.querySelectorAll(".grid-cell")].map((cell) => Number(cell.dataset.value));
  /** Acts, and gives the seconds until the page is so. */
  const until = (isSo, act = () => {}, start = performance.now()) =>
    new Promise((resolve) => {
      act();
      const look = () => (isSo() ? resolve((performance.now() - start) / 1000) : requestAnimationFrame(look));
      requestAnimationFrame(look);
    });
  const untilGridChanges = (act) => {
    const before = grid().join();
    return until(() => grid().join() !== before, act);
  };

  globalThis.stopwatch = {
    grid,
    async openCustomers() {
      const start = performance.now();
      const isFilled = () => get("rfm-grid") !== null && grid().some((customers) => customers > 0);
      const view = await until(isFilled, () => (location.hash = "#/customers"), start);
      const repeatRate = get("repeat-rate").dataset.value;
      // The check of the models on held-out time comes with the last of the measures.
      const value = await until(() => get("clv-check") !== null, () => get("nav-offers").click(), start);
      await until(() => get("rfm-grid") !== null, () => get("nav-customers").click());
      return { view, value, repeatRate };
    },
    scoreByThresholds: () => untilGridChanges(() => get("scoring-fixed").click()),
    async moveThreshold(value) {
      const input = get("rfm-threshold-monetary-2");
      const seconds = await untilGridChanges(() => {
        input.value = value;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      return { seconds, grid: grid() };
    },
  };
}
