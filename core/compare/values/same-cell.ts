/** Equality of cells as it counts in comparisons: exact, whatever a value is written with. Pure. */
import type { Cell } from '../../adapter/cell.js';

/**
 * Text that two cells share when they are equal. Numbers are equal by value: `1`, `1.0` and `1.00`, `-0` and `0`, NaN and NaN.
 * Doubles are compared exactly, without any tolerance. A number is never equal to a text.
 */
export function cellKey(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return `t${cell}`;
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'bigint') return `n${cell}`;
  if (typeof cell === 'number') return `n${doubleKey(cell)}`;
  if (cell.kind === 'bytes') return `x${cell.text}`;
  return cell.kind === 'decimal' ? `n${decimalKey(cell.text)}` : `t${cell.text}`;
}

/** Whether two cells are equal. */
export function isSameCell(a: Cell, b: Cell): boolean {
  if (a === b) return true;
  // Texts are nearly all of what is compared: their keys need not be made.
  return typeof a === 'string' && typeof b === 'string' ? false : cellKey(a) === cellKey(b);
}

function doubleKey(value: number): string {
  return Number.isInteger(value) ? String(BigInt(value)) : String(value);
}

function decimalKey(text: string): string {
  const digits = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return digits === '-0' ? '0' : digits;
}
