/** A table of which each value is made when somebody asks for it. */

/** What makes the values. */
export interface LazyValues<K, V> {
  /** The keys in the order of the table, each with its number. */
  readonly numbers: ReadonlyMap<K, number>;
  /** Called once for each number at most. */
  readonly make: (number: number) => V;
}

/** The table; what was made once is the same object at every later look. */
export function lazyTable<K, V>({ numbers, make }: LazyValues<K, V>): ReadonlyMap<K, V> {
  const made: (V | undefined)[] = new Array(numbers.size);
  const at = (number: number): V => {
    made[number] ??= make(number);
    return made[number];
  };
  function* entries(): MapIterator<[K, V]> {
    for (const [key, number] of numbers) yield [key, at(number)];
  }
  function* values(): MapIterator<V> {
    for (const number of numbers.values()) yield at(number);
  }
  const table: ReadonlyMap<K, V> = {
    size: numbers.size,
    has: (key) => numbers.has(key),
    get: (key) => {
      const number = numbers.get(key);
      return number === undefined ? undefined : at(number);
    },
    keys: () => numbers.keys(),
    values,
    entries,
    forEach: (hear, self) => {
      for (const [key, value] of entries()) hear.call(self, value, key, table);
    },
    [Symbol.iterator]: entries,
  };
  return table;
}
