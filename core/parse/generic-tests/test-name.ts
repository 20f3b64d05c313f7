/**
 * Names and ids of generic test nodes, spelled exactly as dbt spells them: people select tests by them, and results of
 * earlier runs are found by them.
 */
import { hash } from 'node:crypto';
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import { toValue } from '../../template/values/convert.js';
import { quote, str } from '../../template/values/text.js';

export interface TestNames {
  /** The node's name. */
  readonly full: string;
  /** Name of its file and, when it differs from the full name, its alias: databases limit identifiers to 63 characters. */
  readonly short: string;
}

const LONGEST_NAME = 63;
const KEPT_OF_LONG_NAME = 30;

/**
 * `{type}_{target}_{arguments}`; `type` is `not_null`, `source_not_null`, `dbt_utils_at_least_one`. The model argument
 * takes no part, the others stand in the order of their names.
 */
export function nameTest(type: string, target: string, kwargs: JsonObject): TestNames {
  const parts: string[] = [];
  for (const name of Object.keys(kwargs).sort()) {
    if (name !== 'model') for (const value of flatten(kwargs[name])) parts.push(nameOf(value));
  }
  const identifier = `${type}_${target}`;
  const full = `${identifier}_${parts.join('__')}`;
  if (full.length <= LONGEST_NAME) return { full, short: full };
  return { full, short: `${[...identifier].slice(0, KEPT_OF_LONG_NAME).join('')}_${md5(full)}` };
}

function nameOf(value: Json): string {
  return str(toValue(value)).replaceAll(/[^0-9a-zA-Z_]+/gu, '_');
}

function flatten(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isMapping(value) ? Object.values(value) : [value];
}

/** The end of a generic test's unique id: ten digits that depend on its name and all of its arguments. */
export function hashTest(fullName: string, metadata: JsonObject): string {
  return md5(fullName + hashable(metadata)).slice(-10);
}

/** As Python prints the data: keys sorted, every leaf a text. */
function hashable(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(hashable).join(', ')}]`;
  if (!isMapping(value)) return quote(str(toValue(value)));
  let text = '';
  for (const key of Object.keys(value).sort()) {
    text += `${text === '' ? '' : ', '}${quote(key)}: ${hashable(value[key])}`;
  }
  return `{${text}}`;
}

function md5(text: string): string {
  return hash('md5', text);
}
