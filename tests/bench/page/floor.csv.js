// The floor of csv: no more than finding the cells of four columns in every row.
import { Totals, hundredths, wanted } from "./floor.totals.js";

const comma = 0x2c;
const newline = 0x0a;
const quote = 0x22;

export async function csvTotals(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const decoder = new TextDecoder();
  const headerEnd = bytes.indexOf(newline);
  const headers = decoder.decode(bytes.subarray(0, headerEnd)).trim().split(",");
  const slots = headers.map((header) => wanted.indexOf(header));
  const totals = new Totals();
  // Where each wanted cell of the row begins and ends.
  const starts = [0, 0, 0, 0];
  const ends = [0, 0, 0, 0];
  let column = 0;
  let start = headerEnd + 1;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      at = bytes.indexOf(quote, at + 1);
    } else if (byte === comma || byte === newline) {
      const slot = slots[column];
      if (slot >= 0) {
        starts[slot] = start;
        ends[slot] = at;
      }
      start = at + 1;
      column += 1;
      if (byte === newline) {
        const number = (slot) => hundredths(bytes, starts[slot], ends[slot]);
        totals.add(decoder.decode(bytes.subarray(starts[0], ends[0])), number(1) / 100, number(2), number(3));
        column = 0;
      }
    }
  }
  return totals.bySku;
}
