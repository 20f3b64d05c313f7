/** Python's Decimal for query results: exact digits, 28 digits of precision in arithmetic, half to even. */
import { overflowError, PythonError } from '../python-error.js';
import { type HashKey, type OperatorName, TemplateObject, type UnaryName, type Value } from '../value.js';
import { type DecimalDigits, digitsOfDouble, dropDigits } from './decimal-digits.js';
import { integerKey } from './hash.js';
import { bigintOf, floatOf, isFloat, isInt, makeFloat, makeInt } from './numbers.js';

const PRECISION = 28;
const MAX_EXPONENT = 20_000;
const SYNTAX = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

export class DecimalValue extends TemplateObject {
  readonly typeName = 'decimal.Decimal';
  readonly digits: DecimalDigits;

  constructor(digits: DecimalDigits) {
    super();
    this.digits = digits;
  }

  /** Coefficient with its sign. */
  get signed(): bigint {
    return this.digits.isNegative ? -this.digits.coefficient : this.digits.coefficient;
  }

  override isTrue(): boolean {
    return this.digits.coefficient !== 0n;
  }

  override text(): string {
    return decimalText(this.digits);
  }

  override representation(): string {
    return `Decimal('${this.text()}')`;
  }

  override equals(other: Value): boolean {
    const theirs = exactDigits(other);
    return theirs !== null && compareDigits(this, theirs) === 0;
  }

  override hashKey(): HashKey {
    const { exponent } = this.digits;
    const divisor = 10n ** BigInt(Math.max(-exponent, 0));
    if (this.signed % divisor === 0n) {
      return integerKey((this.signed * 10n ** BigInt(Math.max(exponent, 0))) / divisor);
    }
    const number = Number(this.text());
    const isExact = compareDigits(this, new DecimalValue(digitsOfDouble(number))) === 0;
    return isExact ? number : `\0d${normalizedText(this.digits)}`;
  }

  override attribute(name: string): Value | undefined {
    return name === 'real' ? this : undefined;
  }

  override operate(operator: OperatorName, other: Value, isReflected: boolean): Value | undefined {
    if (operator.startsWith('<') || operator.startsWith('>')) return order(operator, this, exactDigits(other));
    const operand = isFloat(other) ? null : exactDigits(other);
    if (operand === null) return undefined;
    return isReflected ? arithmetic(operator, operand, this) : arithmetic(operator, this, operand);
  }

  override operateUnary(operator: UnaryName): Value {
    switch (operator) {
      case 'neg':
        return new DecimalValue({ ...this.digits, isNegative: !this.digits.isNegative && this.isTrue() });
      case 'pos':
        return this;
      case 'abs':
        return new DecimalValue({ ...this.digits, isNegative: false });
      case 'float':
        return makeFloat(Number(this.text()));
      case 'int':
        return makeInt(truncated(this));
    }
  }
}

/** A Decimal from its text; null when the text is no finite number. */
export function parseDecimal(text: string): DecimalValue | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] = SYNTAX.exec(text.trim().replaceAll('_', '')) ?? [];
  if (sign === undefined || (whole === '' && fraction === '')) return null;
  // Beyond this nothing but the exponent would be left of any calculation.
  if (Math.abs(Number(exponent)) > MAX_EXPONENT) return null;
  const coefficient = BigInt(whole + fraction);
  return new DecimalValue({ isNegative: sign === '-', coefficient, exponent: Number(exponent) - fraction.length });
}

function truncated(value: DecimalValue): bigint {
  const { exponent } = value.digits;
  if (exponent > 4_300) throw overflowError('Decimal is too large for an integer');
  return exponent >= 0 ? value.signed * 10n ** BigInt(exponent) : value.signed / 10n ** BigInt(-exponent);
}

/** A number as an exact Decimal; null when it is no finite number. */
function exactDigits(value: Value): DecimalValue | null {
  if (value instanceof DecimalValue) return value;
  if (isInt(value)) return ofSigned(bigintOf(value), 0);
  return isFloat(value) && Number.isFinite(floatOf(value)) ? new DecimalValue(digitsOfDouble(floatOf(value))) : null;
}

function ofSigned(coefficient: bigint, exponent: number): DecimalValue {
  const isNegative = coefficient < 0n;
  return new DecimalValue({ isNegative, coefficient: isNegative ? -coefficient : coefficient, exponent });
}

/** Rounds to the precision of the context. */
function rounded(value: DecimalValue): DecimalValue {
  const excess = value.digits.coefficient.toString().length - PRECISION;
  if (excess <= 0) return value;
  const coefficient = dropDigits(value.digits.coefficient, excess);
  return rounded(new DecimalValue({ ...value.digits, coefficient, exponent: value.digits.exponent + excess }));
}

