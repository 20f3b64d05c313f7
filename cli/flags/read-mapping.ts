/** Reads the YAML of `--vars`, `--args` and their like: text that must hold a mapping. */
import { isMapping, type JsonObject, type Outcome, parseYaml } from '../../core/index.js';

/** Gives the mapping, or an empty one and what is wrong. `origin` is the flag as typed. */
export function readMapping(text: string, origin: string): Outcome<JsonObject> {
  const { value: document, diagnostics } = parseYaml(text, origin);
  if (diagnostics.length > 0) return { value: {}, diagnostics };
  const { value } = document;
  if (value === null) return { value: {}, diagnostics: [] };
  if (isMapping(value)) return { value, diagnostics: [] };
  return {
    value: {},
    diagnostics: [
      {
        code: 'TSDBT_FLAG_INVALID',
        severity: 'error',
        message: `${origin}: expected a YAML mapping such as '{key: value}', found '${text}'.`,
      },
    ],
  };
}
