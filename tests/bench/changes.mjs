// A small file that comes to a large shop, and goes again, on our page: from the drop, or the click, to the new table.
import { watchWasm } from "./memory.mjs";
import { inBrowser } from "./tab.mjs";

/** The seconds of one visit with the files of `shop`, to which the file of `later` comes, and the memory it took. */
export async function comesAndGoes(url, shop, later) {
  return inBrowser(async (page) => {
    const wasmPeak = await watchWasm(page);
    await page.addInitScript(addStopwatch);
    await page.goto(url);
    await page.getByTestId("drop-zone").waitFor();
    await page.waitForTimeout(1000);
    await page.getByTestId("file-input").setInputFiles([shop.costs, shop.csv]);
    await page.locator("[data-testid=file-card][data-state=done]").nth(1).waitFor();
    const before = await page.evaluate(() => globalThis.stopwatch.net());
    // A browser makes the good version of a function when it has been called for a while: the second time counts.
    const seconds = {};
    for (let time = 0; time < 2; time += 1) {
      await page.waitForTimeout(2000);
      const [add] = await Promise.all([
        page.evaluate((net) => globalThis.stopwatch.untilAdded(net), before),
        page.getByTestId("file-input").setInputFiles([later.csv]),
      ]);
      await page.waitForTimeout(2000);
      const remove = await page.evaluate((net) => globalThis.stopwatch.untilRemoved(net), before);
      Object.assign(seconds, time === 0 ? { firstAdd: add, firstRemove: remove } : { add, remove });
    }
    return { seconds, wasm: await wasmPeak() };
  });
}

/** Runs in the page before its own scripts. */
function addStopwatch() {
  const get = (hook) => document.querySelector(`[data-testid=${hook}]`);
  const cards = () => [...document.querySelectorAll("[data-testid=file-card]")];
  const shown = () => (get("sku-table")?.querySelector("[data-sku]") ? get("net-profit")?.dataset.value : undefined);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const until = async (isSo) => {
    while (!isSo()) await frame();
  };

  /** Looks at the profit page until it has a net for which `isNew` holds; then back to the files. */
  const untilProfit = async (isNew) => {
    get("nav-profit").click();
    await until(() => shown() !== undefined && isNew(shown()));
    const seen = performance.now();
    const net = shown();
    get("nav-import").click();
    await until(() => get("file-input") !== null);
    return { seen, net };
  };

  globalThis.stopwatch = {
    async net() {
      return (await untilProfit(() => true)).net;
    },
    async untilAdded(before) {
      const start = await new Promise((resolve) =>
        document.addEventListener("change", () => resolve(performance.now()), { capture: true, once: true }),
      );
      await until(() => cards().length === 3 && cards().every((card) => card.dataset.state === "done"));
      const { seen } = await untilProfit((net) => net !== before);
      return (seen - start) / 1000;
    },
    async untilRemoved(before) {
      const last = cards().find((card) => card.textContent.includes("(2)"));
      const start = performance.now();
      last.querySelector("[data-testid=remove-file]").click();
      await until(() => cards().length === 2);
      const { seen } = await untilProfit((net) => net === before);
      return (seen - start) / 1000;
    },
  };
}
