/** The mini-language of `format()` and `'{:...}'`: `[[fill]align][sign][#][0][width][,][.precision][type]`. */
import { MAX_FORMAT_WIDTH } from '../limits.js';
import { codePointCount } from '../operators/truth.js';
import { valueError } from '../python-error.js';

export interface FormatSpec {
  readonly fill: string;
  /** Empty when left out. */
  readonly align: '' | '<' | '>' | '=' | '^';
  readonly sign: '' | '+' | '-' | ' ';
  readonly isAlternate: boolean;
  readonly width: number;
  readonly grouping: '' | ',' | '_';
  readonly precision: number | null;
  readonly type: string;
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?(.?)$/su;

/** Reads a specification, or raises Python's ValueError. */
export function parseFormatSpec(text: string): FormatSpec {
  const match = SPEC.exec(text);
  if (match === null) throw valueError('Invalid format specifier');
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  const isZero = zero === '0';
  return {
    fill: fill ?? (isZero && align === undefined ? '0' : isZero && fill === undefined ? '0' : ' '),
    align: (align ?? (isZero ? '=' : '')) as FormatSpec['align'],
    sign: sign as FormatSpec['sign'],
    isAlternate: alternate === '#',
    width: boundedCount(width ?? ''),
    grouping: grouping as FormatSpec['grouping'],
    precision: precision === undefined ? null : boundedCount(precision),
    type: type ?? '',
  };
}

/** A width or precision; refuses one that would only fill memory. */
function boundedCount(text: string): number {
  const count = Number(text);
  if (count > MAX_FORMAT_WIDTH) throw valueError(`format width ${text} is larger than ${MAX_FORMAT_WIDTH} allowed`);
  return count;
}

/** Fills a text to the width. */
export function pad(text: string, spec: FormatSpec, defaultAlign: '<' | '>'): string {
  const missing = spec.width - codePointCount(text);
  if (missing <= 0) return text;
  const align = spec.align === '' ? defaultAlign : spec.align;
  if (align === '<') return text + spec.fill.repeat(missing);
  if (align === '^') {
    const left = Math.floor(missing / 2);
    return spec.fill.repeat(left) + text + spec.fill.repeat(missing - left);
  }
  return spec.fill.repeat(missing) + text;
}

/** Sign or prefix, digits and the rest of a number, grouped and filled to the width. */
export function padNumber(parts: { prefix: string; digits: string; rest: string }, spec: FormatSpec): string {
  const size = /[boxX]/.test(spec.type) ? 4 : 3;
  const fixed = parts.prefix.length + parts.rest.length;
  let digits = group(parts.digits, spec.grouping, size);
  if (spec.align !== '=') return pad(parts.prefix + digits + parts.rest, spec, '>');
  if (spec.fill === '0' && spec.grouping !== '') {
    let count = parts.digits.length;
    while (digits.length + fixed < spec.width) {
      count++;
      digits = group(parts.digits.padStart(count, '0'), spec.grouping, size);
    }
    return parts.prefix + digits + parts.rest;
  }
  return parts.prefix + spec.fill.repeat(Math.max(spec.width - fixed - digits.length, 0)) + digits + parts.rest;
}

function group(digits: string, separator: string, size: number): string {
  if (separator === '') return digits;
  const parts: string[] = [];
  for (let end = digits.length; end > 0; end -= size) parts.unshift(digits.slice(Math.max(end - size, 0), end));
  return parts.join(separator);
}