/** Both coefficients over the smaller exponent. */
function aligned(left: DecimalValue, right: DecimalValue): readonly [bigint, bigint, number] {
  const exponent = Math.min(left.digits.exponent, right.digits.exponent);
  if (Math.max(left.digits.exponent, right.digits.exponent) - exponent > 10_000) {
    throw overflowError('Decimal exponents are too far apart');
  }
  const scale = (value: DecimalValue) => value.signed * 10n ** BigInt(value.digits.exponent - exponent);
  return [scale(left), scale(right), exponent];
}

function compareDigits(left: DecimalValue, right: DecimalValue): number {
  const [mine, theirs] = aligned(left, right);
  if (mine === theirs) return 0;
  return mine < theirs ? -1 : 1;
}

function order(operator: OperatorName, left: DecimalValue, right: DecimalValue | null): boolean | undefined {
  if (right === null) return undefined;
  const comparison = compareDigits(left, right);
  if (operator === '<') return comparison < 0;
  if (operator === '<=') return comparison <= 0;
  return operator === '>' ? comparison > 0 : comparison >= 0;
}

function arithmetic(operator: OperatorName, left: DecimalValue, right: DecimalValue): Value | undefined {
  const [mine, theirs, exponent] = aligned(left, right);
  switch (operator) {
    case '+':
      return rounded(ofSigned(mine + theirs, exponent));
    case '-':
      return rounded(ofSigned(mine - theirs, exponent));
    case '*':
      return rounded(ofSigned(left.signed * right.signed, left.digits.exponent + right.digits.exponent));
    case '/':
      return divide(left, right);
    case '//':
      requireDivisor(theirs, 'DivisionByZero');
      return ofSigned(mine / theirs, 0);
    case '%':
      requireDivisor(theirs, 'InvalidOperation');
      return rounded(ofSigned(mine % theirs, exponent));
    case '**':
      return power(left, right);
    default:
      return undefined;
  }
}

function requireDivisor(divisor: bigint, signal: string): void {
  if (divisor === 0n) throw new PythonError(signal, `[<class 'decimal.${signal}'>]`);
}

function divide(left: DecimalValue, right: DecimalValue): DecimalValue {
  requireDivisor(right.signed, 'DivisionByZero');
  const ideal = left.digits.exponent - right.digits.exponent;
  const digitCount = (value: DecimalValue) => value.digits.coefficient.toString().length;
  const shift = Math.max(PRECISION + 1 + digitCount(right) - digitCount(left), 0);
  const scaled = left.signed * 10n ** BigInt(shift);
  const remainder = scaled % right.signed;
  const quotient = scaled / right.signed;
  if (remainder === 0n) return trimmedTo(ofSigned(quotient, ideal - shift), ideal);
  // One more digit that is not zero keeps a half from looking exact.
  const sticky = quotient * 10n + (left.signed < 0n !== right.signed < 0n ? -1n : 1n);
  return rounded(ofSigned(sticky, ideal - shift - 1));
}

/** Drops zeros at the end as far as the ideal exponent. */
function trimmedTo(value: DecimalValue, ideal: number): DecimalValue {
  let { coefficient, exponent } = value.digits;
  while (exponent < ideal && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return rounded(new DecimalValue({ ...value.digits, coefficient, exponent }));
}

function power(left: DecimalValue, right: DecimalValue): Value | undefined {
  const exponent = Number(right.text());
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 10_000) return undefined;
  let result = ofSigned(1n, 0);
  let factor = left;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = arithmetic('*', result, factor) as DecimalValue;
    factor = arithmetic('*', factor, factor) as DecimalValue;
  }
  return exponent < 0 ? divide(ofSigned(1n, 0), result) : result;
}

/** The text of a Decimal: plain while the exponent is small, else scientific. */
function decimalText(digits: DecimalDigits): string {
  const sign = digits.isNegative ? '-' : '';
  const text = digits.coefficient.toString();
  const adjusted = text.length - 1 + digits.exponent;
  if (digits.exponent <= 0 && adjusted >= -6) {
    if (digits.exponent === 0) return sign + text;
    const padded = text.padStart(1 - digits.exponent, '0');
    return `${sign}${padded.slice(0, digits.exponent)}.${padded.slice(digits.exponent)}`;
  }
  const fraction = text.length > 1 ? `.${text.slice(1)}` : '';
  return `${sign}${text[0]}${fraction}E${adjusted < 0 ? '-' : '+'}${Math.abs(adjusted)}`;
}

function normalizedText(digits: DecimalDigits): string {
  let { coefficient, exponent } = digits;
  while (coefficient !== 0n && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return decimalText({ isNegative: digits.isNegative, coefficient, exponent });
}
