/** Filters that apply another filter or a test to each item: `map`, `select`, `reject` and their `attr` forms. */

import type { Dict } from '../../values/dict.js';
import { isTruthy, iterate } from '../../values/operators/truth.js';
import { PythonError } from '../../values/python-error.js';
import { repr, str } from '../../values/text.js';
import { GeneratorValue } from '../../values/types/generator.js';
import type { CallArguments, Tuple, Value } from '../../values/value.js';
import { attributeGetter, type Getter } from '../attribute.js';
import type { FilterContext, FilterGroup } from '../filter.js';

const ANY = '*args, **kwargs';

export const mapFilters: FilterGroup = {
  map: [ANY, (value, args, context) => lazily('sync_do_map', value, (items) => mapped(items, callOf(args), context))],
  select: [ANY, (value, args, context) => selecting('select', value, { call: callOf(args), context, keeps: true })],
  reject: [ANY, (value, args, context) => selecting('reject', value, { call: callOf(args), context, keeps: false })],
  selectattr: [
    ANY,
    (value, args, context) => selecting('selectattr', value, { call: callOf(args), context, keeps: true }),
  ],
  rejectattr: [
    ANY,
    (value, args, context) => selecting('rejectattr', value, { call: callOf(args), context, keeps: false }),
  ],
};

function callOf([args, kwargs]: readonly Value[]): CallArguments {
  const named = [...(kwargs as Dict).entries()].map(([key, value]) => [str(key), value] as const);
  return { args: (args as Tuple).items, kwargs: new Map(named) };
}

/** Nothing is asked of the arguments before the first item is read, and nothing at all of an empty or missing value. */
function lazily(name: string, value: Value, items: (source: Iterable<Value>) => Iterable<Value>): GeneratorValue {
  return new GeneratorValue(whenTrue(value, items), `generator object ${name}`);
}

function* whenTrue(value: Value, items: (source: Iterable<Value>) => Iterable<Value>): Iterable<Value> {
  if (isTruthy(value)) yield* items(iterate(value));
}

function* mapped(source: Iterable<Value>, call: CallArguments, context: FilterContext): Iterable<Value> {
  const apply =
    call.args.length === 0 && call.kwargs.has('attribute') ? attributeOf(call, context) : filterOf(call, context);
  for (const item of source) yield apply(item);
}

function attributeOf(call: CallArguments, { isLenient }: FilterContext): Getter {
  const { attribute = null, default: otherwise = null, ...unknown } = Object.fromEntries(call.kwargs);
  const [first] = Object.keys(unknown);
  if (first !== undefined) {
    throw new PythonError('FilterArgumentError', `Unexpected keyword argument ${repr(first)}`);
  }
  return attributeGetter(attribute, { isLenient, otherwise });
}

function filterOf(call: CallArguments, context: FilterContext): Getter {
  const [name, ...args] = call.args;
  if (name === undefined) throw new PythonError('FilterArgumentError', 'map requires a filter argument');
  const filter = context.filters.get(str(name));
  if (filter === undefined) throw new PythonError('TemplateRuntimeError', `No filter named ${repr(name)}.`);
  return (item) => filter(item, { args, kwargs: call.kwargs }, context);
}

interface Selection {
  readonly call: CallArguments;
  readonly context: FilterContext;
  readonly keeps: boolean;
}

function selecting(name: string, value: Value, selection: Selection): GeneratorValue {
  return lazily('select_or_reject', value, (source) => selected(source, selection, name.endsWith('attr')));
}

function* selected(source: Iterable<Value>, selection: Selection, byAttribute: boolean): Iterable<Value> {
  const { call, context, keeps } = selection;
  if (byAttribute && call.args.length === 0) {
    throw new PythonError('FilterArgumentError', 'Missing parameter for attribute name');
  }
  const getter = attributeGetter(byAttribute ? call.args[0] : null, context);
  const test = testOf(call.args.slice(byAttribute ? 1 : 0), selection);
  for (const item of source) if (test(getter(item)) === keeps) yield item;
}

function testOf(given: readonly Value[], { call, context }: Selection): (item: Value) => boolean {
  const [name, ...args] = given;
  if (name === undefined) return isTruthy;
  const test = context.tests.get(str(name));
  if (test === undefined) throw new PythonError('TemplateRuntimeError', `No test named ${repr(name)}.`);
  return (item) => test(item, { args, kwargs: call.kwargs }, context);
}
