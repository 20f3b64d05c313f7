/** `selectors` of manifest.json: the definitions of selectors.yml, spelled out as dbt does. Pure. */
import { isMapping, type Json, type JsonObject } from '../resources/json.js';
import { type Criterion, parseCriterion } from '../select/criterion.js';
import type { SelectorTable } from '../select/expression.js';
import { SELECTOR_METHOD } from '../select/methods/methods.js';

/** By name: texts become mappings, and a definition that is named is written where its name stands. */
export function toSelectorsDict(selectors: SelectorTable): JsonObject {
  return Object.fromEntries(
    [...selectors.values()].map(({ name, description, isDefault, definition }): [string, JsonObject] => {
      const told: JsonObject = description === null ? {} : { description };
      const marked: JsonObject = isDefault ? { default: true } : {};
      return [name, { name, ...told, definition: spellOut(definition, selectors), ...marked }];
    }),
  );
}

function spellOut(definition: Json, selectors: SelectorTable): Json {
  if (typeof definition === 'string') return spellText(definition, selectors);
  if (!isMapping(definition)) return definition;
  const { method, value } = definition;
  if (method === SELECTOR_METHOD) return named(String(value), selectors) ?? definition;
  const keys = Object.keys(definition);
  if (method === undefined && keys.length === 1 && !LISTS.includes(keys[0])) {
    return spellShort(keys[0], definition[keys[0]], selectors);
  }
  return Object.fromEntries(
    Object.entries(definition).map(([key, below]) => [
      key,
      LISTS.includes(key) && Array.isArray(below) ? below.map((entry: Json) => spellOut(entry, selectors)) : below,
    ]),
  );
}

const LISTS = ['union', 'intersection', 'exclude'];

function spellShort(method: string, value: Json, selectors: SelectorTable): Json {
  const used = method === SELECTOR_METHOD ? named(String(value), selectors) : null;
  return used ?? { method, value };
}

function spellText(text: string, selectors: SelectorTable): Json {
  const criterion = parseCriterion(text);
  if ('code' in criterion) return text;
  const used = criterion.method === SELECTOR_METHOD ? named(criterion.value, selectors) : null;
  return used ?? spellCriterion(criterion);
}

function spellCriterion({
  method,
  arguments: args,
  value,
  childrensParents,
  parents,
  children,
}: Criterion): JsonObject {
  return {
    ...(childrensParents ? { childrens_parents: true } : {}),
    ...(parents === undefined ? {} : { parents: true, ...depth('parents_depth', parents) }),
    method: [method, ...args].join('.'),
    value,
    ...(children === undefined ? {} : { children: true, ...depth('children_depth', children) }),
  };
}

/** dbt keeps the digits as a text. */
function depth(key: string, steps: number | null): JsonObject {
  return steps === null ? {} : { [key]: String(steps) };
}

/** Null for a pattern of names. */
function named(name: string, selectors: SelectorTable): Json | null {
  const selector = selectors.get(name);
  return selector === undefined ? null : spellOut(selector.definition, selectors);
}
