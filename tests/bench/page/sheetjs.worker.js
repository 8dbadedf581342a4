// SheetJS, reading only: what it does with the bytes at hand is timed, adding up afterwards is not.
importScripts("/node_modules/xlsx/dist/xlsx.full.min.js");

onmessage = async ({ data: file }) => {
  try {
    const bytes = await file.arrayBuffer();
    const start = performance.now();
    const book = XLSX.read(bytes, { type: "array", dense: true });
    const seconds = { read: (performance.now() - start) / 1000 };
    postMessage({ seconds, totals: totals(book.Sheets[book.SheetNames[0]]) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};

function totals(sheet) {
  const rows = sheet["!data"] ?? sheet;
  if (!rows[0]) throw new Error("the sheet came back empty");
  const headers = rows[0].map((cell) => cell.v);
  const [sku, units, paid, refund] = ["商家编码", "购买数量", "买家实际支付金额", "退款金额"].map((header) =>
    headers.indexOf(header),
  );
  const totals = {};
  const cents = (cell) => Math.round(Number(cell.v) * 100);
  for (const row of rows.slice(1)) {
    const total = (totals[row[sku].v] ??= [0, 0, 0]);
    total[0] += Number(row[units].v);
    total[1] += cents(row[paid]);
    total[2] += cents(row[refund]);
  }
  return totals;
}

postMessage({});
