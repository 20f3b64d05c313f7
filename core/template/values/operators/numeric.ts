/** Arithmetic of ints and floats, as Python does it. */
import { checkIntegerBits } from '../limits.js';
import { overflowError, PythonError, valueError } from '../python-error.js';
import {
  bigintOf,
  bitLength,
  floatOf,
  type IntLike,
  isInt,
  makeBoundedInt,
  makeFloat,
  makeInt,
  type Numeric,
} from '../types/numbers.js';
import type { Value } from '../value.js';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** The result of an operator on two numbers. */
export function calculate(operator: ArithmeticOperator, left: Numeric, right: Numeric): Value {
  if (isInt(left) && isInt(right)) return calculateInts(operator, left, right);
  return calculateFloats(operator, floatOf(left), floatOf(right));
}

function calculateInts(operator: ArithmeticOperator, left: IntLike, right: IntLike): Value {
  if (operator === '/') return divideInts(left, right);
  if (operator === '**') return powerInts(left, right);
  if (typeof left !== 'bigint' && typeof right !== 'bigint') {
    const small = calculateSmall(operator, Number(left), Number(right));
    if (small !== null) return small;
  }
  return calculateBig(operator, bigintOf(left), bigintOf(right));
}

/** The result when doubles hold it exactly, else null. */
function calculateSmall(operator: ArithmeticOperator, left: number, right: number): number | null {
  let result: number;
  if (operator === '+') result = left + right;
  else if (operator === '-') result = left - right;
  else if (operator === '*') result = left * right;
  else {
    if (right === 0) throw zeroDivision(operator);
    const remainder = left % right;
    const modulus = remainder !== 0 && remainder < 0 !== right < 0 ? remainder + right : remainder;
    result = operator === '%' ? modulus : (left - modulus) / right;
  }
  return Number.isSafeInteger(result) ? result + 0 : null;
}

function calculateBig(operator: ArithmeticOperator, left: bigint, right: bigint): Value {
  if (operator === '+') return makeBoundedInt(left + right);
  if (operator === '-') return makeBoundedInt(left - right);
  if (operator === '*') {
    checkIntegerBits(bitLength(left) + bitLength(right) - 8);
    return makeInt(left * right);
  }
  if (right === 0n) throw zeroDivision(operator);
  const remainder = left % right;
  const modulus = remainder !== 0n && remainder < 0n !== right < 0n ? remainder + right : remainder;
  return makeInt(operator === '%' ? modulus : (left - modulus) / right);
}

function zeroDivision(operator: ArithmeticOperator): PythonError {
  const message = operator === '%' ? 'integer modulo by zero' : 'integer division or modulo by zero';
  return new PythonError('ZeroDivisionError', message);
}

function divideInts(left: IntLike, right: IntLike): Value {
  if (bigintOf(right) === 0n) throw new PythonError('ZeroDivisionError', 'division by zero');
  if (typeof left !== 'bigint' && typeof right !== 'bigint') return makeFloat(Number(left) / Number(right));
  const quotient = divideExactly(bigintOf(left), bigintOf(right));
  if (!Number.isFinite(quotient)) throw overflowError('integer division result too large for a float');
  return makeFloat(quotient);
}

/** The double nearest to a quotient of integers: 66 bits of it and a sticky bit are rounded once. */
function divideExactly(left: bigint, right: bigint): number {
  if (left === 0n) return 0;
  const isNegative = left < 0n !== right < 0n;
  const dividend = left < 0n ? -left : left;
  const divisor = right < 0n ? -right : right;
  const shift = Math.max(66 - (bitLength(dividend) - bitLength(divisor)), -(2 ** 30));
  const scaled = shift >= 0 ? dividend << BigInt(shift) : dividend;
  const scaledDivisor = shift >= 0 ? divisor : divisor << BigInt(-shift);
  const sticky = scaled % scaledDivisor === 0n ? 0n : 1n;
  const bits = Number(((scaled / scaledDivisor) << 1n) | sticky);
  const half = -(shift + 1) / 2;
  const quotient = bits * 2 ** Math.floor(half) * 2 ** Math.ceil(half);
  return isNegative ? -quotient : quotient;
}

function powerInts(left: IntLike, right: IntLike): Value {
  const base = bigintOf(left);
  const exponent = bigintOf(right);
  if (exponent < 0n) {
    if (base === 0n) throw negativePowerOfZero();
    return calculateFloats('**', floatOf(left), floatOf(right));
  }
  if (base === 0n || base === 1n) return exponent === 0n ? 1 : Number(base);
  if (base === -1n) return exponent % 2n === 0n ? 1 : -1;
  // The magnitude has at least bitLength - 4 bits, rounded down to what is certain, for each factor.
  checkIntegerBits(Math.max(1, bitLength(base) - 4) * Number(exponent));
  return makeInt(base ** exponent);
}

function calculateFloats(operator: ArithmeticOperator, left: number, right: number): Value {
  switch (operator) {
    case '+':
      return makeFloat(left + right);
    case '-':
      return makeFloat(left - right);
    case '*':
      return makeFloat(left * right);
    case '/':
      if (right === 0) throw new PythonError('ZeroDivisionError', 'float division by zero');
      return makeFloat(left / right);
    case '**':
      return powerFloats(left, right);
    default:
      if (right === 0) {
        throw new PythonError('ZeroDivisionError', operator === '%' ? 'float modulo' : 'float floor division by zero');
      }
      return makeFloat(divideFloats(left, right)[operator === '%' ? 1 : 0]);
  }
}

/** Floor quotient and modulus of floats. */
function divideFloats(left: number, right: number): readonly [number, number] {
  const remainder = left % right;
  if (remainder === 0) return [roundNear((left - remainder) / right, left / right), right < 0 ? -0 : 0];
  const isOpposite = remainder < 0 !== right < 0;
  const modulus = isOpposite ? remainder + right : remainder;
  const quotient = (left - remainder) / right - (isOpposite ? 1 : 0);
  return [roundNear(quotient, left / right), modulus];
}

function roundNear(quotient: number, signSource: number): number {
  if (quotient === 0) return signSource < 0 || Object.is(signSource, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function powerFloats(base: number, exponent: number): Value {
  if (base === 0 && exponent < 0) throw negativePowerOfZero();
  if (base === 1) return makeFloat(1);
  if (base < 0 && Number.isFinite(base) && Number.isFinite(exponent) && !Number.isInteger(exponent)) {
    throw valueError('complex numbers are not supported');
  }
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return makeFloat(1);
  const result = base ** exponent;
  if (!Number.isFinite(result) && !Number.isNaN(result) && Number.isFinite(base) && Number.isFinite(exponent)) {
    throw overflowError("(34, 'Numerical result out of range')");
  }
  return makeFloat(result);
}

function negativePowerOfZero(): PythonError {
  return new PythonError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
}
