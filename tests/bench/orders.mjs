// Item reports of a 淘宝 shop of any size, as csv and as a workbook, with a cost sheet and the totals of every SKU. The
// same size gives the same bytes.
import { createWriteStream } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { random } from "./random.mjs";
import { writeWorkbook } from "./workbook.mjs";

/** The columns of the report in the order of 千牛, and what stands in them. */
const columns = {
  子订单编号: "text", 主订单编号: "text", 标题: "text", 价格: "money", 购买数量: "count",
  外部系统编号: "text", 商品属性: "text", 套餐信息: "text", 备注: "text", 订单状态: "text",
  商家编码: "text", 买家应付货款: "money", 买家实际支付金额: "money", 退款状态: "text", 退款金额: "money",
  订单创建时间: "text", 订单付款时间: "text", 商品ID: "text", 物流单号: "text", 物流公司: "text",
};
const headers = Object.keys(columns);
const kinds = Object.values(columns);

const products = ["棉麻抱枕套", "陶瓷马克杯", "折叠收纳箱", "真丝眼罩", "实木置物架", "硅藻泥地垫", "羊毛披肩", "玻璃密封罐"];
const colours = ["米白", "雾蓝", "墨绿", "焦糖", "浅灰", "藕粉"];
const sizes = ["S", "M", "L", "XL", "F"];
const skus = products.flatMap((product, p) =>
  colours.flatMap((colour, c) =>
    sizes.map((size, s) => ({
      code: `SY${p + 1}0${c + 1}-${size}`,
      style: `SY${p + 1}0${c + 1}`,
      title: product,
      variant: `颜色:${colour};尺码:${size}`,
      product: String(683_000_000_001 + p * 7919),
      price: 2990 + p * 1500 + s * 300,
      cost: 900 + p * 520 + s * 90,
    })),
  ),
);

const firstMoment = Date.UTC(2026, 0, 1);
const days = 180;

/** The lines of a later report: those that the first has too, and new ones. */
const repeated = 1_000;
const later = 4_000;

/**
 * Every line of the report, each the cells of a row; money is in cents. Adds what was sold to `totals`. What a report of
 * `count` lines has beyond `first` is what comes after it.
 */
function* lines(count, totals = new Map(), first = count) {
  const draw = random(20260101);
  const time = (moment) => new Date(moment).toISOString().slice(0, 19).replace("T", " ");
  let order = null;
  for (let index = 0; index < count; index += 1) {
    if (order === null || draw() < 0.75) {
      const ordered = firstMoment + Math.floor((index / first) * days * 86_400) * 1000;
      order = {
        id: `3${10 ** 14 + index * 977}142`,
        ordered: time(ordered),
        paid: time(ordered + Math.floor(draw() * 1800) * 1000),
        waybill: `No:YT${8_800_000_000_000 + index * 3}`,
      };
    }
    // A few SKUs are most of the sales, as in every shop.
    const sku = skus[Math.floor(draw() ** 3 * skus.length)];
    const quantity = draw() < 0.85 ? 1 : 2 + Math.floor(draw() * 3);
    const due = sku.price * quantity - (draw() < 0.4 ? 500 : 0);
    const refund = draw() < 0.06 ? (draw() < 0.5 ? due : Math.ceil(due / 3)) : 0;
    const total = totals.get(sku.code) ?? [0, 0, 0];
    totals.set(sku.code, [total[0] + quantity, total[1] + due, total[2] + refund]);
    yield [
      `3${10 ** 14 + index * 977}143`, order.id, sku.title, sku.price, quantity,
      sku.style, sku.variant, "null", "null", "交易成功",
      sku.code, due, due, refund > 0 ? "退款成功" : "没有申请退款", refund,
      order.ordered, order.paid, sku.product, order.waybill, "圆通速递",
    ];
  }
}

function* csv(count, totals) {
  let text = `\uFEFF${headers.join(",")}\r\n`;
  for (const row of lines(count, totals)) {
    text += csvRow(row);
    if (text.length > 1 << 16) {
      yield text;
      text = "";
    }
  }
  yield text;
}

/** A report that begins shortly before the first `count` lines end. */
function* laterCsv(count, totals) {
  const rows = [...lines(count + later, totals, count)].slice(count - repeated);
  yield `\uFEFF${headers.join(",")}\r\n`;
  for (const row of rows) yield csvRow(row);
}

function csvRow(row) {
  return row.map((cell, column) => (kinds[column] === "money" ? (cell / 100).toFixed(2) : cell)).join(",") + "\r\n";
}

/** Cells of a workbook are numbers or texts. */
function* cells(count) {
  yield headers;
  for (const row of lines(count)) {
    yield row.map((cell, column) => (kinds[column] === "money" ? cell / 100 : cell));
  }
}

/** Writes the report that comes after that of `shop`, and gives the totals of both together. */
export async function writeLater(folder, shop) {
  const csv = join(folder, "ExportOrderDetailList (2).csv");
  const totals = new Map();
  await pipeline(Readable.from(laterCsv(shop.lines, totals)), createWriteStream(csv));
  return { csv, lines: repeated + later, totals: Object.fromEntries(totals) };
}

/** Writes the files of a shop with so many lines. `totals` are units, cents paid and cents refunded of every SKU. */
export async function writeShop(folder, count) {
  const shop = {
    lines: count,
    costs: join(folder, "成本表.csv"),
    csv: join(folder, "ExportOrderDetailList.csv"),
    xlsx: join(folder, "ExportOrderDetailList.xlsx"),
  };
  const totals = new Map();
  const costs = skus.map(({ code, cost }) => `${code},${(cost / 100).toFixed(2)}\r\n`);
  await writeFile(shop.costs, `\uFEFF商家编码,单位成本\r\n${costs.join("")}`);
  await pipeline(Readable.from(csv(count, totals)), createWriteStream(shop.csv));
  await writeWorkbook(shop.xlsx, cells(count));
  const size = async (path) => (await stat(path)).size;
  return { ...shop, totals: Object.fromEntries(totals), bytes: { csv: await size(shop.csv), xlsx: await size(shop.xlsx) } };
}
