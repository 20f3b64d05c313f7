/** The filter `groupby`: groups of items with an equal attribute, sorted by it. */
import { equals } from '../../values/operators/equality.js';
import { sortValues } from '../../values/operators/sorting.js';
import { isTruthy, listOf } from '../../values/operators/truth.js';
import { NamedTuple } from '../../values/types/named-tuple.js';
import type { Value } from '../../values/value.js';
import { attributeGetter } from '../attribute.js';
import type { FilterGroup } from '../filter.js';

export const groupFilters: FilterGroup = {
  groupby: [
    'attribute, default=None, case_sensitive=False',
    (value, [attribute, otherwise, caseSensitive], { isLenient }) => {
      const exact = attributeGetter(attribute, { isLenient, otherwise });
      const ignoresCase = !isTruthy(caseSensitive);
      const keyOf = attributeGetter(attribute, { isLenient, otherwise, ignoresCase });
      const groups: { key: Value; items: Value[] }[] = [];
      for (const item of sortValues(listOf(value), keyOf)) {
        const key = keyOf(item);
        const current = groups.at(-1);
        if (current !== undefined && equals(current.key, key)) current.items.push(item);
        else groups.push({ key, items: [item] });
      }
      return groups.map(({ items }) => new NamedTuple(['grouper', 'list'], [exact(items[0]), items]));
    },
  ],
};
