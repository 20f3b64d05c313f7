/** `text % values`: Python's printf-like formatting. */
import { checkTextLength, MAX_FORMAT_WIDTH } from '../limits.js';
import { overflowError, PythonError, typeError, valueError } from '../python-error.js';
import { repr, str } from '../text.js';
import { bigintOf, floatOf, isFloat, isInt, isNumeric } from '../types/numbers.js';
import { typeName } from '../types/type-name.js';
import { TemplateObject, Tuple, UndefinedValue, type Value } from '../value.js';
import { formatFloat, formatInteger } from './format-number.js';
import { type FormatSpec, padNumber } from './format-spec.js';

interface Directive {
  readonly key: string | null;
  readonly flags: string;
  readonly width: string;
  readonly precision: string | undefined;
  readonly type: string;
  readonly index: number;
}

const DIRECTIVE = /%(?:\((.*?)\))?([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.|$)/gsu;

/** The formatted text. A Tuple gives several values, a mapping gives them by name. */
export function formatPercent(format: string, values: Value): string {
  const args = new PercentArguments(values);
  const pieces: string[] = [];
  let length = 0;
  let end = 0;
  for (const match of format.matchAll(DIRECTIVE)) {
    const [whole, key = null, flags = '', width = '', precision, type = ''] = match;
    const directive = { key, flags, width, precision, type, index: match.index + whole.length - 1 };
    const piece = type === '%' ? '%' : convert(directive, args);
    pieces.push(format.slice(end, match.index), piece);
    end = match.index + whole.length;
    length += piece.length;
    checkTextLength(length);
  }
  args.finish();
  return pieces.join('') + format.slice(end);
}

/** The values on the right of `%`, taken one by one or by name. */
class PercentArguments {
  readonly #values: Value;
  #next = 0;
  #usedMapping = false;

  constructor(values: Value) {
    this.#values = values;
  }

  take(): Value {
    const items = this.#values instanceof Tuple ? this.#values.items : [this.#values];
    const item = items[this.#next++];
    if (item === undefined) throw typeError('not enough arguments for format string');
    return item;
  }

  named(key: string): Value {
    const mapping = this.#values;
    if (!(mapping instanceof TemplateObject) || !mapping.isMapping) throw typeError('format requires a mapping');
    this.#usedMapping = true;
    const value = mapping.item(key);
    if (value === undefined) throw new PythonError('KeyError', repr(key));
    return value;
  }

  /** Raises when values are left over; a mapping and a list may be. */
  finish(): void {
    const values = this.#values;
    if (this.#usedMapping || Array.isArray(values) || values instanceof UndefinedValue) return;
    const count = values instanceof Tuple ? values.items.length : 1;
    const isMapping = values instanceof TemplateObject && values.isMapping;
    if (this.#next < count && !isMapping) throw typeError('not all arguments converted during string formatting');
  }
}

function convert(directive: Directive, args: PercentArguments): string {
  if (directive.type === '') throw valueError('incomplete format');
  const width = countOf(directive.width, args);
  const precision = directive.precision === undefined ? null : countOf(directive.precision, args);
  const value = directive.key === null ? args.take() : args.named(directive.key);
  const isLeft = directive.flags.includes('-') || width < 0;
  const isZero = directive.flags.includes('0') && !isLeft;
  const spec: FormatSpec = {
    fill: isZero ? '0' : ' ',
    align: isLeft ? '<' : isZero ? '=' : '>',
    sign: directive.flags.includes('+') ? '+' : directive.flags.includes(' ') ? ' ' : '',
    isAlternate: directive.flags.includes('#'),
    width: Math.abs(width),
    grouping: '',
    precision,
    type: directive.type,
  };
  return convertValue(value, spec, directive);
}

function countOf(text: string, args: PercentArguments): number {
  const count = text === '*' ? args.take() : Number(text);
  if (!isInt(count)) throw typeError('* wants int');
  if (Math.abs(Number(count)) > MAX_FORMAT_WIDTH) throw valueError('width too big');
  return Number(count);
}

function convertValue(value: Value, spec: FormatSpec, directive: Directive): string {
  switch (spec.type) {
    case 's':
      return padText(str(value), spec);
    case 'r':
      return padText(repr(value), spec);
    case 'a':
      return padText(repr(value).replace(/[^\p{ASCII}]/gu, escapeAscii), spec);
    case 'c':
      return padText(characterOf(value), spec);
    case 'd':
    case 'i':
    case 'u':
      return integerText(integerOf(value, '%d format: a real number is required'), { ...spec, type: 'd' });
    case 'x':
    case 'X':
    case 'o':
      if (!isInt(value)) throw typeError(`%${spec.type} format: an integer is required, not ${typeName(value)}`);
      return integerText(bigintOf(value), spec);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return formatFloat(floatArgument(value), spec);
    default: {
      const code = (spec.type.codePointAt(0) as number).toString(16);
      throw valueError(`unsupported format character '${spec.type}' (0x${code}) at index ${directive.index}`);
    }
  }
}

function padText(text: string, spec: FormatSpec): string {
  const shown = spec.precision === null ? text : Array.from(text).slice(0, spec.precision).join('');
  return spec.align === '<' ? shown.padEnd(spec.width) : shown.padStart(spec.width);
}

/** A precision of an integer is its least number of digits. */
function integerText(integer: bigint, spec: FormatSpec): string {
  if (spec.precision === null) return formatInteger(integer, spec);
  const plain = formatInteger(integer, { ...spec, width: 0, precision: null });
  const [, prefix = '', digits = ''] = /^([-+ ]?(?:0[xXo])?)(.*)$/.exec(plain) ?? [];
  return padNumber({ prefix, digits: digits.padStart(spec.precision, '0'), rest: '' }, { ...spec, type: 'd' });
}

function integerOf(value: Value, complaint: string): bigint {
  if (isInt(value)) return bigintOf(value);
  if (isFloat(value)) {
    const number = floatOf(value);
    if (!Number.isFinite(number)) throw overflowError('cannot convert float infinity to integer');
    return BigInt(Math.trunc(number));
  }
  const integer = value instanceof TemplateObject ? value.operateUnary('int') : undefined;
  if (integer === undefined || !isInt(integer)) throw typeError(`${complaint}, not ${typeName(value)}`);
  return bigintOf(integer);
}

function floatArgument(value: Value): number {
  if (isNumeric(value)) return floatOf(value);
  const float = value instanceof TemplateObject ? value.operateUnary('float') : undefined;
  if (float === undefined || !isNumeric(float)) throw typeError(`must be real number, not ${typeName(value)}`);
  return floatOf(float);
}

function characterOf(value: Value): string {
  if (isInt(value)) {
    const code = Number(value);
    if (code < 0 || code > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
    return String.fromCodePoint(code);
  }
  if (typeof value === 'string' && Array.from(value).length === 1) return value;
  throw typeError('%c requires int or char');
}

function escapeAscii(character: string): string {
  const code = character.codePointAt(0) as number;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
