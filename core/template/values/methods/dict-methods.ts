/** Methods of dicts. Templates may change dicts, as in dbt. */
import { Dict } from '../dict.js';
import { checkItemCount } from '../limits.js';
import { iterate, listOf, tryIterate } from '../operators/truth.js';
import { PythonError, typeError, valueError } from '../python-error.js';
import { repr } from '../text.js';
import { DictView } from '../types/dict-view.js';
import { TemplateObject, Tuple, type Value } from '../value.js';
import { type MethodTable, methodTable } from './method.js';

export const dictMethods: MethodTable<Dict> = methodTable<Dict>({
  get: ['key, default=None, /', (self, [key, otherwise]) => valueOr(self, key, otherwise)],
  items: ['', (self) => new DictView(self, 'items')],
  keys: ['', (self) => new DictView(self, 'keys')],
  values: ['', (self) => new DictView(self, 'values')],
  update: ['other=None, /, **values', (self, [other, values]) => update(self, other, values)],
  pop: ['key, *default', (self, [key, otherwise]) => pop(self, key, otherwise as Tuple)],
  popitem: ['', (self) => popItem(self)],
  setdefault: ['key, default=None, /', (self, [key, value]) => setDefault(self, key, value)],
  copy: ['', (self) => new Dict(self.entries())],
  clear: [
    '',
    (self) => {
      self.clear();
      return null;
    },
  ],
  fromkeys: ['iterable, value=None, /', (_self, [keys, value]) => new Dict(listOf(keys).map((key) => [key, value]))],
});

function valueOr(dict: Dict, key: Value, otherwise: Value): Value {
  const value = dict.get(key);
  return value === undefined ? otherwise : value;
}

function pop(dict: Dict, key: Value, otherwise: Tuple): Value {
  if (dict.has(key)) {
    const value = dict.get(key) as Value;
    dict.delete(key);
    return value;
  }
  if (otherwise.items.length === 0) throw new PythonError('KeyError', repr(key));
  return otherwise.items[0];
}

function popItem(dict: Dict): Value {
  const last = [...dict.entries()].at(-1);
  if (last === undefined) throw new PythonError('KeyError', repr('popitem(): dictionary is empty'));
  dict.delete(last[0]);
  return new Tuple(last);
}

function setDefault(dict: Dict, key: Value, value: Value): Value {
  if (!dict.has(key)) dict.set(key, value);
  return dict.get(key) as Value;
}

function update(dict: Dict, other: Value, values: Value): null {
  if (other !== null) for (const [key, value] of pairsOf(other)) dict.set(key, value);
  for (const [key, value] of (values as Dict).entries()) dict.set(key, value);
  checkItemCount(dict.size());
  return null;
}

/** The entries that `dict(value)` and `update(value)` take: a mapping's own, or pairs. */
export function pairsOf(value: Value): (readonly [Value, Value])[] {
  if (value instanceof Dict) return [...value.entries()];
  if (value instanceof TemplateObject && value.isMapping) {
    return listOf(value).map((key) => [key, value.item(key) ?? null]);
  }
  return Array.from(iterate(value), (item, index) => pairOf(item, index));
}

function pairOf(item: Value, index: number): readonly [Value, Value] {
  const source = tryIterate(item);
  if (source === null) throw typeError(`cannot convert dictionary update sequence element #${index} to a sequence`);
  const parts = [...source];
  if (parts.length !== 2) {
    throw valueError(`dictionary update sequence element #${index} has length ${parts.length}; 2 is required`);
  }
  return [parts[0], parts[1]];
}
