/** Numbers in seeds: what agate takes for a number in an English locale, exactly as it was written. */
import { Decimal } from 'decimal.js';
import type { Cell } from '../../../adapter/cell.js';
import { asciiDigits, strip, stripCharacter } from '../../../adapter/delimited/python-text.js';

const currencySigns = [...'؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫'];

/** Python's decimals compute with so many digits; agate counts decimal places after that. */
const PYTHON_DIGITS = 28;

const Exact = Decimal.clone({ precision: 1e5, toExpNeg: -40, toExpPos: 40 });

/** The number that a stripped cell holds, null when it holds none. */
export function parseNumber(text: string): Decimal | null {
  if (/^-?\d{1,15}$/.test(text)) return new Exact(text);
  let rest = stripCharacter(text, '%');
  const isNegative = rest.startsWith('-');
  if (isNegative) rest = rest.slice(1);
  for (const sign of currencySigns) rest = stripCharacter(rest, sign);
  rest = strip(asciiDigits(rest).replaceAll(',', '')).replaceAll('_', '');
  const number = decimalOf(rest);
  return number !== null && isNegative ? number.negated() : number;
}

function decimalOf(text: string): Decimal | null {
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,6})?$/i.test(text)) return new Exact(text.replace(/\.(?=$|e)/i, ''));
  if (/^[+-]?inf(inity)?$/i.test(text)) return new Exact(text.startsWith('-') ? -Infinity : Infinity);
  return /^[+-]?nan\d*$/i.test(text) ? new Exact(Number.NaN) : null;
}

/** Counts the places of a column's numbers: without decimal places it is an integer column. */
export interface Places {
  whole: number;
  decimal: number;
}

export function countPlaces(places: Places, number: Decimal): void {
  if (!number.isFinite()) return;
  const rounded = number.toSignificantDigits(PYTHON_DIGITS, Decimal.ROUND_HALF_EVEN);
  places.whole = Math.max(places.whole, rounded.isZero() ? 1 : rounded.e + 1);
  places.decimal = Math.max(places.decimal, rounded.decimalPlaces());
}

/** Agate lets the places of the longest number eat into the decimals, so a column of huge integers counts as fractional. */
export function isIntegral({ whole, decimal }: Places): boolean {
  return (whole + decimal > PYTHON_DIGITS ? PYTHON_DIGITS - whole : decimal) === 0;
}

export function integerCell(number: Decimal): Cell {
  return number.isInteger() ? BigInt(number.toFixed()) : decimalCell(number);
}

export function decimalCell(number: Decimal): Cell {
  return { kind: 'decimal', text: number.toString() };
}
