/** Filters that sort and remove duplicates. */
import { pairsOf } from '../../values/methods/dict-methods.js';
import { sortValues } from '../../values/operators/sorting.js';
import { isTruthy, iterate, listOf } from '../../values/operators/truth.js';
import { PythonError } from '../../values/python-error.js';
import { GeneratorValue } from '../../values/types/generator.js';
import { SetValue } from '../../values/types/set.js';
import { Tuple, type Value } from '../../values/value.js';
import { attributeGetter, attributesGetter, lowered } from '../attribute.js';
import type { FilterGroup } from '../filter.js';

export const orderFilters: FilterGroup = {
  dictsort: [
    'case_sensitive=False, by="key", reverse=False',
    (value, [caseSensitive, by, reverse]) => {
      if (by !== 'key' && by !== 'value') {
        throw new PythonError('FilterArgumentError', 'You can only sort by either "key" or "value"');
      }
      const place = by === 'key' ? 0 : 1;
      const keyOf = (pair: Value) => {
        const part = (pair as Tuple).items[place];
        return isTruthy(caseSensitive) ? part : lowered(part);
      };
      const pairs = pairsOf(value).map((pair) => new Tuple(pair));
      return sortValues(pairs, keyOf, isTruthy(reverse));
    },
  ],
  sort: [
    'reverse=False, case_sensitive=False, attribute=None',
    (value, [reverse, caseSensitive, attribute], { isLenient }) => {
      const getter = attributesGetter(attribute, { isLenient, ignoresCase: !isTruthy(caseSensitive) });
      return sortValues(listOf(value), getter, isTruthy(reverse));
    },
  ],
  unique: [
    'case_sensitive=False, attribute=None',
    (value, [caseSensitive, attribute], { isLenient }) => {
      const getter = attributeGetter(attribute, { isLenient, ignoresCase: !isTruthy(caseSensitive) });
      return new GeneratorValue(uniqueItems(value, getter), 'generator object sync_do_unique');
    },
  ],
};

function* uniqueItems(value: Value, keyOf: (item: Value) => Value): Iterable<Value> {
  const seen = new SetValue();
  for (const item of iterate(value)) {
    const key = keyOf(item);
    if (seen.has(key)) continue;
    seen.add(key);
    yield item;
  }
}
