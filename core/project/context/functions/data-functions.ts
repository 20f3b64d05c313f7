/** `fromjson`, `tojson`, `fromyaml`, `toyaml`: text that cannot be read, and values that cannot be written, give the default. */
import { hasErrors } from '../../../diagnostics/diagnostic.js';
import { toValue } from '../../../template/values/convert.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { jsonText } from '../../../template/values/json-text.js';
import { isTruthy } from '../../../template/values/operators/truth.js';
import { PythonError } from '../../../template/values/python-error.js';
import type { HostFunction, Value } from '../../../template/values/value.js';
import { parseYaml } from '../../yaml/parse-yaml.js';
import { parseJson } from './parse-json.js';
import { writeYaml } from './write-yaml.js';

export const jsonFunctions: Readonly<Record<string, HostFunction>> = {
  fromjson: hostFunction('fromjson', 'string, default=None', ([text, fallback]) =>
    typeof text === 'string' ? (parseJson(text) ?? fallback) : fallback,
  ),
  tojson: hostFunction('tojson', 'value, default=None, sort_keys=False', ([value, fallback, sortsKeys]) =>
    orDefault(() => jsonText(value, { sortsKeys: isTruthy(sortsKeys) }), fallback),
  ),
};

export const yamlFunctions: Readonly<Record<string, HostFunction>> = {
  fromyaml: hostFunction('fromyaml', 'value, default=None', ([text, fallback]) => {
    if (typeof text !== 'string') return fallback;
    const { value, diagnostics } = parseYaml(text, 'fromyaml()');
    return hasErrors(diagnostics) ? fallback : toValue(value.value);
  }),
  toyaml: hostFunction('toyaml', 'value, default=None, sort_keys=False', ([value, fallback, sortsKeys]) =>
    orDefault(() => writeYaml(value, isTruthy(sortsKeys)), fallback),
  ),
};

/** Without a default, Python's error tells more than none would. */
function orDefault(write: () => string, fallback: Value): Value {
  try {
    return write();
  } catch (error) {
    if (error instanceof PythonError && fallback !== null) return fallback;
    throw error;
  }
}
