// From the seller's own files to the SKU that loses money.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { setup, smallShop } from "../setup.mjs";
import { fixtures } from "../shop_page.mjs";

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

test("a figure that rests on a setting shows its arithmetic, of a SKU and of an order", async () => {
  const shop = await context.open();
  await shop.choose(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.openProfit();
  await shop.page.locator("[data-sku='CS-W-L']").click();
  // Every line can be followed, whatever it rests on.
  const line = shop.page.locator(".drawer [data-component=unit_cost]");
  await line.getByTestId("cells").click();
  const claim = shop.get("claim").first();
  await claim.waitFor();
  const [, units, each, amount] = (await claim.textContent()).match(/^([\d,.]+) 件 × ¥([\d.]+) = ¥([\d,.]+)$/);
  const number = (text) => Number(text.replaceAll(",", ""));
  assert.equal((number(units) * number(each)).toFixed(2), number(amount).toFixed(2));
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
  // Which columns it has is shown on demand.
  const list = shop.cards.filter({ hasText: "会员名单.csv" });
  assert.ok(!(await list.locator(".preview").isVisible()));
  await list.getByTestId("file-open").click();
  await list.locator(".preview td").first().waitFor();
});

test("money that is not counted leads to the line that says why", async () => {
  const shop = await context.open();
  await shop.choose(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.openProfit();
  await shop.page.getByRole("button", { name: "已取消" }).first().click();
  await shop.page.locator(".file-checks:visible").getByText("已取消").first().waitFor();
});

test("the same file twice is one card that says so, and codes match however they are written", async () => {
  const shop = await context.open();
  await shop.drop(...smallShop);
  await shop.allRead(smallShop.length);
  await shop.openProfit();
  await shop.netIs("21748.73");
  await shop.openImport();
  const orders = await readFile(join(fixtures, "small_shop/拼多多_订单_20260502-20260630.csv"));
  const costs = "商品编码,单位成本\ntx-w-f,1.00\n";
  await shop.choose(
    { name: "拼多多_订单_20260502-20260630 (1).csv", mimeType: "text/csv", buffer: orders },
    { name: "手写成本.csv", mimeType: "text/csv", buffer: Buffer.from(costs) },
  );
  // The second export has no card; the sheet has one.
  await shop.page.getByText("又拖进来过（拼多多_订单_20260502-20260630 (1).csv）").waitFor();
  // What was only noted stands behind the line.
  await shop.cards.filter({ hasText: "手写成本.csv" }).getByTestId("file-open").click();
  await shop.page.getByText("1 个编码和订单里的只差大小写").waitFor();
  await shop.counted(shop.cards, smallShop.length + 1);
  // Of two costs from the first day on the higher counts: nothing has changed.
  await shop.openProfit();
  await shop.netIs("21748.73");
});

test("columns explained once are known in every file that has them, whatever it is called", async () => {
  const shop = await context.open();
  const list = (name, buyer) => ({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(`buyer,when,discs,dollars\n${buyer},2026-06-01,1,29.33\n`),
  });
  await shop.choose(list("june.csv", "1"), list("may.csv", "3"));
  await shop.allRead(2);
  await shop.get("column-open").first().click();
  for (const [field, header] of [["paid_at", "when"], ["amount", "dollars"], ["customer", "buyer"]]) {
    await shop.get(`column-${field}`).selectOption(header);
  }
  await shop.get("column-apply").click();
  const done = shop.page.locator("[data-testid=file-card][data-state=done]");
  await shop.counted(done, 2);
  await shop.choose(list("july.csv", "2"));
  await shop.counted(done, 3);
});
