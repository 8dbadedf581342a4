// The page as Lighthouse judges it: the empty page of a first visit, on a desk and on a telephone.
import lighthouse, { desktopConfig } from "lighthouse";

import { launch } from "../e2e/browser.mjs";

const categories = ["performance", "accessibility", "best-practices"];
/** A free one of this machine, where Lighthouse talks to the browser. */
const port = 9_417;

/** Scores from 0 to 100 by device, the median of the rounds, and what the first paint of everything took (ms). */
export async function judge(url, rounds) {
  const judged = {};
  for (const [device, config] of [["desktop", desktopConfig], ["mobile", undefined]]) {
    const runs = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await once(url, config));
    const median = (figure) => runs.map(figure).toSorted((one, two) => one - two)[Math.floor(runs.length / 2)];
    judged[device] = {
      ...Object.fromEntries(categories.map((name) => [name, median((run) => Math.round(run.categories[name].score * 100))])),
      paint: median((run) => run.audits["largest-contentful-paint"].numericValue),
      blocked: median((run) => run.audits["total-blocking-time"].numericValue),
      bytes: median((run) => run.audits["total-byte-weight"].numericValue),
      faults: faults(runs[0]),
    };
  }
  return judged;
}

async function once(url, config) {
  const browser = await launch([`--remote-debugging-port=${port}`]);
  try {
    const { lhr } = await lighthouse(url, { port, onlyCategories: categories, logLevel: "error" }, config);
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return lhr;
  } finally {
    await browser.close();
  }
}

/** What is not perfect but for speed, by its title. */
function faults({ categories: judged, audits }) {
  const refs = [judged.accessibility, judged["best-practices"]].flatMap(({ auditRefs }) => auditRefs);
  const failed = refs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1);
  return [...new Set(failed.map(({ id }) => audits[id].title))];
}
