// A list of order lines over two years whose buyers come back, with a cost sheet, and what a page has to find in it.
// The same size gives the same bytes.
import { createWriteStream } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { random } from "./random.mjs";

const fields = ["order_id", "paid_at", "sku", "name", "quantity", "amount", "customer", "status"];
const name = "buyers.csv";

/** The settings of a seller who has named the columns of the list. */
export const settings = {
  mapping: { [name]: { kind: "order_lines", columns: Object.fromEntries(fields.map((field) => [field, field])) } },
};

/** Prices rise with the number; money is in cents. */
const skus = Array.from({ length: 800 }, (_, index) => ({
  code: `SKU-${String(index).padStart(4, "0")}`,
  title: `商品${index}`,
  price: 1050 + index * 11,
  cost: 450 + index * 5,
}));

const firstSecond = Date.UTC(2024, 0, 1) / 1000;
const day = 86_400;
const days = 730;
/** So many orders have a line; the others have two. */
const ordersPerLine = 0.8;
/** Days between two orders at the mean pace. */
const meanGap = 85;
/** The larger, the fewer leave after an order. */
const loyalty = 2.5;

/** Writes list and cost sheet. `customers` are those in it, `repeaters` those of them who ordered on several days. */
export async function writeBuyers(folder, lines) {
  const list = { lines, csv: join(folder, name), costs: join(folder, "成本表_买家.csv") };
  const costs = skus.map(({ code, cost }) => `${code},${money(cost)}\r\n`);
  await writeFile(list.costs, `\uFEFF商家编码,单位成本\r\n${costs.join("")}`);
  const draw = random(20240101);
  const { orders, customers, repeaters } = buy(Math.round(lines * ordersPerLine), draw);
  await pipeline(Readable.from(csv(orders, lines, draw)), createWriteStream(list.csv));
  return { ...list, orders: orders.length, customers, repeaters, bytes: (await stat(list.csv)).size };
}

/**
 * So many orders in the order of time, of as many customers as it takes. Everyone buys at a pace of their own from a
 * day of their own, and may leave for good after each order; what they like is dear or cheap.
 */
function buy(count, draw) {
  const orders = [];
  const wait = (mean) => -mean * Math.log(1 - draw());
  let customers = 0;
  let repeaters = 0;
  while (orders.length < count) {
    const customer = `u${String(customers).padStart(7, "0")}`;
    const taste = draw();
    const gap = meanGap / wait(1);
    const leaving = 1 - (1 - draw()) ** (1 / loyalty);
    const dates = new Set();
    let passed = draw() * days;
    do {
      orders.push({ second: firstSecond + Math.floor(passed * day), customer, taste });
      dates.add(Math.floor(passed));
      passed += wait(gap);
    } while (passed < days && draw() >= leaving && orders.length < count);
    customers += 1;
    repeaters += dates.size > 1 ? 1 : 0;
  }
  return { orders: orders.sort((one, two) => one.second - two.second), customers, repeaters };
}

function* csv(orders, lines, draw) {
  let text = `\uFEFF${fields.join(",")}\r\n`;
  let seconds = lines - orders.length;
  for (const [index, { second, customer, taste }] of orders.entries()) {
    const id = `O${String(index + 1).padStart(9, "0")}`;
    const paid = new Date(second * 1000).toISOString().slice(0, 19).replace("T", " ");
    // Each order is as likely as another to have a second line, and all of those find an order.
    const hasTwo = draw() * (orders.length - index) < seconds;
    seconds -= hasTwo ? 1 : 0;
    for (let line = 0; line < (hasTwo ? 2 : 1); line += 1) {
      const sku = skus[Math.floor(((taste + draw()) / 2) * skus.length)];
      const quantity = draw() < 0.85 ? 1 : 2;
      text += `${id},${paid},${sku.code},${sku.title},${quantity},${money(sku.price * quantity)},${customer},已完成\r\n`;
    }
    if (text.length > 1 << 16) {
      yield text;
      text = "";
    }
  }
  yield text;
}

function money(cents) {
  return (cents / 100).toFixed(2);
}
