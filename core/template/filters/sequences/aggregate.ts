/** Filters that make one value of many. */
import { add } from '../../values/operators/arithmetic.js';
import { compare, type OrderOperator } from '../../values/operators/comparison.js';
import { isTruthy, iterate } from '../../values/operators/truth.js';
import { typeError } from '../../values/python-error.js';
import { UndefinedValue, type Value } from '../../values/value.js';
import { attributeGetter, type Getter } from '../attribute.js';
import type { FilterContext, FilterGroup } from '../filter.js';

export const aggregateFilters: FilterGroup = {
  max: ['case_sensitive=False, attribute=None', (value, args, context) => extreme('>', value, getterOf(args, context))],
  min: ['case_sensitive=False, attribute=None', (value, args, context) => extreme('<', value, getterOf(args, context))],
  sum: [
    'attribute=None, start=0',
    (value, [attribute, start], { isLenient }) => {
      if (typeof start === 'string') throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
      const getter = attributeGetter(attribute, { isLenient });
      let total: Value = start;
      for (const item of iterate(value)) total = add(total, getter(item));
      return total;
    },
  ],
};

function getterOf([caseSensitive, attribute]: readonly Value[], { isLenient }: FilterContext): Getter {
  return attributeGetter(attribute, { isLenient, ignoresCase: !isTruthy(caseSensitive) });
}

function extreme(operator: OrderOperator, value: Value, keyOf: Getter): Value {
  let best: { item: Value; key: Value } | null = null;
  for (const item of iterate(value)) {
    const key = keyOf(item);
    if (best === null || compare(operator, key, best.key)) best = { item, key };
  }
  return best === null ? new UndefinedValue('', 'No aggregated item, sequence was empty.') : best.item;
}
