// This build beside an earlier one, in turn: what is slower shows, whatever else the machine does meanwhile.
import { isDeepStrictEqual } from "node:util";

import { comesAndGoes } from "./changes.mjs";
import { native, ours } from "./contenders.mjs";
import { whoComesBack } from "./customers.mjs";

/** Every row of the comparison: its name, its unit, and the figure of a round. */
const rows = [
  ["csv, native", "s", ({ csv }) => csv.native.seconds.whole],
  ["csv, page from drop", "s", ({ csv }) => csv.page.seconds.drop],
  ["csv, memory of the worker", "MB", ({ csv }) => csv.page.wasm / 1e6],
  ["xlsx, native", "s", ({ xlsx }) => xlsx.native.seconds.whole],
  ["xlsx, page from drop", "s", ({ xlsx }) => xlsx.page.seconds.drop],
  ["xlsx, memory of the worker", "MB", ({ xlsx }) => xlsx.page.wasm / 1e6],
  ["a small file comes", "ms", ({ changes }) => changes.seconds.firstAdd * 1000],
  ["it goes", "ms", ({ changes }) => changes.seconds.firstRemove * 1000],
  ["it comes again", "ms", ({ changes }) => changes.seconds.add * 1000],
  ["it goes again", "ms", ({ changes }) => changes.seconds.remove * 1000],
  ["customers, grid", "s", ({ customers }) => customers.seconds.view],
  ["customers, every measure", "s", ({ customers }) => customers.seconds.value],
  ["customers, threshold moved", "ms", ({ customers }) => median(customers.moves) * 1000],
];

/**
 * The builds in turn on the same files, each round another one first. A build is `{ page, program }`: the address of its
 * page and the engine as a program. Gives for every row what both took, and how this build is to the earlier one, round by
 * round: of both a round has the same weather.
 */
export async function besideBefore({ now, before }, { shop, later, list }, rounds, log) {
  const took = [];
  for (let round = 0; round < rounds; round += 1) {
    const turn = round % 2 === 0 ? ["now", "before"] : ["before", "now"];
    const builds = { now, before };
    const of = { now: {}, before: {} };
    for (const format of ["csv", "xlsx"]) {
      for (const name of turn) of[name][format] = { native: await native(builds[name].program, shop, format) };
      for (const name of turn) of[name][format].page = await ours(builds[name].page, shop, format);
      const nets = turn.map((name) => [of[name][format].native.net, of[name][format].page.net]);
      if (!isDeepStrictEqual(nets[0], nets[1])) log(`  the builds have other nets: ${JSON.stringify(nets)}`);
    }
    for (const name of turn) of[name].changes = await comesAndGoes(builds[name].page, shop, later);
    for (const name of turn) of[name].customers = await whoComesBack(builds[name].page, list);
    took.push(of);
    log(`  round ${round + 1}: ${JSON.stringify(rows.map(([name, , figure]) => [name, ratioOf(of, figure)]))}`);
  }
  return rows.map(([name, unit, figure]) => ({
    name,
    unit,
    before: median(took.map(({ before }) => figure(before))),
    now: median(took.map(({ now }) => figure(now))),
    ratio: median(took.map((of) => ratioOf(of, figure))),
  }));
}

function ratioOf(of, figure) {
  return figure(of.now) / figure(of.before);
}

function median(list) {
  const sorted = list.toSorted((one, two) => one - two);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
