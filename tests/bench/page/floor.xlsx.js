// The floor of workbooks: inflated by the browser, then a scan for the cells of four columns.
import { Totals, hundredths, wanted } from "./floor.totals.js";

const less = 0x3c;
const greater = 0x3e;
const slash = 0x2f;
const letters = { c: 0x63, o: 0x6f, s: 0x73, i: 0x69, t: 0x74, v: 0x76, a: 0x61, z: 0x7a };

export async function xlsxTotals(file) {
  const entries = await directory(file);
  const [strings, sheet] = await Promise.all([
    inflate(file, entries.get("xl/sharedStrings.xml")).then(sharedStrings),
    inflate(file, entries.get("xl/worksheets/sheet1.xml")),
  ]);
  return totalsOf(sheet, strings);
}

/** Where each part lies in the archive, by name. Source: APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16. */
async function directory(file) {
  const end = new DataView(await file.slice(-22).arrayBuffer());
  const [size, start] = [end.getUint32(12, true), end.getUint32(16, true)];
  const bytes = await file.slice(start, start + size).arrayBuffer();
  const view = new DataView(bytes);
  const entries = new Map();
  for (let at = 0; at < size; ) {
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(new Uint8Array(bytes, at + 46, nameLength));
    entries.set(name, { packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), start: view.getUint32(at + 42, true) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

async function inflate(file, { packed, size, start }) {
  const header = new DataView(await file.slice(start, start + 30).arrayBuffer());
  const data = start + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const stream = file.slice(data, data + packed).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(size);
  let length = 0;
  for await (const piece of stream) {
    bytes.set(piece, length);
    length += piece.length;
  }
  return bytes;
}

/** Reads a shared string by its number; texts are decoded when they are asked for, and once. */
function sharedStrings(bytes) {
  const starts = [];
  // Every string is `<si><t>text</t></si>`.
  for (let at = bytes.indexOf(less); at >= 0; at = bytes.indexOf(less, at + 1)) {
    if (bytes[at + 1] === letters.t && bytes[at + 2] === greater) starts.push(at + 3);
  }
  const decoder = new TextDecoder();
  const known = new Map();
  return (number) => {
    let text = known.get(number);
    if (text === undefined) {
      text = decoder.decode(bytes.subarray(starts[number], bytes.indexOf(less, starts[number])));
      known.set(number, text);
    }
    return text;
  };
}

function totalsOf(bytes, text) {
  const totals = new Totals();
  // By the letter of the column; the header row fills it.
  const slots = new Int8Array(26).fill(-1);
  const values = [0, 0, 0, 0];
  let isHeader = true;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== less) continue;
    const letter = bytes[at + 1];
    if (letter === letters.c && bytes[at + 2] === 0x20) {
      // `<c r="K17" t="s"><v>12</v></c>`
      const column = bytes[at + 6] - 0x41;
      if (!isHeader && slots[column] < 0) {
        at += 16;
        continue;
      }
      const start = bytes.indexOf(greater, bytes.indexOf(greater, at) + 1) + 1;
      const end = bytes.indexOf(less, start);
      const number = hundredths(bytes, start, end);
      if (isHeader) slots[column] = wanted.indexOf(text(number / 100));
      else values[slots[column]] = number;
      at = end;
    } else if (letter === slash && bytes[at + 2] === 0x72) {
      if (!isHeader) totals.add(text(values[0] / 100), values[1] / 100, values[2], values[3]);
      isHeader = false;
    }
  }
  return totals.bySku;
}
