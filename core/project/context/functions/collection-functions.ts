/** `set`, `set_strict`, `zip`, `zip_strict`, `local_md5`, `diff_of_two_dicts`. */
import { createHash } from 'node:crypto';
import { Dict } from '../../../template/values/dict.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { iterate, tryIterate } from '../../../template/values/operators/truth.js';
import { PythonError } from '../../../template/values/python-error.js';
import { str } from '../../../template/values/text.js';
import { SetValue } from '../../../template/values/types/set.js';
import { type HostFunction, Tuple, type Value } from '../../../template/values/value.js';

/** Makers of sets and of rows; the strict ones raise where the others give their default. */
export const setFunctions: Readonly<Record<string, HostFunction>> = {
  set: hostFunction('set', 'value, default=None', ([value, fallback]) => orDefault(() => makeSet(value), fallback)),
  set_strict: hostFunction('set_strict', 'value', ([value]) => makeSet(value)),
  zip: hostFunction('zip', '*args, default=None', ([args, fallback]) => orDefault(() => makeRows(args), fallback)),
  zip_strict: hostFunction('zip_strict', '*args', ([args]) => makeRows(args)),
};

function makeSet(value: Value): Value {
  return new SetValue(iterate(value));
}

/** As many rows as the shortest argument has items. */
function makeRows(args: Value): Value[] {
  const columns = Array.from(iterate(args), (column) => [...iterate(column)]);
  const count = columns.reduce((least, column) => Math.min(least, column.length), columns[0]?.length ?? 0);
  return Array.from({ length: count }, (_, row) => new Tuple(columns.map((column) => column[row])));
}

function orDefault(make: () => Value, fallback: Value): Value {
  try {
    return make();
  } catch (error) {
    if (error instanceof PythonError) return fallback;
    throw error;
  }
}

/** `local_md5(text)`: the hash as hexadecimal text. */
export const hashText = hostFunction('local_md5', 'value', ([value]) =>
  createHash('md5').update(str(value), 'utf8').digest('hex'),
);

/** `diff_of_two_dicts(a, b)`: what lists of `a` have that those of `b` lack, ignoring upper and lower case. */
export const compareDicts = hostFunction('diff_of_two_dicts', 'dict_a, dict_b', ([first, second]) => {
  const others = new Map(lists(second).map(([key, items]) => [fold(key), new Set(items.map(fold))]));
  const difference = new Dict();
  for (const [key, items] of lists(first)) {
    const other = others.get(fold(key));
    const rest = other === undefined ? items : items.filter((item) => !other.has(fold(item)));
    if (rest.length > 0) difference.set(key, rest);
  }
  return difference;
});

function lists(value: Value): [Value, Value[]][] {
  if (!(value instanceof Dict)) throw new PythonError('TypeError', 'diff_of_two_dicts needs two dicts of lists.');
  return [...value.entries()].map(([key, items]) => [key, [...(tryIterate(items) ?? [])]]);
}

function fold(value: Value): string {
  return str(value).toLowerCase();
}
