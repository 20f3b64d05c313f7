/** A cell as JSON text that keeps every digit: integers and decimals as numbers, what JSON has no word for as strings. */
import type { Cell } from '../../../core/index.js';

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The JSON token of one value. */
export function cellJson(cell: Cell): string {
  if (typeof cell === 'bigint') return cell.toString();
  if (typeof cell === 'number' && !Number.isFinite(cell)) return JSON.stringify(String(cell));
  if (cell === null || typeof cell !== 'object') return JSON.stringify(cell);
  return cell.kind === 'decimal' && JSON_NUMBER.test(cell.text) ? cell.text : JSON.stringify(cell.text);
}
