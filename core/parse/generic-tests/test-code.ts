/** The code of a generic test node: a call of its macro, and its config as a `config()` call, as dbt writes them. */
import type { Json, JsonObject } from '../../resources/json.js';
import { toValue } from '../../template/values/convert.js';
import { repr } from '../../template/values/text.js';

/** Config keys of data tests in the order in which they are written; others follow as they come. */
const CONFIG_ORDER = [
  'severity',
  'tags',
  'enabled',
  'where',
  'limit',
  'warn_if',
  'error_if',
  'fail_calc',
  'store_failures',
  'store_failures_as',
  'meta',
  'database',
  'schema',
  'alias',
];

/** `{{ test_not_null(**_dbt_generic_test_kwargs) }}{{ config(severity="warn") }}`. */
export function writeTestCode(macroName: string, namespace: string | null, config: JsonObject): string {
  const macro = namespace === null ? macroName : `${namespace}.${macroName}`;
  const keys = Object.keys(config).filter((key) => config[key] !== null);
  if (keys.length === 0) return `{{ ${macro}(**_dbt_generic_test_kwargs) }}`;
  const ordered = [
    ...CONFIG_ORDER.filter((key) => keys.includes(key)),
    ...keys.filter((key) => !CONFIG_ORDER.includes(key)),
  ];
  const settings = ordered.map((key) => `${key}=${writeValue(config[key])}`).join(',');
  return `{{ ${macro}(**_dbt_generic_test_kwargs) }}{{ config(${settings}) }}`;
}

/** Backslashes are escaped too, so that the text that is read back is the text that was written. */
function writeValue(value: Json): string {
  if (typeof value === 'string') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return repr(toValue(value));
}
