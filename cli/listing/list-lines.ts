/** What `ls` prints of a node: its selector, name or path, or a JSON object with the keys that were asked for. Pure. */

import { type GraphNode, isMapping, type Json, type JsonObject, jsonText, toNodeDict } from '../../core/index.js';
import type { outputForms } from '../flags/output-forms.js';

export type ListForm = (typeof outputForms)['ls'][number];

/** Keys of a JSON object when `--output-keys` names none; they come in the order of the node's dict. */
const DEFAULT_KEYS = new Set([
  ...['name', 'resource_type', 'package_name', 'original_file_path', 'unique_id', 'alias', 'source_name', 'config'],
  ...['tags', 'depends_on'],
]);

/** One line a node. `outputKeys` are the words of the flag; words may hold several keys. */
export function listLines(
  nodes: readonly GraphNode[],
  form: ListForm,
  outputKeys: readonly string[] | null,
): readonly string[] {
  const keys = outputKeys?.flatMap((word) => word.split(/[\s,]+/)).filter((word) => word !== '') ?? null;
  return nodes.map((node) => (form === 'json' ? jsonOf(node, keys) : lineOf(node, form)));
}

function lineOf(node: GraphNode, form: Exclude<ListForm, 'json'>): string {
  if (form === 'path') return node.originalFilePath;
  if (form === 'name') return node.resourceType === 'source' ? `${node.sourceName}.${node.name}` : node.name;
  if (node.resourceType === 'source') return `source:${node.packageName}.${node.sourceName}.${node.name}`;
  if (node.resourceType === 'exposure') return `exposure:${node.packageName}.${node.name}`;
  return node.fqn.join('.');
}

/** Keys that the node does not have are left out; dots lead into mappings. */
function jsonOf(node: GraphNode, keys: readonly string[] | null): string {
  const dict = toNodeDict(node);
  if (keys === null) return jsonText(Object.fromEntries(Object.entries(dict).filter(([key]) => DEFAULT_KEYS.has(key))));
  const entries = keys.flatMap((key) => {
    const value = valueAt(dict, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return jsonText(Object.fromEntries(entries));
}

function valueAt(dict: JsonObject, key: string): Json | undefined {
  if (Object.hasOwn(dict, key)) return dict[key];
  let value: Json | undefined = dict;
  for (const part of key.split('.')) {
    if (!isMapping(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}
