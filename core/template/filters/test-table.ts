/** All tests by name: what may stand behind `is`. */
import { isCallable } from '../values/call.js';
import { isLower, isUpper } from '../values/methods/text/kind.js';
import { modulo } from '../values/operators/arithmetic.js';
import {
  contains,
  greaterOrEqual,
  greaterThan,
  lessOrEqual,
  lessThan,
  notEquals,
} from '../values/operators/comparison.js';
import { equals } from '../values/operators/equality.js';
import { tryIterate } from '../values/operators/truth.js';
import { str } from '../values/text.js';
import { DecimalValue } from '../values/types/decimal.js';
import { DictView } from '../values/types/dict-view.js';
import { isFloat, isInt, isNumeric } from '../values/types/numbers.js';
import { SetValue } from '../values/types/set.js';
import { FloatValue, TemplateObject, Tuple, UndefinedValue, type Value } from '../values/value.js';
import { type TestFunction, type TestGroup, toTable } from './filter.js';
import { NativeText } from './native/native-text.js';

type Comparison = (left: Value, right: Value) => boolean;

const withOther = (compare: Comparison): TestGroup[string] => ['other', (value, [other]) => compare(value, other)];

const kindTests: TestGroup = {
  boolean: ['', (value) => typeof value === 'boolean'],
  callable: ['', (value) => isCallable(value)],
  defined: ['', (value) => !(value instanceof UndefinedValue)],
  escaped: ['', () => false],
  false: ['', (value) => value === false],
  filter: ['', (value, _args, { filters }) => filters.has(str(value))],
  float: ['', (value) => isFloat(value)],
  integer: ['', (value) => isInt(value) && typeof value !== 'boolean'],
  iterable: ['', (value) => tryIterate(value) !== null],
  mapping: ['', (value) => value instanceof TemplateObject && value.isMapping],
  none: ['', (value) => value === null],
  number: ['', (value) => isNumeric(value) || value instanceof DecimalValue],
  sequence: ['', (value) => isSequence(value)],
  string: ['', (value) => typeof value === 'string' || value instanceof NativeText],
  test: ['', (value, _args, { tests }) => tests.has(str(value))],
  true: ['', (value) => value === true],
  undefined: ['', (value) => value instanceof UndefinedValue],
};

const comparisonTests: TestGroup = {
  '!=': withOther(notEquals),
  '<': withOther(lessThan),
  '<=': withOther(lessOrEqual),
  '==': withOther(equals),
  '>': withOther(greaterThan),
  '>=': withOther(greaterOrEqual),
  divisibleby: ['num', (value, [divisor]) => equals(modulo(value, divisor), 0)],
  eq: withOther(equals),
  equalto: withOther(equals),
  even: ['', (value) => equals(modulo(value, 2), 0)],
  ge: withOther(greaterOrEqual),
  greaterthan: withOther(greaterThan),
  gt: withOther(greaterThan),
  in: ['seq', (value, [container]) => contains(container, value)],
  le: withOther(lessOrEqual),
  lessthan: withOther(lessThan),
  lower: ['', (value) => isLower(str(value))],
  lt: withOther(lessThan),
  ne: withOther(notEquals),
  odd: ['', (value) => equals(modulo(value, 2), 1)],
  sameas: withOther(isSame),
  upper: ['', (value) => isUpper(str(value))],
};

export const testTable: ReadonlyMap<string, TestFunction> = toTable(kindTests, comparisonTests);

/** Whether it has a length and takes indexes or keys. */
function isSequence(value: Value): boolean {
  if (typeof value === 'string' || Array.isArray(value)) return true;
  if (value instanceof Tuple || value instanceof UndefinedValue) return true;
  if (!(value instanceof TemplateObject) || value instanceof SetValue || value instanceof DictView) return false;
  return value.size() !== null;
}

/** Python's `is`; floats of the same value count as one object, since templates cannot tell. */
function isSame(left: Value, right: Value): boolean {
  if (left instanceof FloatValue && right instanceof FloatValue) return left.number === right.number;
  return Object.is(left, right);
}
