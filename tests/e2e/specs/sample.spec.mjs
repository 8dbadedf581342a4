// The shop for those who have no files at hand: what is planted in it is seen without searching.
import { test } from "node:test";

import { setup } from "../setup.mjs";

const context = setup();

test("the two best-sellers that lose are the first thing said, with what to do about them", async () => {
  const shop = await context.open();
  await shop.loadSample();
  await shop.get("filter-loss").click();
  await shop.page.waitForFunction(() => document.querySelector("[data-sku]")?.dataset.sku === "LJD-01");
  await shop.page.waitForFunction(() => {
    const first = [...document.querySelectorAll("[data-sku]")].slice(0, 2).map((row) => row.dataset.sku);
    return first.join() === "LJD-01,LYJ-01";
  });
  await shop.page.locator("[data-sku='LJD-01']").getByText("每单推广不超").waitFor();
  await shop.page.locator("[data-sku='LYJ-01']").getByText("提价到").waitFor();
});
