// Writes a workbook of one sheet as Excel does: texts shared, numbers in place, every part deflated. Rows stream through,
// so that a million of them fit.
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { createDeflateRaw, crc32 } from "node:zlib";

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const content = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const parts = {
  "[Content_Types].xml":
    `<Types xmlns="${packages}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/>` +
    `<Override PartName="/xl/sharedStrings.xml" ContentType="${content}.sharedStrings+xml"/></Types>`,
  "_rels/.rels":
    `<Relationships xmlns="${packages}/relationships">` +
    `<Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml":
    `<workbook xmlns="${main}" xmlns:r="${relationships}">` +
    `<sheets><sheet name="sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels":
    `<Relationships xmlns="${packages}/relationships">` +
    `<Relationship Id="rId1" Type="${relationships}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${relationships}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
};

/** Writes the rows, each a list of texts and numbers; an empty text is no cell. */
export async function writeWorkbook(path, rows) {
  const file = await open(path, "w");
  const zip = new Zip(file);
  for (const [name, text] of Object.entries(parts)) await zip.add(name, [xml + text]);
  const strings = new Map();
  await zip.add("xl/worksheets/sheet1.xml", pieces(sheet(rows, strings)));
  await zip.add("xl/sharedStrings.xml", pieces(sharedStrings(strings)));
  await zip.finish();
  await file.close();
}

function* sheet(rows, strings) {
  yield `${xml}<worksheet xmlns="${main}"><sheetData>`;
  let number = 0;
  for (const row of rows) {
    number += 1;
    let text = `<row r="${number}">`;
    for (const [column, cell] of row.entries()) {
      const at = String.fromCharCode(65 + column) + number;
      if (typeof cell === "number") text += `<c r="${at}"><v>${cell}</v></c>`;
      else if (cell !== "") text += `<c r="${at}" t="s"><v>${shared(strings, cell)}</v></c>`;
    }
    yield `${text}</row>`;
  }
  yield "</sheetData></worksheet>";
}

/** The number of a text among the shared ones. */
function shared(strings, text) {
  let number = strings.get(text);
  if (number === undefined) strings.set(text, (number = strings.size));
  return number;
}

function* sharedStrings(strings) {
  yield `${xml}<sst xmlns="${main}" uniqueCount="${strings.size}">`;
  for (const text of strings.keys()) yield `<si><t>${text}</t></si>`;
  yield "</sst>";
}

/** Joins small texts, so that each write is worth its while. */
function* pieces(texts) {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length > 1 << 16) {
      yield piece;
      piece = "";
    }
  }
  yield piece;
}

/** A zip archive, written entry by entry. Source: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
class Zip {
  entries = [];
  position = 0;

  constructor(file) {
    this.file = file;
  }

  async add(name, texts) {
    const entry = { name: Buffer.from(name), start: this.position, crc: 0, packed: 0, size: 0 };
    const bytes = function* () {
      for (const text of texts) {
        const piece = Buffer.from(text);
        entry.crc = crc32(piece, entry.crc);
        entry.size += piece.length;
        yield piece;
      }
    };
    // The sizes are known at the end; room is left for them.
    const data = entry.start + 30 + entry.name.length;
    for await (const piece of Readable.from(bytes()).pipe(createDeflateRaw())) {
      await this.file.write(piece, 0, piece.length, data + entry.packed);
      entry.packed += piece.length;
    }
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    common(entry).copy(header, 4);
    await this.file.write(Buffer.concat([header, entry.name]), 0, header.length + entry.name.length, entry.start);
    this.position = data + entry.packed;
    this.entries.push(entry);
  }

  async finish() {
    const start = this.position;
    const directory = this.entries.map((entry) => {
      const header = Buffer.alloc(46);
      header.writeUInt32LE(0x02014b50, 0);
      header.writeUInt16LE(20, 4);
      common(entry).copy(header, 6);
      header.writeUInt32LE(entry.start, 42);
      return Buffer.concat([header, entry.name]);
    });
    const size = directory.reduce((sum, header) => sum + header.length, 0);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.entries.length, 8);
    end.writeUInt16LE(this.entries.length, 10);
    end.writeUInt32LE(size, 12);
    end.writeUInt32LE(start, 16);
    const tail = Buffer.concat([...directory, end]);
    await this.file.write(tail, 0, tail.length, start);
  }
}

/** What the local header and the directory say alike: version, method, time, checksum and sizes. */
function common({ name, crc, packed, size }) {
  const fields = Buffer.alloc(24);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}
