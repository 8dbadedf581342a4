// Times the engine and the page beside other readers of the same files, and how fast the page then says who comes back:
// `node run.mjs [--sizes 10k,1m] [--quick] [--only files|changes|customers|lighthouse]`. Changes and customers are those of the
// largest size.
// NATIVE names the engine's timing program, DIST the built page, CHROMIUM the browser. With NATIVE_BEFORE and DIST_BEFORE,
// those of an earlier build, and BEFORE, its name, the two builds are timed in turn, and nobody else.
import { mkdtemp, rm } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";

import { dist, serve } from "../../www/serve.mjs";
import { besideBefore } from "./before.mjs";
import { writeBuyers } from "./buyers.mjs";
import { comesAndGoes } from "./changes.mjs";
import { native, other, ours } from "./contenders.mjs";
import { whoComesBack } from "./customers.mjs";
import { writeLater, writeShop } from "./orders.mjs";
import { judge } from "./lighthouse.mjs";
import { reportBefore, reportChanges, reportCustomers, reportFiles, reportLighthouse, writeReadme } from "./report.mjs";

const { values: options } = parseArgs({
  options: { sizes: { type: "string" }, quick: { type: "boolean" }, only: { type: "string" } },
});
const earlier = process.env.DIST_BEFORE;
const parts = earlier
  ? { before: timeBefore }
  : { files: timeFiles, changes: timeChanges, customers: timeCustomers, lighthouse: judgePage };
if (options.only && !parts[options.only]) throw new Error(`--only takes ${Object.keys(parts).join(" or ")}`);
const sizes = (options.sizes ?? (options.quick ? "10k,100k" : "10k,100k,200k,1m")).split(",").map(count);
const rounds = options.quick ? 1 : 3;
/** Who takes longer than so many seconds is timed once. */
const slow = 10;
/** More lines than these fit no sheet, with the header. */
const mostLines = 1_048_575;

const page = await serve();
// The pages of the other contenders, and the npm packages they are made of.
const others = await serve({ folder: fileURLToPath(new URL(".", import.meta.url)) });
const otherPage = `${others.url}page/index.html`;
const contenders = {
  native: { formats: ["csv", "xlsx"], isOurs: true, run: (shop, format) => native(process.env.NATIVE, shop, format) },
  page: { formats: ["csv", "xlsx"], isOurs: true, run: (shop, format) => ours(page.url, shop, format) },
  floor: { formats: ["csv", "xlsx"], run: (shop, format) => other("floor", otherPage, shop, format) },
  sheetjs: { formats: ["csv", "xlsx"], run: (shop, format) => other("sheetjs", otherPage, shop, format) },
  duckdb: { formats: ["csv"], run: (shop, format) => other("duckdb", otherPage, shop, format) },
};

