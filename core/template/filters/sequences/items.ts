/** Filters that take items out of a value or put them into lists. */
import { getAttributeOnly } from '../../values/access.js';
import { Dict } from '../../values/dict.js';
import { checkItemCount, checkTextLength } from '../../values/limits.js';
import { integerArgument } from '../../values/methods/arguments.js';
import { pairsOf } from '../../values/methods/dict-methods.js';
import { isTruthy, iterate, length, listOf, tryIterate } from '../../values/operators/truth.js';
import { indexError, PythonError, typeError } from '../../values/python-error.js';
import { str } from '../../values/text.js';
import { codePointsOf } from '../../values/types/code-points.js';
import { GeneratorValue } from '../../values/types/generator.js';
import { typeName } from '../../values/types/type-name.js';
import { TemplateObject, Tuple, UndefinedValue, type Value } from '../../values/value.js';
import { attributeGetter } from '../attribute.js';
import type { FilterGroup } from '../filter.js';

const defaultFilter = [
  'default_value="", boolean=False',
  (value: Value, [otherwise, boolean]: readonly Value[]) =>
    value instanceof UndefinedValue || (isTruthy(boolean) && !isTruthy(value)) ? otherwise : value,
] as const;

export const itemFilters: FilterGroup = {
  attr: ['name', (value, [name], { isLenient }) => getAttributeOnly(value, str(name), isLenient)],
  count: ['', (value) => length(value)],
  d: defaultFilter,
  default: defaultFilter,
  first: ['', (value) => first(value)],
  items: ['', (value) => new GeneratorValue(itemsOf(value), 'generator object do_items')],
  join: [
    'd="", attribute=None',
    (value, [separator, attribute], { isLenient }) => {
      const getter = attributeGetter(attribute, { isLenient });
      return join(str(separator), value, getter);
    },
  ],
  last: ['', (value) => last(value)],
  length: ['', (value) => length(value)],
  list: ['', (value) => listOf(value)],
  random: ['', (value) => random(value)],
  reverse: ['', (value) => reversed(value)],
  batch: ['linecount, fill_with=None', (value, [size, fill]) => batch(value, integerArgument(size), fill)],
  slice: ['slices, fill_with=None', (value, [count, fill]) => slice(value, integerArgument(count), fill)],
};

function first(value: Value): Value {
  for (const item of iterate(value)) return item;
  return new UndefinedValue('', 'No first item, sequence was empty.');
}

function last(value: Value): Value {
  if (value instanceof GeneratorValue || tryIterate(value) === null) {
    throw typeError(`'${typeName(value)}' object is not reversible`);
  }
  const found = listOf(value).at(-1);
  return found === undefined ? new UndefinedValue('', 'No last item, sequence was empty.') : found;
}

function* itemsOf(value: Value): Iterable<Value> {
  if (value instanceof UndefinedValue) return;
  if (!(value instanceof TemplateObject) || !value.isMapping) {
    throw typeError('Can only get item pairs from a mapping.');
  }
  for (const pair of pairsOf(value)) yield new Tuple(pair);
}

function join(separator: string, value: Value, getter: (item: Value) => Value): string {
  const texts: string[] = [];
  let size = 0;
  for (const item of iterate(value)) {
    const text = str(getter(item));
    size += text.length + separator.length;
    checkTextLength(size);
    texts.push(text);
  }
  return texts.join(separator);
}

function random(value: Value): Value {
  const size = length(value);
  if (size === 0) return new UndefinedValue('', 'No random item, sequence was empty.');
  const index = Math.floor(Math.random() * size);
  const item = value instanceof Dict ? value.get(index) : listOf(value)[index];
  if (item === undefined) throw indexError(`${index}`);
  return item;
}

function reversed(value: Value): Value {
  if (typeof value === 'string') return Array.from(codePointsOf(value)).reverse().join('');
  if (tryIterate(value) === null) throw new PythonError('FilterArgumentError', 'argument must be iterable');
  const items = listOf(value).reverse();
  const kind = Array.isArray(value) ? 'list_reverseiterator' : 'reversed';
  return new GeneratorValue(items, `${kind} object`, kind);
}

function batch(value: Value, size: number, fill: Value): Value {
  checkItemCount(fill === null ? 0 : size);
  return new GeneratorValue(batches(value, size, fill), 'generator object do_batch');
}

function* batches(value: Value, size: number, fill: Value): Iterable<Value> {
  let group: Value[] = [];
  for (const item of iterate(value)) {
    if (group.length === size) {
      yield group;
      group = [];
    }
    group.push(item);
  }
  if (group.length === 0) return;
  if (fill !== null) while (group.length < size) group.push(fill);
  yield group;
}

function slice(value: Value, count: number, fill: Value): Value {
  checkItemCount(count);
  return new GeneratorValue(slices(listOf(value), count, fill), 'generator object sync_do_slice');
}

function* slices(items: readonly Value[], count: number, fill: Value): Iterable<Value> {
  if (count === 0) throw new PythonError('ZeroDivisionError', 'integer division or modulo by zero');
  const size = Math.floor(items.length / count);
  const longer = items.length % count;
  let start = 0;
  for (let number = 0; number < count; number++) {
    const end = start + size + (number < longer ? 1 : 0);
    const part = items.slice(start, end);
    if (fill !== null && number >= longer) part.push(fill);
    yield part;
    start = end;
  }
}
