// What was measured, as the tables of the README.
import { readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";

import { launch } from "../e2e/browser.mjs";

const readme = new URL("../../README.md", import.meta.url);
const names = { native: "native", page: "page", floor: "floor", sheetjs: "SheetJS", duckdb: "DuckDB-Wasm" };
/** Each column of times: its title, whose run, and which of its seconds. */
const times = [
  ["native", "native", "whole"],
  ["page, from drop", "page", "drop"],
  ["page, with opening it", "page", "cold"],
  ["plain-JS floor", "floor", "whole"],
  ["SheetJS, reading only", "sheetjs", "read"],
  ["DuckDB-Wasm, cold", "duckdb", "cold"],
  ["DuckDB-Wasm, again", "duckdb", "again"],
];
const phases = ["read", "join", "prepare", "report"];

/** Who reads which file how fast. `busy` is the share of the cores that other work took, at most, before a file. */
export async function reportFiles(results, rounds, busy) {
  return [
    await conditions(rounds, busy),
    table(
      ["lines", "file", ...times.map(([title]) => title), "SheetJS ÷ page", "DuckDB cold ÷ page"],
      results.map((result) => [
        ...file(result),
        ...times.map(([, name, which]) => spread(result, name, (run) => run.seconds[which])),
        ratio(seconds(result, "sheetjs", "read"), seconds(result, "page", "drop")),
        ratio(seconds(result, "duckdb", "cold"), seconds(result, "page", "cold")),
      ]),
    ),
    "The phases of the native run, the longest gap between two frames of the page meanwhile (ms), the wasm memory of its " +
      "worker, and the most that each process held, for a page that of its tab (MB):",
    table(
      ["lines", "file", ...phases, "frame gap", "wasm", ...Object.values(names)],
      results.map((result) => [
        ...file(result),
        ...phases.map((phase) => number(seconds(result, "native", phase))),
        spread(result, "page", ({ gap }) => gap * 1000, 0),
        megabytes(largest(result, "page", "wasm")),
        ...Object.keys(names).map((name) => megabytes(largest(result, name, "process"))),
      ]),
    ),
    ...growth(results),
    ...failures(results),
  ].join("\n\n");
}

/** How fast the page follows a small file that comes to `shop` and goes again. */
export async function reportChanges({ shop, later, runs }, rounds, busy) {
  const milliseconds = (which) => spreadOf(runs.map(({ seconds }) => seconds[which] * 1000), 0);
  return [
    await conditions(rounds, busy),
    `A csv of ${grouped(later.lines)} lines, some of which are there already, comes to a shop with one of ` +
      `${grouped(shop.lines)}, and goes again: from the drop, or the click, to the new profit table, for the first time ` +
      "since the page was opened and for the second; then the wasm memory of the worker:",
    table(
      ["lines", "comes, ms", "goes, ms", "comes again, ms", "goes again, ms", "wasm, MB"],
      [
        [
          grouped(shop.lines),
          ...["firstAdd", "firstRemove", "add", "remove"].map(milliseconds),
          megabytes(Math.max(...runs.map(({ wasm }) => wasm))),
        ],
      ],
    ),
  ].join("\n\n");
}

/** How fast the page says who comes back, of `list`. */
export async function reportCustomers({ list, runs }, rounds, busy) {
  const { lines, orders, customers, bytes } = list;
  const milliseconds = (figures) => spreadOf(figures.map((seconds) => seconds * 1000), 0);
  const allMoves = runs.flatMap(({ moves }) => moves);
  return [
    await conditions(rounds, busy),
    `Who comes back, in a csv of ${number(bytes / 1e6)} MB with ${grouped(orders)} orders of two years: from the click ` +
      "on *Customers* until the grid of them is on the screen, and until every measure is, the lifetime value with its " +
      "check on held-out time included; from a threshold of RFM being moved to the changed grid, and the slowest of " +
      `${allMoves.length} such moves; then the wasm memory of the worker and the most that its tab held:`,
    table(
      ["lines", "customers", "grid, s", "every measure, s", "threshold, ms", "slowest, ms", "wasm, MB", "tab, MB"],
      [
        [
          grouped(lines),
          grouped(customers),
          spreadOf(runs.map(({ seconds }) => seconds.view)),
          spreadOf(runs.map(({ seconds }) => seconds.value)),
          milliseconds(runs.map(({ moves }) => median(ascending(moves)))),
          milliseconds([Math.max(...allMoves)]),
          megabytes(Math.max(...runs.map(({ wasm }) => wasm))),
          megabytes(Math.max(...runs.map(({ process }) => process ?? NaN))),
        ],
      ],
    ),
  ].join("\n\n");
}

/** How the page comes on a desk and on a telephone, as Lighthouse judges it. */
export async function reportLighthouse(judged, rounds) {
  const faults = [...new Set(Object.values(judged).flatMap(({ faults }) => faults))];
  return [
    `Lighthouse 12.8 on the first visit, compressed as by a host, of ${rounds} ${rounds === 1 ? "run" : "runs"} the median; the ` +
      "telephone is its slow one, with a quarter of the processor and 1.6 Mbit/s:",
    table(
      ["", "performance", "accessibility", "best practices", "largest paint, s", "blocked, ms", "bytes, MB"],
      Object.entries(judged).map(([device, of]) => [
        device,
        of.performance,
        of.accessibility,
        of["best-practices"],
        number(of.paint / 1000, 1),
        number(of.blocked, 0),
        number(of.bytes / 1e6, 2),
      ]),
    ),
    ...(faults.length > 0 ? [`Not perfect: ${faults.join("; ")}.`] : []),
  ].join("\n\n");
}

/** How this build is to an earlier one. */
export async function reportBefore(rows, { lines, commit, rounds, busy }) {
  return [
    await conditions(rounds, busy),
    `This build beside that of ${commit}, in turn, on ${grouped(lines)} lines; the ratio is the median of those of ` +
      `${rounds} rounds:`,
    table(
      ["", "before", "now", "now ÷ before"],
      rows.map(({ name, unit, before, now, ratio }) => [
        `${name}, ${unit}`,
        ...[before, now].map((value) => number(value, unit === "s" ? undefined : 0)),
        ratio.toFixed(3),
      ]),
    ),
  ].join("\n\n");
}

/** Puts the text of a part between its markers in the README. */
export async function writeReadme(part, text) {
  const whole = await readFile(readme, "utf8");
  const markers = [`<!-- bench ${part} -->`, `<!-- /bench ${part} -->`];
  const [start, end] = markers.map((marker) => whole.indexOf(marker));
  if (start < 0 || end < start) throw new Error(`README.md has no ${markers.join(" … ")}`);
  const before = whole.slice(0, start + markers[0].length);
  await writeFile(readme, `${before}\n${text}\n${whole.slice(end)}`);
}

/** Of what machine and day the figures are. */
async function conditions(rounds, busy) {
  const browser = await launch();
  const version = browser.version();
  await browser.close();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return (
    `${day}, ${cpus().length} cores (${cpus()[0].model.trim()}), ${gigabytes} GB, Chromium ${version}; ` +
    `other work took up to ${Math.round(busy * 100)} % of the cores. ` +
    (rounds > 1 ? `Seconds: the median of up to ${rounds} runs, and the best in brackets.` : "Seconds of one run.")
  );
}

/** How much longer each takes for ten times the lines, from the smallest file to the largest. */
function growth(results) {
  return ["csv", "xlsx"].flatMap((format) => {
    const of = results.filter((result) => result.format === format).sort((one, two) => one.lines - two.lines);
    const [least, most] = [of[0], of.at(-1)];
    if (of.length < 2) return [];
    const tens = Math.log10(most.lines / least.lines);
    const factors = times.flatMap(([title, name, which]) => {
      const factor = (seconds(most, name, which) / seconds(least, name, which)) ** (1 / tens);
      return Number.isFinite(factor) ? [`${title} ×${factor.toFixed(1)}`] : [];
    });
    return [`Ten times the lines of ${format}, from ${grouped(least.lines)} to ${grouped(most.lines)}: ${factors.join(", ")}.`];
  });
}

function failures(results) {
  return results.flatMap(({ lines, format, failed }) =>
    Object.entries(failed).map(([name, why]) => `${names[name]} could not read the ${format} of ${grouped(lines)} lines: ${why}`),
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---:|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

function file({ lines, format, bytes }) {
  return [grouped(lines), `${format}, ${number(bytes / 1e6)} MB`];
}

/** The median and the best of the runs, `—` where there are none. */
function spread(result, name, figure, decimals) {
  const runs = result.runs[name] ?? [];
  if (runs.length === 0) return result.failed[name] ? "fails" : "—";
  return spreadOf(runs.map(figure), decimals);
}

/** The median, and the best where there are several. */
function spreadOf(figures, decimals) {
  const sorted = ascending(figures);
  const shown = number(median(sorted), decimals);
  return sorted.length === 1 ? shown : `${shown} (${number(sorted[0], decimals)})`;
}

/** The median of the seconds; NaN where there was no run. */
function seconds(result, name, which) {
  return median(ascending((result.runs[name] ?? []).map((run) => run.seconds[which])));
}

function ascending(figures) {
  return figures.toSorted((one, two) => one - two);
}

function median(sorted) {
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

function largest(result, name, which) {
  return Math.max(...(result.runs[name] ?? []).map((run) => run[which] ?? NaN));
}

function ratio(one, other) {
  return Number.isFinite(one / other) ? `${(one / other).toFixed(1)}×` : "—";
}

/** Two digits that say something. */
function number(value, decimals = value < 0.01 ? 4 : value < 1 ? 3 : value < 100 ? 2 : 1) {
  return Number.isFinite(value) ? value.toFixed(decimals) : "—";
}

function megabytes(bytes) {
  return Number.isFinite(bytes) ? Math.round(bytes / 1e6).toString() : "—";
}

function grouped(count) {
  return count.toLocaleString("en");
}
