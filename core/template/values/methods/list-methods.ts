/** Methods of lists and tuples. Templates may change lists, as in dbt. */
import { callNow } from '../call.js';
import { checkItemCount } from '../limits.js';
import { isSameOrEqual } from '../operators/equality.js';
import { sortValues } from '../operators/sorting.js';
import { isTruthy, listOf } from '../operators/truth.js';
import { indexError, valueError } from '../python-error.js';
import { repr } from '../text.js';
import type { Tuple, Value } from '../value.js';
import { integerArgument, searchBounds } from './arguments.js';
import { type MethodTable, methodTable } from './method.js';

export const listMethods: MethodTable<Value[]> = methodTable<Value[]>({
  append: ['object, /', (self, [object]) => extend(self, [object])],
  extend: ['iterable, /', (self, [iterable]) => extend(self, listOf(iterable))],
  insert: [
    'index, object, /',
    (self, [index, object]) => {
      checkItemCount(self.length + 1);
      self.splice(integerArgument(index), 0, object);
      return null;
    },
  ],
  pop: ['index=-1, /', (self, [index]) => pop(self, integerArgument(index))],
  remove: [
    'value, /',
    (self, [value]) => {
      const index = self.findIndex((item) => isSameOrEqual(item, value));
      if (index === -1) throw valueError('list.remove(x): x not in list');
      self.splice(index, 1);
      return null;
    },
  ],
  index: [
    'value, start=0, stop=None, /',
    (self, args) => indexOf(self, args, (value) => `${repr(value)} is not in list`),
  ],
  count: ['value, /', (self, [value]) => countOf(self, value)],
  sort: ['*, key=None, reverse=False', (self, [key, reverse]) => sort(self, key, isTruthy(reverse))],
  reverse: [
    '',
    (self) => {
      self.reverse();
      return null;
    },
  ],
  copy: ['', (self) => [...self]],
  clear: [
    '',
    (self) => {
      self.length = 0;
      return null;
    },
  ],
});

export const tupleMethods: MethodTable<Tuple> = methodTable<Tuple>({
  index: [
    'value, start=0, stop=None, /',
    (self, args) => indexOf(self.items, args, () => 'tuple.index(x): x not in tuple'),
  ],
  count: ['value, /', (self, [value]) => countOf(self.items, value)],
});

function extend(list: Value[], items: readonly Value[]): null {
  checkItemCount(list.length + items.length);
  for (const item of items) list.push(item);
  return null;
}

function pop(list: Value[], index: number): Value {
  if (list.length === 0) throw indexError('pop from empty list');
  const place = index < 0 ? index + list.length : index;
  if (place < 0 || place >= list.length) throw indexError('pop index out of range');
  return list.splice(place, 1)[0];
}

function sort(list: Value[], key: Value, isReversed: boolean): null {
  const sorted = sortValues(list, key === null ? (item) => item : (item) => callNow(key, item), isReversed);
  for (const [index, item] of sorted.entries()) list[index] = item;
  return null;
}

function indexOf(items: readonly Value[], args: readonly Value[], complaint: (value: Value) => string): number {
  const value = args[0];
  const [start, stop] = searchBounds(args[1], args[2], items.length);
  for (let index = start; index < stop; index++) if (isSameOrEqual(items[index], value)) return index;
  throw valueError(complaint(value));
}

function countOf(items: readonly Value[], value: Value): number {
  return items.filter((item) => isSameOrEqual(item, value)).length;
}
