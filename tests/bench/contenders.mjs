// Who is timed, and how: each starts from nothing, a new process or a new browser with a fresh profile.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { watchWasm } from "./memory.mjs";
import { inBrowser } from "./tab.mjs";

/** The engine as a program of this machine, phase by phase. */
export async function native(program, shop, format) {
  const { stdout } = await promisify(execFile)(program, [shop.costs, shop[format]], { maxBuffer: 1 << 26 });
  const { seconds, peak_bytes, net, skus } = JSON.parse(stdout);
  const totals = Object.entries(skus).map(([sku, [units, ...cents]]) => [sku, [Number(units), ...cents]]);
  seconds.whole = Object.values(seconds).reduce((sum, phase) => sum + phase);
  return { seconds, net, totals: Object.fromEntries(totals), process: peak_bytes };
}

/**
 * Our page: from the files on its input to the table of SKUs and the net above it. The hand that drops them is slower
 * than the page opens, so it is given time; `cold` is what it would be without.
 */
export async function ours(url, shop, format) {
  return inBrowser(async (page) => {
    const wasmPeak = await watchWasm(page);
    await page.addInitScript(noteReadiness);
    await page.goto(url);
    await page.waitForFunction(() => globalThis.readyAfter !== undefined);
    const open = await page.evaluate(() => globalThis.readyAfter / 1000);
    await page.waitForTimeout(1000);
    const files = [shop.costs, shop[format]];
    const [{ read, drop, ...rest }] = await Promise.all([
      page.evaluate(untilProfitShows),
      page.getByTestId("file-input").setInputFiles(files),
    ]);
    return { ...rest, seconds: { open, read, drop, cold: open + drop }, wasm: await wasmPeak() };
  });
}

/** Runs in the page before its own scripts: the engine's first message says that it listens. */
function noteReadiness() {
  globalThis.Worker = class extends Worker {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", () => (globalThis.readyAfter = performance.now()), { once: true });
    }
  };
}

/** Runs in the page. Resolves in the first frame in which the profit is on the screen. */
function untilProfitShows() {
  return new Promise((resolve, reject) => {
    let start = null;
    let last = null;
    let gap = 0;
    let read = null;
    document.addEventListener("change", () => (start = last = performance.now()), { capture: true, once: true });
    const look = (now) => {
      if (start !== null) {
        gap = Math.max(gap, now - last);
        last = now;
        const states = [...document.querySelectorAll("[data-testid=file-card]")].map((card) => card.dataset.state);
        if (states.includes("failed")) return reject(new Error("the page could not read a file"));
        const isRead = states.length > 1 && states.every((state) => state === "done");
        if (isRead) {
          read = (now - start) / 1000;
          // The cards are gone from the page with this click.
          document.querySelector("[data-testid=nav-profit]").click();
        }
        const net = document.querySelector("[data-testid=net-profit]")?.dataset.value;
        if (net !== undefined && document.querySelector("[data-testid=sku-table] [data-sku]")) {
          return resolve({ read, drop: (now - start) / 1000, net, gap: gap / 1000 });
        }
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Another contender on a page of its own. */
export async function other(name, url, shop, format) {
  return inBrowser(async (page) => {
    await page.goto(`${url}#${name}`);
    await page.locator("input[data-ready]").waitFor();
    await page.locator("input").setInputFiles(shop[format]);
    return page.evaluate(() => globalThis.answer);
  });
}
