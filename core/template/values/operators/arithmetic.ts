/**
 * Python's arithmetic operators on any value: numbers, text, lists, tuples and objects that define operators.
 */
import { formatPercent } from '../format/percent.js';
import { checkItemCount, checkTextLength } from '../limits.js';
import { type PythonError, typeError, undefinedError } from '../python-error.js';
import { str } from '../text.js';
import { floatOf, isInt, isNumeric, makeFloat, makeInt, smallIntOf } from '../types/numbers.js';
import { typeName } from '../types/type-name.js';
import { type OperatorName, TemplateObject, Tuple, type UnaryName, UndefinedValue, type Value } from '../value.js';
import { type ArithmeticOperator, calculate } from './numeric.js';

/** `left + right`. */
export function add(left: Value, right: Value): Value {
  if (isNumeric(left) && isNumeric(right)) return calculate('+', left, right);
  if (typeof left === 'string' && typeof right === 'string') return joinTexts(left, right);
  if (Array.isArray(left) && Array.isArray(right)) return joinItems(left, right);
  if (left instanceof Tuple && right instanceof Tuple) return new Tuple(joinItems(left.items, right.items));
  const result = askObjects('+', left, right);
  if (result !== undefined) return result;
  if (typeof left === 'string' || Array.isArray(left) || left instanceof Tuple) {
    const kind = typeName(left);
    throw typeError(`can only concatenate ${kind} (not "${typeName(right)}") to ${kind}`);
  }
  throw unsupported('+', left, right);
}

/** `left - right`. */
export function subtract(left: Value, right: Value): Value {
  return numbersOrObjects('-', left, right);
}

/** `left * right`. */
export function multiply(left: Value, right: Value): Value {
  if (isNumeric(left) && isNumeric(right)) return calculate('*', left, right);
  if (isSequence(left) && isInt(right)) return repeat(left, smallIntOf(right));
  if (isSequence(right) && isInt(left)) return repeat(right, smallIntOf(left));
  const result = askObjects('*', left, right);
  if (result !== undefined) return result;
  if (isSequence(left)) throw typeError(`can't multiply sequence by non-int of type '${typeName(right)}'`);
  if (isSequence(right)) throw typeError(`can't multiply sequence by non-int of type '${typeName(left)}'`);
  throw unsupported('*', left, right);
}

/** `left / right`. */
export function divide(left: Value, right: Value): Value {
  return numbersOrObjects('/', left, right);
}

/** `left // right`. */
export function floorDivide(left: Value, right: Value): Value {
  return numbersOrObjects('//', left, right);
}

/** `left % right`; on a string it formats. */
export function modulo(left: Value, right: Value): Value {
  if (typeof left === 'string') return formatPercent(left, right);
  return numbersOrObjects('%', left, right);
}

/** `left ** right`. */
export function power(left: Value, right: Value): Value {
  return numbersOrObjects('**', left, right);
}

/** `-value`. */
export function negate(value: Value): Value {
  if (isInt(value)) return makeInt(typeof value === 'bigint' ? -value : -Number(value));
  if (isNumeric(value)) return makeFloat(-floatOf(value));
  return askObject('neg', '-', value);
}

/** `+value`. */
export function positive(value: Value): Value {
  if (isInt(value)) return typeof value === 'boolean' ? Number(value) : value;
  return isNumeric(value) ? value : askObject('pos', '+', value);
}

/** `left ~ right ~ ...`: the texts of all, joined. */
export function concat(values: readonly Value[]): string {
  const texts = values.map(str);
  checkTextLength(texts.reduce((sum, text) => sum + text.length, 0));
  return texts.join('');
}

function numbersOrObjects(operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (isNumeric(left) && isNumeric(right)) return calculate(operator, left, right);
  const result = askObjects(operator, left, right);
  if (result === undefined) throw unsupported(operator, left, right);
  return result;
}

/** What an object on either side says of an operator; raises when either side is undefined. */
function askObjects(operator: OperatorName, left: Value, right: Value): Value | undefined {
  if (left instanceof UndefinedValue) throw undefinedError(left);
  if (left instanceof TemplateObject) {
    const result = left.operate(operator, right, false);
    if (result !== undefined) return result;
  }
  if (right instanceof UndefinedValue) throw undefinedError(right);
  return right instanceof TemplateObject ? right.operate(operator, left, true) : undefined;
}

function askObject(name: UnaryName, operator: string, value: Value): Value {
  if (value instanceof UndefinedValue) throw undefinedError(value);
  const result = value instanceof TemplateObject ? value.operateUnary(name) : undefined;
  if (result === undefined) throw typeError(`bad operand type for unary ${operator}: '${typeName(value)}'`);
  return result;
}

function unsupported(operator: OperatorName, left: Value, right: Value): PythonError {
  const name = operator === '**' ? '** or pow()' : operator;
  return typeError(`unsupported operand type(s) for ${name}: '${typeName(left)}' and '${typeName(right)}'`);
}

function isSequence(value: Value): value is string | Value[] | Tuple {
  return typeof value === 'string' || Array.isArray(value) || value instanceof Tuple;
}

function repeat(sequence: string | Value[] | Tuple, times: number): Value {
  const count = Math.max(times, 0);
  if (typeof sequence === 'string') {
    checkTextLength(sequence.length * count);
    return sequence.length === 0 ? '' : sequence.repeat(count);
  }
  const items = Array.isArray(sequence) ? sequence : sequence.items;
  checkItemCount(items.length * count);
  const repeated = items.length === 0 ? [] : Array.from({ length: count }, () => items).flat(1);
  return Array.isArray(sequence) ? repeated : new Tuple(repeated);
}

function joinTexts(left: string, right: string): string {
  checkTextLength(left.length + right.length);
  return left + right;
}

function joinItems(left: readonly Value[], right: readonly Value[]): Value[] {
  checkItemCount(left.length + right.length);
  return [...left, ...right];
}
