// Adds up the four columns that a total by SKU takes.
export const wanted = ["商家编码", "购买数量", "买家实际支付金额", "退款金额"];

export class Totals {
  #bySku = {};

  /** Units are a whole number, amounts are in cents. */
  add(sku, units, paid, refund) {
    const total = (this.#bySku[sku] ??= [0, 0, 0]);
    total[0] += units;
    total[1] += paid;
    total[2] += refund;
  }

  get bySku() {
    return this.#bySku;
  }
}

/** The number in the bytes, in hundredths; it has no more than two decimals and no sign. */
export function hundredths(bytes, start, end) {
  let value = 0;
  let decimals = -1;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === 0x2e) {
      decimals = 0;
    } else {
      value = value * 10 + byte - 0x30;
      if (decimals >= 0) decimals += 1;
    }
  }
  return decimals === 2 ? value : decimals === 1 ? value * 10 : value * 100;
}
