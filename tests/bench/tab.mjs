// A tab of its own for everything that is timed in a browser.
import { launch } from "../e2e/browser.mjs";
import { processPeak } from "./memory.mjs";

/** After so many milliseconds it has failed. */
const patience = 300_000;

/** Gives a page of a new browser, with a fresh profile, to `work`, and adds to its result what memory it took. */
export async function inBrowser(work) {
  const browser = await launch();
  let timer;
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN" })).newPage();
    page.setDefaultTimeout(patience);
    const end = new Promise((_, reject) => {
      page.on("crash", () => reject(new Error("the tab crashed")));
      page.on("pageerror", reject);
      timer = setTimeout(() => reject(new Error(`no result after ${patience / 1000} s`)), patience);
    });
    const result = await Promise.race([work(page), end]);
    return { ...result, process: await processPeak(browser) };
  } finally {
    clearTimeout(timer);
    await browser.close();
  }
}
