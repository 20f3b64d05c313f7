/** What generated code may call besides its render: Python's operators and the small constructions of the language. */

import { Frame } from '../runtime/frame.js';
import { type LoopSettings, LoopValue } from '../runtime/loop-value.js';
import { type MacroBody, type MacroShape, MacroValue } from '../runtime/macro-value.js';
import { Output } from '../runtime/output.js';
import type { RenderState } from '../runtime/render-state.js';
import type { Unit } from '../runtime/unit.js';
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

/** `f(*args, a=1, **options)`. */
function makeCall({ args, pairs, options }: NamedArguments): CallArguments {
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

/** The functions of generated code, bound to one render and one unit. */
export function createOperators(state: RenderState, unit: Unit) {
  const { isLenient } = state;
  return {
    state,
    call: (callee: Value, named: NamedArguments, offset: number) => state.call(callee, makeCall(named), unit, offset),
    name: (frame: Frame, name: string) => state.name(frame, name),
    attribute: (object: Value, name: string) => getAttribute(object, name, isLenient),
    item: (object: Value, key: Value) => getItem(object, key, isLenient),
    slice: (object: Value, start: Value, stop: Value, step: Value) =>
      getSlice(object, { start, stop, step }, isLenient),
    filter: (name: string, value: Value, named: NamedArguments) => {
      const filter = state.filterContext.filters.get(name);
      if (filter === undefined) throw new PythonError('TemplateAssertionError', `No filter named '${name}'.`);
      return filter(value, makeCall(named), state.filterContext);
    },
    test: (name: string, value: Value, named: NamedArguments) => {
      const test = state.filterContext.tests.get(name);
      if (test === undefined) throw new PythonError('TemplateAssertionError', `No test named '${name}'.`);
      return test(value, makeCall(named), state.filterContext);
    },
    binary: (operator: string, left: Value, right: Value) => (binary.get(operator) as Binary)(left, right),
    negate,
    positive,
    concat,
    truthy: isTruthy,
    float: makeFloat,
    spread: (value: Value) => {
      const items = tryIterate(value);
      if (items === null) throw typeError(`Value after * must be an iterable, not ${typeName(value)}`);
      return [...items];
    },
    tuple: (items: readonly Value[]) => new Tuple(items),
    dict: (pairs: readonly (readonly [Value, Value])[]) => new Dict(pairs),
    unpack,
    noElse: (offset: number) => {
      const { line } = unit.locate(offset);
      const hint = `the inline if-expression on line ${line} evaluated to false and no else section was defined.`;
      return new UndefinedValue('', hint);
    },
    missingParameter: (name: string) => new UndefinedValue(name, `parameter '${name}' was not provided`),
    setNamespace: (frame: Frame, { name, attribute, value }: { name: string; attribute: string; value: Value }) => {
      const namespace = state.name(frame, name);
      if (!(namespace instanceof Namespace)) {
        throw new PythonError('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
      }
      namespace.assign(attribute, value);
    },
    frame: (parent: Frame) => new Frame(parent),
    output: () => new Output(state, unit),
    iterate,
    loop: (source: Value, settings: Omit<LoopSettings, 'maxDepth'>) =>
      new LoopValue(source, { ...settings, maxDepth: state.maxDepth }),
    step: () => state.countStep(),
    macro: (shape: MacroShape, body: MacroBody, closure: Frame) =>
      new MacroValue(shape.name, (call) => {
        const code = { shape, unit, body, closure };
        return state.isAsync ? state.invoke(code, call, false) : state.invokeNow(code, call, false);
      }),
    placed: (error: unknown, offset: number) => state.placed(error, unit, offset),
  };
}

export type Operators = ReturnType<typeof createOperators>;
