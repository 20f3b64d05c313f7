/** Methods of sets. */
import { checkItemCount } from '../limits.js';
import { iterate, listOf } from '../operators/truth.js';
import { PythonError } from '../python-error.js';
import { repr } from '../text.js';
import { SetValue } from '../types/set.js';
import type { Tuple, Value } from '../value.js';
import { type MethodTable, methodTable } from './method.js';

export const setMethods: MethodTable<SetValue> = methodTable<SetValue>({
  add: [
    'element, /',
    (self, [element]) => {
      checkItemCount(self.size() + 1);
      self.add(element);
      return null;
    },
  ],
  update: [
    '*others',
    (self, [others]) => {
      for (const other of othersOf(others)) for (const item of other.iterate()) self.add(item);
      checkItemCount(self.size());
      return null;
    },
  ],
  remove: [
    'element, /',
    (self, [element]) => {
      if (!self.delete(element)) throw new PythonError('KeyError', repr(element));
      return null;
    },
  ],
  discard: [
    'element, /',
    (self, [element]) => {
      self.delete(element);
      return null;
    },
  ],
  pop: ['', (self) => pop(self)],
  clear: [
    '',
    (self) => {
      self.clear();
      return null;
    },
  ],
  copy: ['', (self) => new SetValue(self.iterate())],
  union: ['*others', (self, [others]) => othersOf(others).reduce((all, other) => all.union(other), self.union(self))],
  intersection: [
    '*others',
    (self, [others]) => othersOf(others).reduce((all, other) => all.intersection(other), self.union(self)),
  ],
  difference: [
    '*others',
    (self, [others]) => othersOf(others).reduce((all, other) => all.difference(other), self.union(self)),
  ],
  symmetric_difference: ['other, /', (self, [other]) => symmetricDifference(self, setOf(other))],
  issubset: ['other, /', (self, [other]) => self.isSubsetOf(setOf(other))],
  issuperset: ['other, /', (self, [other]) => setOf(other).isSubsetOf(self)],
  isdisjoint: ['other, /', (self, [other]) => self.intersection(setOf(other)).size() === 0],
  intersection_update: ['*others', (self, [others]) => keepOnly(self, othersOf(others), true)],
  difference_update: ['*others', (self, [others]) => keepOnly(self, othersOf(others), false)],
});

function setOf(value: Value): SetValue {
  return value instanceof SetValue ? value : new SetValue(iterate(value));
}

function othersOf(others: Value): SetValue[] {
  return (others as Tuple).items.map(setOf);
}

function pop(set: SetValue): Value {
  for (const item of set.iterate()) {
    set.delete(item);
    return item;
  }
  throw new PythonError('KeyError', repr('pop from an empty set'));
}

function symmetricDifference(left: SetValue, right: SetValue): SetValue {
  return left.difference(right).union(right.difference(left));
}

function keepOnly(set: SetValue, others: readonly SetValue[], isInOthers: boolean): null {
  for (const item of listOf(set)) {
    const keeps = others.every((other) => other.has(item) === isInOthers);
    if (!keeps) set.delete(item);
  }
  return null;
}
