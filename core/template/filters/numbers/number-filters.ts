/** Filters that give numbers, or text of numbers. */

import { MAX_INTEGER_DIGITS } from '../../values/limits.js';
import { integerArgument } from '../../values/methods/arguments.js';
import { negate, positive } from '../../values/operators/arithmetic.js';
import { calculate } from '../../values/operators/numeric.js';
import { isTruthy } from '../../values/operators/truth.js';
import { PythonError, typeError, undefinedError, valueError } from '../../values/python-error.js';
import { DecimalValue } from '../../values/types/decimal.js';
import { digitsOfDouble, fixedText, scaledTo } from '../../values/types/decimal-digits.js';
import { parseFloatText, parseIntText } from '../../values/types/number-text.js';
import { floatOf, isFloat, isInt, isNumeric, makeFloat, makeInt, type Numeric } from '../../values/types/numbers.js';
import { typeName } from '../../values/types/type-name.js';
import { TemplateObject, UndefinedValue, type Value } from '../../values/value.js';
import type { FilterGroup } from '../filter.js';

export const numberFilters: FilterGroup = {
  abs: ['', (value) => absolute(value)],
  filesizeformat: ['binary=False', (value, [binary]) => fileSize(toFloat(value), isTruthy(binary))],
  float: ['default=0.0', (value, [otherwise]) => floatOr(value, otherwise === 0 ? makeFloat(0) : otherwise)],
  int: ['default=0, base=10', (value, [otherwise, base]) => intOr(value, otherwise, integerArgument(base))],
  round: [
    'precision=0, method="common"',
    (value, [precision, method]) => round(value, integerArgument(precision), method),
  ],
};

function absolute(value: Value): Value {
  if (isNumeric(value)) {
    const isNegative = floatOf(value) < 0 || Object.is(floatOf(value), -0);
    return isNegative ? negate(value) : positive(value);
  }
  if (value instanceof UndefinedValue) throw undefinedError(value);
  const result = value instanceof TemplateObject ? value.operateUnary('abs') : undefined;
  if (result === undefined) throw typeError(`bad operand type for abs(): '${typeName(value)}'`);
  return result;
}

/** `float(value)`, or Python's error. */
function toFloat(value: Value): number {
  if (isNumeric(value)) return floatOf(value);
  if (typeof value === 'string') return parseFloatText(value);
  if (value instanceof UndefinedValue) throw undefinedError(value);
  const result = value instanceof TemplateObject ? value.operateUnary('float') : undefined;
  if (result === undefined || !isNumeric(result)) {
    throw typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
  }
  return floatOf(result);
}

/** `int(value)`, or Python's error. */
function toInt(value: Value, base: number): Value {
  if (typeof value === 'string') return makeInt(parseIntText(value, base));
  if (isInt(value)) return positive(value);
  if (isFloat(value)) return truncate(floatOf(value));
  if (value instanceof UndefinedValue) throw undefinedError(value);
  const result = value instanceof TemplateObject ? value.operateUnary('int') : undefined;
  if (result === undefined) {
    throw typeError(`int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`);
  }
  return result;
}

function truncate(number: number): Value {
  if (Number.isNaN(number)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(number)) throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
  return makeInt(Math.trunc(number));
}

const CONVERSION_FAILURES: ReadonlySet<string> = new Set(['TypeError', 'ValueError']);

/** The first attempt that succeeds, else the fallback; errors of other kinds go on. */
function attempt(tries: readonly (() => Value)[], failures: ReadonlySet<string>, otherwise: Value): Value {
  for (const run of tries) {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof PythonError) || !failures.has(error.pythonType)) throw error;
    }
  }
  return otherwise;
}

function floatOr(value: Value, otherwise: Value): Value {
  return attempt([() => makeFloat(toFloat(value))], CONVERSION_FAILURES, otherwise);
}

function intOr(value: Value, otherwise: Value, base: number): Value {
  const tries = [() => toInt(value, base), () => truncate(toFloat(value))];
  return attempt(tries, new Set([...CONVERSION_FAILURES, 'OverflowError']), otherwise);
}

function round(value: Value, precision: number, method: Value): Value {
  if (method !== 'common' && method !== 'ceil' && method !== 'floor') {
    throw new PythonError('FilterArgumentError', 'method must be common, ceil or floor');
  }
  if (method === 'common') return roundHalfEven(value, precision);
  const scale = calculate('**', 10, precision) as Numeric;
  const scaled = toFloat(value) * floatOf(scale);
  return makeFloat((method === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / floatOf(scale));
}

/** Python's `round(value, precision)`: by the exact value, half to even. */
function roundHalfEven(value: Value, precision: number): Value {
  if (isInt(value)) {
    if (precision >= 0) return positive(value);
    if (precision < -MAX_INTEGER_DIGITS) return 0;
    const digits = { isNegative: false, coefficient: BigInt(value), exponent: 0 };
    const magnitude = { ...digits, coefficient: digits.coefficient < 0n ? -digits.coefficient : digits.coefficient };
    const scaled = scaledTo(magnitude, precision) * 10n ** BigInt(-precision);
    return makeInt(digits.coefficient < 0n ? -scaled : scaled);
  }
  if (isFloat(value)) return roundFloat(floatOf(value), precision);
  if (value instanceof DecimalValue) return roundDecimal(value, precision);
  if (value instanceof UndefinedValue) throw undefinedError(value);
  throw typeError(`type ${typeName(value)} doesn't define __round__ method`);
}

function roundFloat(number: number, precision: number): Value {
  // Beyond these the number has no such digit, or nothing of it is left.
  if (!Number.isFinite(number) || precision > 323) return makeFloat(number);
  if (precision < -308) return makeFloat(0 * number);
  const digits = digitsOfDouble(number);
  const text = precision >= 0 ? fixedText(digits, precision) : `${scaledTo(digits, precision)}e${-precision}`;
  const rounded = Number(text);
  return makeFloat(digits.isNegative ? -rounded : rounded);
}

function roundDecimal(value: DecimalValue, precision: number): DecimalValue {
  const { isNegative } = value.digits;
  if (Math.abs(precision) > MAX_INTEGER_DIGITS) throw valueError(`cannot round to ${precision} digits`);
  return new DecimalValue({ isNegative, coefficient: scaledTo(value.digits, precision), exponent: -precision });
}

const DECIMAL_UNITS = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const BINARY_UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

function fileSize(bytes: number, isBinary: boolean): string {
  const base = isBinary ? 1024 : 1000;
  const units = isBinary ? BINARY_UNITS : DECIMAL_UNITS;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${BigInt(Math.trunc(bytes))} Bytes`;
  const fitting = units.findIndex((_unit, index) => bytes < base ** (index + 2));
  const index = fitting === -1 ? units.length - 1 : fitting;
  const size = (base * bytes) / base ** (index + 2);
  return `${fixedText(digitsOfDouble(size), 1)} ${units[index]}`;
}
