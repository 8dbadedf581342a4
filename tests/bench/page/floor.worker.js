// The least that a page can do in plain JavaScript: let the browser inflate, look at every byte, take four columns.
import { csvTotals } from "./floor.csv.js";
import { xlsxTotals } from "./floor.xlsx.js";

onmessage = async ({ data: file }) => {
  try {
    const start = performance.now();
    const totals = await (file.name.endsWith(".xlsx") ? xlsxTotals(file) : csvTotals(file));
    postMessage({ seconds: { whole: (performance.now() - start) / 1000 }, totals });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};

postMessage({});