const folder = await mkdtemp(join(dist, "..", "bench-"));
try {
  for (const [part, time] of Object.entries(parts)) {
    if (options.only && options.only !== part) continue;
    const text = await time();
    console.log(`\n${text}\n`);
    // How a build is to another one is of that day alone.
    if (!options.quick && !earlier) await writeReadme(part, text);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
  await page.close();
  await others.close();
}

async function timeFiles() {
  const results = [];
  let busy = 0;
  for (const lines of sizes) {
    console.log(`→ write ${lines} lines`);
    const shop = await writeShop(folder, lines);
    for (const format of ["csv", "xlsx"]) {
      if (format === "xlsx" && lines > mostLines) continue;
      busy = Math.max(busy, await busyShare());
      results.push(await compare(shop, format));
    }
  }
  return reportFiles(results, rounds, busy);
}

async function timeChanges() {
  const lines = Math.max(...sizes);
  console.log(`→ write ${lines} lines, and those that come later`);
  const shop = await writeShop(folder, lines);
  const later = await writeLater(folder, shop);
  const busy = await busyShare();
  const runs = [];
  for (let round = 0; round < rounds; round += 1) {
    const run = await comesAndGoes(page.url, shop, later);
    runs.push(run);
    console.log(`  ${later.lines} lines to ${lines}: ${JSON.stringify(run.seconds)}`);
  }
  return reportChanges({ shop, later, runs }, rounds, busy);
}

async function timeCustomers() {
  const lines = Math.max(...sizes);
  console.log(`→ write ${lines} lines of buyers`);
  const list = await writeBuyers(folder, lines);
  const busy = await busyShare();
  const runs = [];
  for (let round = 0; round < rounds; round += 1) {
    const run = await whoComesBack(page.url, list);
    runs.push(run);
    console.log(`  ${lines} customers: ${JSON.stringify({ ...run.seconds, moves: run.moves })}`);
  }
  return reportCustomers({ list, runs }, rounds, busy);
}

/** Not how fast files are read, but how the page itself comes, and for whom. */
async function judgePage() {
  const host = await serve({ compressed: true });
  try {
    const judged = await judge(host.url, rounds);
    console.log(`  ${JSON.stringify(judged)}`);
    return reportLighthouse(judged, rounds);
  } finally {
    await host.close();
  }
}

async function timeBefore() {
  const lines = Math.min(Math.max(...sizes), mostLines);
  console.log(`→ write ${lines} lines, those that come later, and as many lines of buyers`);
  const shop = await writeShop(folder, lines);
  const [later, list] = [await writeLater(folder, shop), await writeBuyers(folder, lines)];
  const busy = await busyShare();
  const pageBefore = await serve({ folder: earlier });
  try {
    const before = { page: pageBefore.url, program: process.env.NATIVE_BEFORE };
    const builds = { now: { page: page.url, program: process.env.NATIVE }, before };
    const rows = await besideBefore(builds, { shop, later, list }, options.quick ? 1 : 5, console.log);
    return reportBefore(rows, { lines, commit: process.env.BEFORE, rounds: options.quick ? 1 : 5, busy });
  } finally {
    await pageBefore.close();
  }
}

/** Several rounds of all contenders on one file, each time another one first. */
async function compare(shop, format) {
  const names = Object.keys(contenders).filter((name) => contenders[name].formats.includes(format));
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  const failed = {};
  for (let round = 0; round < rounds; round += 1) {
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      if (failed[name] || runs[name].some(({ took }) => took > slow)) continue;
      const start = performance.now();
      try {
        const run = await contenders[name].run(shop, format);
        runs[name].push({ ...run, took: (performance.now() - start) / 1000 });
        console.log(`  ${shop.lines} ${format} ${name}: ${JSON.stringify(run.seconds)}`);
      } catch (error) {
        if (contenders[name].isOurs) throw error;
        // A reader that cannot read the file is a result too.
        failed[name] = error.message.split("\n")[0].replace(/^page\.evaluate: (Error: )*/, "");
        console.log(`  ${shop.lines} ${format} ${name}: ${failed[name]}`);
      }
    }
  }
  agree(shop, runs);
  return { lines: shop.lines, format, bytes: shop.bytes[format], runs, failed };
}

/** Whoever comes to another result was not doing the same work, and its time means nothing. */
function agree(shop, runs) {
  for (const [name, list] of Object.entries(runs)) {
    for (const { totals, net } of list) {
      if (totals && !isDeepStrictEqual(totals, shop.totals)) throw new Error(`${name} has other totals by SKU`);
      if (net && net !== runs.native[0].net) throw new Error(`${name} has another net: ${net}`);
    }
  }
}

/** The share of the cores that others keep busy while nothing is measured, from 0 to 1. */
async function busyShare() {
  const spent = () => {
    const times = cpus().flatMap(({ times }) => Object.entries(times));
    const sum = (list) => list.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
    return [sum(times.filter(([what]) => what !== "idle")), sum(times)];
  };
  const [busyBefore, before] = spent();
  await wait(2000);
  const [busyAfter, after] = spent();
  return (busyAfter - busyBefore) / (after - before);
}

/** `10k` is 10,000, `1m` a million. */
function count(text) {
  const match = /^(\d+)([km]?)$/i.exec(text);
  if (!match) throw new Error(`${text} is no size like 10k or 1m`);
  return Number(match[1]) * { "": 1, k: 1000, m: 1_000_000 }[match[2].toLowerCase()];
}
