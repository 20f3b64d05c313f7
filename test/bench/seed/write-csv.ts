/** A file for seeds: integers, decimals, dates, times, texts with and without quotes, line ends within them, nulls. The same each time. */
import { closeSync, openSync, writeSync } from 'node:fs';

export const CSV_COLUMNS = [
  ['id', 'integer', 'INT'],
  ['customer_id', 'integer', 'INT'],
  ['amount', 'float8', 'REAL'],
  ['ordered_on', 'date', 'TEXT'],
  ['updated_at', 'timestamp', 'TEXT'],
  ['status', 'text', 'TEXT'],
  ['name', 'text', 'TEXT'],
  ['note', 'text', 'TEXT'],
] as const;

const words = 'alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa'.split(
  ' ',
);
const ROWS_AT_ONCE = 10_000;

/** About 98 bytes a row. */
export function writeCsv(path: string, rows: number): void {
  const next = numbers();
  const file = openSync(path, 'w');
  try {
    let text = `${CSV_COLUMNS.map(([name]) => name).join(',')}\n`;
    for (let id = 1; id <= rows; id++) {
      text += line(id, next);
      if (id % ROWS_AT_ONCE !== 0 && id < rows) continue;
      writeSync(file, text);
      text = '';
    }
  } finally {
    closeSync(file);
  }
}

function line(id: number, next: () => number): string {
  const below = (limit: number) => Math.floor(next() * limit);
  const two = (value: number) => String(value).padStart(2, '0');
  const word = () => words[below(words.length)];
  const day = `20${10 + below(15)}-${two(1 + below(12))}-${two(1 + below(28))}`;
  const time = `${two(below(24))}:${two(below(60))}:${two(below(60))}`;
  const said =
    id % 5 === 0 ? `"said ""${word()}"", then ${word()}\nand ${word()}"` : `"${word()} ${word()}, ${word()} ${word()}"`;
  const note = id % 5 !== 0 && id % 7 === 0 ? '' : said;
  const amount = (next() * 10_000).toFixed(2);
  return `${id},${below(100_000)},${amount},${day},${day} ${time},${word()},${word()} ${word()},${note}\n`;
}

/** Numbers from 0 to 1, always the same ones. */
function numbers(): () => number {
  let state = 12_345;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
