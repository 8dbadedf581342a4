// From the seller's own files to the SKU that loses money.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";

const context = setup();

test("dropped xlsx and GBK files show the SKU that loses money, and why", async () => {
  const shop = await context.open();
  await shop.drop(...smallShop);
  await shop.allRead(smallShop.length);
  const states = await shop.cards.evaluateAll((cards) => cards.map((card) => card.dataset.state));
  assert.deepEqual(new Set(states), new Set(["done"]));
  assert.match(await shop.card("order_lines").first().textContent(), /GB18030/);
  assert.match(await shop.card("costs").textContent(), /xlsx/);

  await shop.openProfit();
  await shop.netIs("21748.73");
  await shop.get("filter-loss").click();
  const row = shop.page.locator("[data-sku='TX-W-F']");
  await row.filter({ hasText: /−¥1,092\.60.*拼多多亏 ¥1,239\.12：每单推广不超 ¥11\.64/ }).waitFor();

  await row.click();
  await shop.page.getByText("卖一件亏 ¥10.21，亏在推广。").waitFor();
});

test("a figure leads to the cells it was read from, and to the row as the file has it", async () => {
  const shop = await context.open();
  await shop.choose(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.openProfit();
  await shop.page.locator("[data-sku='CS-W-L']").click();
  await shop.get("cells").first().click();
  const cells = shop.get("source-cells");
  await cells.getByText("千牛_宝贝报表_20260502-20260630.csv").first().waitFor();
  await shop.get("source-row").first().click();
  await cells.getByText("商家编码").first().waitFor();
  await cells.getByText("CS-W-L").first().waitFor();
});

test("files dropped later join the shop, and a file can be taken out again", async () => {
  const shop = await context.open();
  const [lines, ...others] = smallShop;
  await shop.drop(lines);
  await shop.allRead(1);
  await shop.openProfit();
  // No cost is known yet: the SKUs are listed, none of them counts as free.
  await shop.netIs(null);
  await shop.get("filter-missing").click();
  await shop.rows.first().waitFor();
  await shop.openImport();
  await shop.drop(...others);
  await shop.allRead(smallShop.length);
  await shop.openProfit();
  await shop.netIs("21748.73");
  await shop.openImport();
  await shop.card("shipments").getByRole("button", { name: /移除/ }).click();
  await shop.card("shipments").waitFor({ state: "detached" });
  await shop.openProfit();
  await shop.netChangesFrom("21748.73");
});

test("a file that cannot be read says why and what to do", async () => {
  const shop = await context.open();
  await shop.drop("bad/password_xlsx/订单.xlsx", "bad/unknown_layout/会员名单.csv");
  await shop.allRead(2);
  await shop.counted(shop.page.locator("[data-testid=file-card][data-state=failed]"), 2);
  await shop.page.getByText("工作簿有密码").waitFor();
  await shop.page.locator(".preview td").first().waitFor();
});
