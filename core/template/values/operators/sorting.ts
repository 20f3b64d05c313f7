/** Python's sort: stable, asking only `<`, of the later item against the earlier one. */
import type { Value } from '../value.js';
import { lessThan } from './comparison.js';

/** The items in ascending order of their keys; `isReversed` keeps equal items in their order, as Python does. */
export function sortValues(items: readonly Value[], keyOf: (item: Value) => Value, isReversed = false): Value[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  const sorted = isReversed ? mergeSort(keyed.reverse()).reverse() : mergeSort(keyed);
  return sorted.map(({ item }) => item);
}

interface Keyed {
  readonly item: Value;
  readonly key: Value;
}

function mergeSort(items: Keyed[]): Keyed[] {
  if (items.length < 2) return items;
  const middle = Math.floor(items.length / 2);
  return merge(mergeSort(items.slice(0, middle)), mergeSort(items.slice(middle)));
}

function merge(left: readonly Keyed[], right: readonly Keyed[]): Keyed[] {
  const merged: Keyed[] = [];
  let fromLeft = 0;
  for (const item of right) {
    while (fromLeft < left.length && !lessThan(item.key, left[fromLeft].key)) {
      merged.push(left[fromLeft++]);
    }
    merged.push(item);
  }
  for (; fromLeft < left.length; fromLeft++) merged.push(left[fromLeft]);
  return merged;
}
