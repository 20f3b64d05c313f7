/**
 * What running a template comes down to, whether its tree is walked or its code runs: Python's operators and the small
 * constructions of the language, for one render and one unit.
 */

import { getAttribute, getItem } from '../values/access.js';
import { Dict } from '../values/dict.js';
import { Namespace } from '../values/globals.js';
import {
  add,
  concat,
  divide,
  floorDivide,
  modulo,
  multiply,
  negate,
  positive,
  power,
  subtract,
} from '../values/operators/arithmetic.js';
import {
  contains,
  greaterOrEqual,
  greaterThan,
  lessOrEqual,
  lessThan,
  notEquals,
} from '../values/operators/comparison.js';
import { equals } from '../values/operators/equality.js';
import { isTruthy, iterate, tryIterate, unpack } from '../values/operators/truth.js';
import { PythonError, typeError } from '../values/python-error.js';
import { getSlice } from '../values/slices.js';
import { str } from '../values/text.js';
import { makeFloat } from '../values/types/numbers.js';
import { typeName } from '../values/types/type-name.js';
import type { CallArguments, Value } from '../values/value.js';
import { TemplateObject, Tuple, UndefinedValue } from '../values/value.js';
import { Frame } from './frame.js';
import { type LoopSettings, LoopValue } from './loop-value.js';
import { type MacroBody, type MacroShape, MacroValue } from './macro-value.js';
import type { Output } from './output.js';
import type { RenderState } from './render-state.js';
import type { ReturnSignal } from './return-signal.js';
import type { Unit } from './unit.js';

type Binary = (left: Value, right: Value) => Value;

const binary: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['+', add],
  ['-', subtract],
  ['*', multiply],
  ['/', divide],
  ['//', floorDivide],
  ['%', modulo],
  ['**', power],
  ['==', equals],
  ['!=', notEquals],
  ['<', lessThan],
  ['<=', lessOrEqual],
  ['>', greaterThan],
  ['>=', greaterOrEqual],
  ['in', (left, right) => contains(right, left)],
  ['not in', (left, right) => !contains(right, left)],
]);

export interface NamedArguments {
  readonly args: readonly Value[];
  readonly pairs: readonly (readonly [string, Value])[];
  readonly options: readonly Value[];
}

const NO_KEYWORDS: ReadonlyMap<string, Value> = new Map();

/** `f(*args, a=1, **options)`. */
function makeCall({ args, pairs, options }: NamedArguments): CallArguments {
  if (pairs.length === 0 && options.length === 0) return { args, kwargs: NO_KEYWORDS };
  const kwargs = new Map(pairs);
  for (const option of options) {
    if (!(option instanceof TemplateObject && option.isMapping)) {
      throw typeError(`argument after ** must be a mapping, not ${typeName(option)}`);
    }
    for (const key of iterate(option)) {
      const name = str(key);
      if (kwargs.has(name)) throw typeError(`got multiple values for keyword argument '${name}'`);
      kwargs.set(name, option.item(key) ?? null);
    }
  }
  return { args, kwargs };
}

/**
 * The operators as methods of one object, so that a render of a short template makes no functions. Emitted code has
 * an offset as the last argument of most calls, for it notes its place there; few methods read it.
 */
export class Operators {
  readonly state: RenderState;
  readonly unit: Unit;

  constructor(state: RenderState, unit: Unit) {
    this.state = state;
    this.unit = unit;
  }

  call(callee: Value, named: NamedArguments, offset: number): Value | Promise<Value> {
    return this.state.call(callee, makeCall(named), this.unit, offset);
  }

  /** What `return` as a statement of its own says, for whoever can end the macro without raising it. */
  returned(named: NamedArguments, offset: number): ReturnSignal {
    return this.state.returned(makeCall(named), this.unit, offset);
  }

  name(frame: Frame, name: string): Value {
    return this.state.name(frame, name);
  }

  attribute(object: Value, name: string): Value {
    return getAttribute(object, name, this.state.isLenient);
  }

  item(object: Value, key: Value): Value {
    return getItem(object, key, this.state.isLenient);
  }

  slice(object: Value, start: Value, stop: Value, step: Value): Value {
    return getSlice(object, { start, stop, step }, this.state.isLenient);
  }

  filter(name: string, value: Value, named: NamedArguments): Value {
    const { filterContext } = this.state;
    const filter = filterContext.filters.get(name);
    if (filter === undefined) throw new PythonError('TemplateAssertionError', `No filter named '${name}'.`);
    return filter(value, makeCall(named), filterContext);
  }

  test(name: string, value: Value, named: NamedArguments): boolean {
    const { filterContext } = this.state;
    const test = filterContext.tests.get(name);
    if (test === undefined) throw new PythonError('TemplateAssertionError', `No test named '${name}'.`);
    return test(value, makeCall(named), filterContext);
  }

  binary(operator: string, left: Value, right: Value): Value {
    return (binary.get(operator) as Binary)(left, right);
  }

  negate(value: Value): Value {
    return negate(value);
  }

  positive(value: Value): Value {
    return positive(value);
  }

  concat(parts: readonly Value[]): string {
    return concat(parts);
  }

  truthy(value: Value): boolean {
    return isTruthy(value);
  }

  float(number: number): Value {
    return makeFloat(number);
  }

  spread(value: Value): Value[] {
    const items = tryIterate(value);
    if (items === null) throw typeError(`Value after * must be an iterable, not ${typeName(value)}`);
    return [...items];
  }

  tuple(items: readonly Value[]): Tuple {
    return new Tuple(items);
  }

  dict(pairs: readonly (readonly [Value, Value])[]): Dict {
    return new Dict(pairs);
  }

  unpack(value: Value, count: number): readonly Value[] {
    return unpack(value, count);
  }

  /** What an inline `if` without `else` gives when its test fails. */
  noElse(offset: number): UndefinedValue {
    const { line } = this.unit.locate(offset);
    const hint = `the inline if-expression on line ${line} evaluated to false and no else section was defined.`;
    return new UndefinedValue('', hint);
  }

  missingParameter(name: string): UndefinedValue {
    return new UndefinedValue(name, `parameter '${name}' was not provided`);
  }

  setNamespace(frame: Frame, { name, attribute, value }: { name: string; attribute: string; value: Value }): void {
    const namespace = this.state.name(frame, name);
    if (!(namespace instanceof Namespace)) {
      throw new PythonError('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
    }
    namespace.assign(attribute, value);
  }

  frame(parent: Frame): Frame {
    return new Frame(parent);
  }

  output(): Output {
    return this.state.output(this.unit);
  }

  iterate(value: Value): Iterable<Value> {
    return iterate(value);
  }

  loop(source: Value, settings: Omit<LoopSettings, 'maxDepth'>): LoopValue {
    return new LoopValue(source, { ...settings, maxDepth: this.state.maxDepth });
  }

  step(): void {
    this.state.countStep();
  }

  /** A macro that a template defines, or the body of a call block. */
  macro(shape: MacroShape, body: MacroBody, closure: Frame): MacroValue {
    const code = { shape, unit: this.unit, body, closure };
    return new MacroValue(shape.name, (call) => this.state.run(code, call, false));
  }

  /** `{% macro %}` inside a template. dbt renames what it defines, so that only plain Jinja can call it. */
  defineMacro(frame: Frame, shape: MacroShape, body: MacroBody): void {
    const { name } = shape;
    frame.set(this.state.keepsMacroNames ? name : `dbt_macro__${name}`, this.macro(shape, body, frame));
  }

  placed(error: unknown, offset: number): unknown {
    return this.state.placed(error, this.unit, offset);
  }
}
