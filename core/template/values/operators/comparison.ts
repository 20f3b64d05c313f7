/** Python's ordering operators and `in`. */
import { typeError, undefinedError } from '../python-error.js';
import { isNumeric } from '../types/numbers.js';
import { typeName } from '../types/type-name.js';
import { TemplateObject, Tuple, UndefinedValue, type Value } from '../value.js';
import { equals, exact, isSameOrEqual } from './equality.js';
import { isTruthy, tryIterate } from './truth.js';

export type OrderOperator = '<' | '<=' | '>' | '>=';

/** `left < right`. */
export function lessThan(left: Value, right: Value): boolean {
  return compare('<', left, right);
}

/** `left <= right`. */
export function lessOrEqual(left: Value, right: Value): boolean {
  return compare('<=', left, right);
}

/** `left > right`. */
export function greaterThan(left: Value, right: Value): boolean {
  return compare('>', left, right);
}

/** `left >= right`. */
export function greaterOrEqual(left: Value, right: Value): boolean {
  return compare('>=', left, right);
}

/** `left != right`. */
export function notEquals(left: Value, right: Value): boolean {
  return !equals(left, right);
}

const MIRRORED: Readonly<Record<OrderOperator, OrderOperator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The answer of one ordering operator. */
export function compare(operator: OrderOperator, left: Value, right: Value): boolean {
  if (isNumeric(left) && isNumeric(right)) return holds(operator, exact(left), exact(right));
  if (typeof left === 'string' && typeof right === 'string') {
    return holds(operator, compareTexts(left, right), 0);
  }
  if (Array.isArray(left) && Array.isArray(right)) return compareItems(operator, left, right);
  if (left instanceof Tuple && right instanceof Tuple) return compareItems(operator, left.items, right.items);
  if (left instanceof UndefinedValue) throw undefinedError(left);
  const result = askOrder(operator, left, right);
  if (result === undefined) {
    const kinds = `'${typeName(left)}' and '${typeName(right)}'`;
    throw typeError(`'${operator}' not supported between instances of ${kinds}`);
  }
  return isTruthy(result);
}

function askOrder(operator: OrderOperator, left: Value, right: Value): Value | undefined {
  if (left instanceof TemplateObject) {
    const result = left.operate(operator, right, false);
    if (result !== undefined) return result;
  }
  if (right instanceof UndefinedValue) throw undefinedError(right);
  return right instanceof TemplateObject ? right.operate(MIRRORED[operator], left, false) : undefined;
}

/** Whether an ordering operator holds between two numbers by their exact values. */
export function holds(operator: OrderOperator, left: number | bigint, right: number | bigint): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

/** -1, 0 or 1 by code points. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  let index = 0;
  while (index < shorter && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  if (index === shorter) return left.length < right.length ? -1 : 1;
  return codePointRank(left.charCodeAt(index)) < codePointRank(right.charCodeAt(index)) ? -1 : 1;
}

/** Surrogates stand for code points above all others. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function compareItems(operator: OrderOperator, left: readonly Value[], right: readonly Value[]): boolean {
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    const mine = left[index];
    const theirs = right[index];
    if (!isSameOrEqual(mine, theirs)) return compare(operator, mine, theirs);
  }
  return holds(operator, left.length, right.length);
}

/** `value in container`. */
export function contains(container: Value, value: Value): boolean {
  if (typeof container === 'string') {
    if (typeof value === 'string') return container.includes(value);
    throw typeError(`'in <string>' requires string as left operand, not ${typeName(value)}`);
  }
  const answer = container instanceof TemplateObject ? container.contains(value) : null;
  if (answer !== null) return answer;
  const items = tryIterate(container);
  if (items === null) throw typeError(`argument of type '${typeName(container)}' is not iterable`);
  for (const item of items) if (isSameOrEqual(item, value)) return true;
  return false;
}
