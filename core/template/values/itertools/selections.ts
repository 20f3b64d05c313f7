/** Products, combinations and permutations of items, in Python's order, one at a time. */
import { Tuple, type Value } from '../value.js';

/** One item of each list. */
export function* product(lists: readonly (readonly Value[])[]): Iterable<Value> {
  if (lists.some((list) => list.length === 0)) return;
  const places = lists.map(() => 0);
  for (;;) {
    yield new Tuple(lists.map((list, index) => list[places[index]]));
    let index = lists.length - 1;
    while (index >= 0 && places[index] === lists[index].length - 1) places[index--] = 0;
    if (index < 0) return;
    places[index]++;
  }
}

/** Choices of so many items in their order; with replacement an item may come again. */
export function* combinations(items: readonly Value[], size: number, isReplacing: boolean): Iterable<Value> {
  if (isReplacing ? items.length === 0 && size > 0 : size > items.length) return;
  const places = Array.from({ length: size }, (_, index) => (isReplacing ? 0 : index));
  const highest = (index: number) => (isReplacing ? items.length - 1 : items.length - size + index);
  for (;;) {
    yield new Tuple(places.map((place) => items[place]));
    let index = size - 1;
    while (index >= 0 && places[index] === highest(index)) index--;
    if (index < 0) return;
    const next = places[index] + 1;
    for (let later = index; later < size; later++) places[later] = isReplacing ? next : next + later - index;
  }
}

/** Arrangements of so many items, or of all. */
export function* permutations(items: readonly Value[], size: number | null): Iterable<Value> {
  const length = size ?? items.length;
  if (length <= items.length) yield* arrangements(items, [], length);
}

function* arrangements(items: readonly Value[], taken: readonly number[], length: number): Iterable<Value> {
  if (taken.length === length) {
    yield new Tuple(taken.map((place) => items[place]));
    return;
  }
  for (const place of items.keys()) {
    if (!taken.includes(place)) yield* arrangements(items, [...taken, place], length);
  }
}
