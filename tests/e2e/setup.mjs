// One browser and one host a spec file.
import { after, before } from "node:test";

import { launch } from "./browser.mjs";
import { serve } from "../../www/serve.mjs";
import { ShopPage } from "./shop_page.mjs";

/** The host and a way to open the page on it; both end with the file's tests. */
export function setup(prefix = "/") {
  const context = {};
  before(async () => {
    context.host = await serve({ prefix });
    context.browser = await launch();
  });
  after(async () => {
    await context.browser?.close();
    await context.host?.close();
  });
  context.open = (options) => ShopPage.open(context.browser, context.host.url, options);
  return context;
}

export const smallShop = [
  "small_shop/千牛_宝贝报表_20260502-20260630.csv",
  "small_shop/千牛_订单报表_20260502-20260630.csv",
  "small_shop/拼多多_订单_20260502-20260630.csv",
  "small_shop/抖店_订单_20260502-20260630.csv",
  "small_shop/拼多多_推广_20260502-20260630.csv",
  "small_shop/万相台_商品报表.zip",
  "small_shop/圆通对账单_202605-06.xlsx",
  "small_shop/成本表.xlsx",
];
