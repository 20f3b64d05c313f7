/** The order of texts by their UTF-8 bytes, which is that of databases. JavaScript's own is another where a character takes two units. Pure. */

const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** Negative when `a` comes first, 0 when they are equal. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Halves of characters beyond the first 65,536 come after all others. */
function rank(unit: number): number {
  return unit >= FIRST_SURROGATE && unit < AFTER_SURROGATES ? unit + AFTER_SURROGATES : unit;
}

/** The same for the texts of a key, the first one deciding first. */
export function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < a.length; index++) {
    const order = compareBytes(a[index], b[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
