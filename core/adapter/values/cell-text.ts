/** A cell as text for people and reports, exactly: every digit stays. */
import type { Cell } from '../cell.js';
import { doubleText } from './double-text.js';

/** Null for null; bytes as `\x` and hex. */
export function cellText(cell: Cell): string | null {
  if (cell === null) return null;
  if (typeof cell === 'object') return cell.kind === 'bytes' ? `\\x${cell.text}` : cell.text;
  return typeof cell === 'number' ? doubleText(cell) : String(cell);
}
