/** `format(value, spec)`: the specification applied to a value of any type. */
import { typeError, valueError } from '../python-error.js';
import { str } from '../text.js';
import { DecimalValue } from '../types/decimal.js';
import { bigintOf, floatOf, isFloat, isInt } from '../types/numbers.js';
import { typeName } from '../types/type-name.js';
import { TemplateObject, type Value } from '../value.js';
import { formatFloat, formatInteger } from './format-number.js';
import { type FormatSpec, pad, parseFormatSpec } from './format-spec.js';

const FLOAT_TYPES = /^[eEfFgG%]$/;

/** The text of a value under a specification; an empty one is `str(value)`. */
export function formatValue(value: Value, specText: string): string {
  if (specText === '') return str(value);
  if (value instanceof TemplateObject && !(value instanceof DecimalValue)) {
    const own = value.format(specText);
    if (own !== undefined) return own;
  }
  if (typeof value === 'string') return formatText(value, parseFormatSpec(specText));
  if (isInt(value)) return formatInt(value, parseFormatSpec(specText));
  if (isFloat(value)) return formatFloat(floatOf(value), parseFormatSpec(specText));
  if (value instanceof DecimalValue) return formatDecimal(value, parseFormatSpec(specText));
  throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}

function formatInt(value: boolean | number | bigint, spec: FormatSpec): string {
  if (FLOAT_TYPES.test(spec.type)) return formatFloat(floatOf(value), spec);
  return formatInteger(bigintOf(value), spec);
}

function formatDecimal(value: DecimalValue, spec: FormatSpec): string {
  if (spec.type !== '' || spec.precision !== null) {
    // Without a precision, `f` keeps the digits that the Decimal has.
    const places = Math.max(-value.digits.exponent, 0);
    const precision = spec.precision ?? (spec.type === 'f' || spec.type === 'F' ? places : null);
    return formatFloat(0, { ...spec, precision }, value.digits);
  }
  const [, sign = '', digits = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(value.text()) ?? [];
  return pad(`${sign}${spec.grouping ? digits.replace(/\B(?=(\d{3})+$)/g, spec.grouping) : digits}${rest}`, spec, '>');
}

function formatText(text: string, spec: FormatSpec): string {
  if (spec.type !== '' && spec.type !== 's') {
    throw valueError(`Unknown format code '${spec.type}' for object of type 'str'`);
  }
  if (spec.sign !== '') throw valueError('Sign not allowed in string format specifier');
  if (spec.isAlternate) throw valueError('Alternate form (#) not allowed in string format specifier');
  if (spec.grouping !== '') throw valueError(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === '=') {
    if (spec.fill !== '0') throw valueError("'=' alignment not allowed in string format specifier");
    return formatText(text, { ...spec, align: '<' });
  }
  return pad(spec.precision === null ? text : Array.from(text).slice(0, spec.precision).join(''), spec, '<');
}
