// Runs every spec, one after the other, and ends with a line that says how many passed: `node run.mjs [words…]`.
import { readdir } from "node:fs/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("specs/", import.meta.url));
const wanted = process.argv.slice(2);
const files = (await readdir(folder)).filter((name) => wanted.every((word) => name.includes(word))).sort();

const results = { passed: 0, failed: 0 };
const stream = run({ files: files.map((name) => folder + name), concurrency: 2, timeout: 300_000 });
// A file counts as a test of its own in some versions of the runner; only what is inside it does here.
const count = (result) => (event) => {
  if (!event.name.endsWith(".mjs")) results[result] += 1;
  else if (result === "failed") results.failed += 1;
};
stream.on("test:pass", count("passed"));
stream.on("test:fail", count("failed"));
stream.on("test:fail", () => (process.exitCode = 1));
stream.on("end", () => setTimeout(() => console.log(`\n${results.passed} passed, ${results.failed} failed`)));
stream.compose(spec).pipe(process.stdout);
