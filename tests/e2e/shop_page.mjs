// The page as a seller uses it: places on it, and things done to it.
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

export const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));

export class ShopPage {
  constructor(page) {
    this.page = page;
    this.violations = [];
    this.errors = [];
    page.on("console", (message) => {
      const text = message.text();
      if (/Content.Security.Policy|violates/i.test(text)) this.violations.push(text);
      else if (message.type() === "error") this.errors.push(text);
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  static async open(browser, url, options = {}) {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN", serviceWorkers: "block", ...options })).newPage();
    const shop = new ShopPage(page);
    await page.goto(url);
    await shop.dropZone.waitFor();
    return shop;
  }

  get(name) {
    return this.page.getByTestId(name);
  }
  get dropZone() {
    return this.get("drop-zone");
  }
  get cards() {
    return this.get("file-card");
  }
  get netProfit() {
    return this.get("net-profit");
  }
  get rows() {
    return this.page.locator("[data-sku]");
  }
  get orders() {
    return this.page.locator("[data-order]");
  }
  card(kind) {
    return this.page.locator(`[data-testid=file-card][data-kind=${kind}]`);
  }

  async choose(...files) {
    await this.get("file-input").setInputFiles(files.map((file) => (file.name ? file : join(fixtures, file))));
  }

  /** Drops files the way a hand does: through a DataTransfer on the drop zone. */
  async drop(...paths) {
    const files = [];
    for (const path of paths) {
      const bytes = await readFile(join(fixtures, path));
      files.push({ name: basename(path), base64: bytes.toString("base64") });
    }
    const transfer = await this.page.evaluateHandle((files) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    }, files);
    for (const type of ["dragenter", "dragover", "drop"]) {
      await this.dropZone.dispatchEvent(type, { dataTransfer: transfer });
    }
  }

  /** Texts of the page with Chinese characters, outside elements that hold the seller's `own` words. */
  chineseOutside(own) {
    return this.page.evaluate((own) => {
      const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (/[\u4e00-\u9fff]/.test(node.data) && !node.parentElement.closest(own)) found.push(node.data);
      }
      return found;
    }, own);
  }

  /** Waits until this many cards are there and none is being read. */
  async allRead(count) {
    await this.page.waitForFunction((count) => {
      const cards = [...document.querySelectorAll("[data-testid=file-card]")];
      return cards.length >= count && cards.every((card) => card.dataset.state !== "reading");
    }, count);
  }

  /** How many files lie in the browser's database; none where there is no database yet. */
  async inDatabase() {
    return this.page.evaluate(async () => {
      const opened = await new Promise((done) => {
        const request = indexedDB.open("zhanggui");
        request.onsuccess = () => done(request.result);
        request.onerror = () => done(null);
      });
      if (!opened?.objectStoreNames.contains("files")) {
        opened?.close();
        return 0;
      }
      const found = await new Promise((done) => {
        const request = opened.transaction("files").objectStore("files").count();
        request.onsuccess = () => done(request.result);
        request.onerror = () => done(-1);
      });
      opened.close();
      return found;
    });
  }

  /**
   * Waits until exactly so many files lie in the browser's database: what is kept is written behind what is shown. Asked from
   * here: a function that is polled in the page and answers later is taken for true at once.
   */
  async kept(count) {
    const start = Date.now();
    for (let found = await this.inDatabase(); found !== count; found = await this.inDatabase()) {
      if (Date.now() - start > 30_000) throw new Error(`${found} of ${count} files are kept`);
      await this.page.waitForTimeout(50);
    }
  }

  /** Waits until the page has stopped changing: for as long as nothing in it was touched. */
  async settled(quiet = 300) {
    await this.page.evaluate(
      (quiet) =>
        new Promise((done) => {
          const rest = () => {
            watcher.disconnect();
            done();
          };
          let timer = setTimeout(rest, quiet);
          const watcher = new MutationObserver(() => {
            clearTimeout(timer);
            timer = setTimeout(rest, quiet);
          });
          watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        }),
      quiet,
    );
  }

  /** Waits until there are so many of something, and gives them. */
  async counted(locator, count) {
    const start = Date.now();
    while ((await locator.count()) !== count) {
      if (Date.now() - start > 30_000) throw new Error(`${await locator.count()} of ${count}`);
      await this.page.waitForTimeout(50);
    }
    return locator;
  }

  /** Waits until the net stands at this amount; `null`: until none is said. */
  async netIs(amount) {
    await this.page.waitForFunction((amount) => {
      const net = document.querySelector("[data-testid=net-profit]");
      return net !== null && (net.dataset.value ?? null) === amount;
    }, amount);
  }

  /** Waits until the text of an element matches. */
  async says(hook, pattern) {
    await this.page.waitForFunction(
      ([hook, source, flags]) => new RegExp(source, flags).test(document.querySelector(`[data-testid='${hook}']`)?.textContent ?? ""),
      [hook, pattern.source, pattern.flags],
    );
  }

  async openProfit() {
    await this.get("nav-profit").click();
    await this.netProfit.waitFor();
  }
  async openImport() {
    await this.get("nav-import").click();
    await this.dropZone.waitFor();
  }

  /** Reads files as the seller's own, so that they are kept, and opens the profit page. */
  async readOwn(files) {
    await this.choose(...files);
    await this.allRead(files.length);
    await this.openProfit();
    await this.rows.first().waitFor();
  }

  async openOrders() {
    await this.get("nav-orders").click();
    await this.orders.first().waitFor();
  }

  /** The rows the table says it has. */
  async rowCount(name) {
    return Number(await this.get(name).getAttribute("data-rows"));
  }

  async loadSample() {
    await this.get("sample-shop").click();
    await this.netProfit.waitFor({ timeout: 60_000 });
    await this.page.waitForFunction(() => document.querySelector("[data-sku]"));
  }

  async net() {
    return this.netProfit.getAttribute("data-value");
  }

  /** Moves a slider as a hand does: the value changes and the page hears of it. */
  async slide(name, value) {
    await this.slideOn(`assumption-${name}`, value);
  }
  async slideOn(hook, value) {
    await this.get(hook).evaluate((input, value) => {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }, String(value));
  }

  /** Waits until an element carries this exact value. */
  async valueIs(hook, value) {
    await this.page.waitForFunction(
      ([hook, value]) => document.querySelector(`[data-testid=${hook}]`)?.dataset.value === value,
      [hook, value],
    );
  }

  async netChangesFrom(before) {
    // While the page changes there may be no net at all: that is no change of it.
    const changed = await this.page.waitForFunction((before) => {
      const value = document.querySelector("[data-testid=net-profit]")?.dataset.value;
      return value !== undefined && value !== before ? value : false;
    }, before);
    return changed.jsonValue();
  }
}
