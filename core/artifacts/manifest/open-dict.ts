/** Writes dicts of resources without their end, which each manifest.json adds anew. */
import type { Json, JsonObject } from '../../resources/json.js';

type Write = (value: Json) => string;

/** Values that thousands of nodes have in common, each a large text. */
const SHARED: ReadonlySet<string> = new Set(['config', 'unrendered_config']);

/** A writer that remembers the texts of what resources share. */
export function openDictWriter(write: Write): (dict: JsonObject) => string {
  const known = new Map<Json, string>();
  const shared = (value: Json): string => {
    const text = known.get(value) ?? write(value);
    known.set(value, text);
    return text;
  };
  return (dict) => {
    let text = '';
    for (const key in dict) {
      const value = dict[key];
      text += `${text === '' ? '{' : ', '}"${key}": ${SHARED.has(key) ? shared(value) : write(value)}`;
    }
    return text;
  };
}
