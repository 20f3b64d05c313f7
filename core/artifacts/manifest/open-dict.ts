/** Writes dicts of resources without their end, which each manifest.json adds anew. */
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';

type Write = (value: Json) => string;

/** Values that thousands of nodes have in common, each a large text. */
const SHARED: ReadonlySet<string> = new Set(['config', 'unrendered_config']);

/**
 * A writer that remembers the texts of what resources share. Those that follow each other have most fields in common, so that
 * the last text of each field often serves again.
 */
export function openDictWriter(write: Write): (dict: JsonObject) => string {
  const known = new Map<Json, string>();
  const shared = (value: Json): string => {
    const text = known.get(value) ?? write(value);
    known.set(value, text);
    return text;
  };
  const writeColumn = fieldWriter((_key, value) => write(value));
  return fieldWriter((key, value) => {
    if (SHARED.has(key)) return shared(value);
    return key === 'columns' && isMapping(value) ? columnTexts(value, writeColumn) : write(value);
  });
}

function columnTexts(columns: JsonObject, writeColumn: (column: JsonObject) => string): string {
  let text = '';
  for (const name in columns) {
    text += `${text === '' ? '' : ', '}${JSON.stringify(name)}: ${writeColumn(columns[name] as JsonObject)}}`;
  }
  return `{${text}}`;
}

interface Field {
  readonly key: string;
  readonly value: Json;
  /** The field with its key, and with what stands before it. */
  readonly text: string;
}

/** Writes dicts that have keys, without their end. */
function fieldWriter(write: (key: string, value: Json) => string): (dict: JsonObject) => string {
  const last: Field[] = [];
  return (dict) => {
    let text = '';
    let at = 0;
    for (const key in dict) {
      const value = dict[key];
      const before = last[at];
      if (before === undefined || before.key !== key || before.value !== value) {
        last[at] = { key, value, text: `${at === 0 ? '{' : ', '}"${key}": ${write(key, value)}` };
      }
      text += last[at].text;
      at++;
    }
    return text;
  };
}
