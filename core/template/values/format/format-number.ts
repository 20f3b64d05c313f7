/** Numbers as text: the types of the format mini-language and of `%` formatting. */
import { valueError } from '../python-error.js';
import { type DecimalDigits, digitsOfDouble, fixedText, significantDigits } from '../types/decimal-digits.js';
import { exponentialText, floatText } from '../types/float-text.js';
import { type FormatSpec, pad, padNumber } from './format-spec.js';

const RADIX: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16, d: 10, n: 10, '': 10 };

/** An int in one of the integer types `b c d n o x X`. */
export function formatInteger(integer: bigint, spec: FormatSpec): string {
  if (spec.precision !== null) throw valueError('Precision not allowed in integer format specifier');
  checkGrouping(spec);
  if (spec.type === 'c') return pad(String.fromCodePoint(Number(integer)), spec, '<');
  const radix = Object.hasOwn(RADIX, spec.type) ? RADIX[spec.type] : undefined;
  if (radix === undefined) throw valueError(`Unknown format code '${spec.type}' for object of type 'int'`);
  const magnitude = (integer < 0n ? -integer : integer).toString(radix);
  const mark = spec.isAlternate && radix !== 10 ? `0${spec.type}` : '';
  const digits = spec.type === 'X' ? magnitude.toUpperCase() : magnitude;
  return padNumber({ prefix: signText(integer < 0n, spec.sign) + mark, digits, rest: '' }, spec);
}

/** Commas are for decimal numbers, underscores for the other radixes too. */
function checkGrouping({ grouping, type }: FormatSpec): void {
  const isAllowed = grouping === '' || type === '' || type === 'd' || (grouping === '_' && /[boxX]/.test(type));
  if (!isAllowed) throw valueError(`Cannot specify '${grouping}' with '${type}'.`);
}

/** A float, or a Decimal given by its exact digits, in one of the float types. */
export function formatFloat(number: number, spec: FormatSpec, exact: DecimalDigits | null = null): string {
  if (spec.type === 'n' && spec.grouping !== '') throw valueError(`Cannot specify '${spec.grouping}' with 'n'.`);
  const isNegative = exact?.isNegative ?? (number < 0 || Object.is(number, -0));
  const body = exact !== null || Number.isFinite(number) ? finiteBody(number, spec, exact) : specialBody(number, spec);
  const [, digits = '', rest = ''] = /^(\d*|[a-zA-Z]*)(.*)$/s.exec(body) ?? [];
  return padNumber({ prefix: signText(isNegative, spec.sign), digits, rest }, spec);
}

function signText(isNegative: boolean, sign: FormatSpec['sign']): string {
  if (isNegative) return '-';
  return sign === '-' ? '' : sign;
}

function specialBody(number: number, spec: FormatSpec): string {
  const text = Number.isNaN(number) ? 'nan' : 'inf';
  const body = /[EFG]/.test(spec.type) ? text.toUpperCase() : text;
  return spec.type === '%' ? `${body}%` : body;
}

function finiteBody(number: number, spec: FormatSpec, exact: DecimalDigits | null): string {
  const digits = exact ?? digitsOfDouble(number);
  switch (spec.type) {
    case 'f':
    case 'F':
      return withPoint(fixedText(digits, spec.precision ?? 6), spec);
    case '%':
      return `${withPoint(fixedText(exact === null ? digitsOfDouble(number * 100) : timesHundred(exact), spec.precision ?? 6), spec)}%`;
    case 'e':
      return scientificText(digits, spec);
    case 'E':
      return scientificText(digits, spec).toUpperCase();
    case 'g':
    case 'n':
      return generalText(digits, spec, 0);
    case 'G':
      return generalText(digits, spec, 0).toUpperCase();
    case '':
      return spec.precision === null
        ? withMantissaPoint(floatText(Math.abs(number)), spec)
        : generalText(digits, spec, 1);
    default:
      throw valueError(`Unknown format code '${spec.type}' for object of type 'float'`);
  }
}

function timesHundred(digits: DecimalDigits): DecimalDigits {
  return { ...digits, exponent: digits.exponent + 2 };
}

function withPoint(text: string, spec: FormatSpec): string {
  return spec.isAlternate && !text.includes('.') ? `${text}.` : text;
}

function scientificText(digits: DecimalDigits, spec: FormatSpec): string {
  const { text, exponent } = significantDigits(digits, (spec.precision ?? 6) + 1);
  return withMantissaPoint(exponentialText(text, exponent), spec);
}

/** `7.e+39`: the alternate form always has a point. */
function withMantissaPoint(text: string, spec: FormatSpec): string {
  return spec.isAlternate && !text.includes('.') ? text.replace('e', '.e') : text;
}

/** `g`: the shorter of both ways. `minimumPlaces` 1 is the way without a type, which keeps `.0`. */
function generalText(digits: DecimalDigits, spec: FormatSpec, minimumPlaces: 0 | 1): string {
  const precision = Math.max(spec.precision ?? 6, 1);
  const { text, exponent } = significantDigits(digits, precision);
  if (exponent < -4 || exponent >= precision - minimumPlaces) {
    const shown = exponentialText(spec.isAlternate ? text : text.replace(/(?!^)0+$/, ''), exponent);
    return withMantissaPoint(shown, spec);
  }
  const places = Math.max(precision - 1 - exponent, 0);
  const fixed = withPoint(fixedText(digits, places), spec);
  const trimmed = spec.isAlternate || !fixed.includes('.') ? fixed : fixed.replace(/\.?0+$/, '');
  return minimumPlaces === 1 && !trimmed.includes('.') ? `${trimmed}.0` : trimmed;
}
