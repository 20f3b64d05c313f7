/** Takes values out of data, by their paths. Pure. */
import { isMapping, type Json, type JsonObject } from '../resources/json.js';
import type { KeyPath } from './yaml/yaml-document.js';

/** The value without the keys at these paths; a list that holds a wrong text goes as a whole. */
export function takeOut(value: JsonObject, paths: readonly KeyPath[]): JsonObject {
  const left: Record<string, Json> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    const kept = keep(item, pathsBelow(paths, key));
    if (kept !== undefined) left[key] = kept;
  }
  return left;
}

/** JavaScript's undefined when the value itself is to go. */
function keep(value: Json, paths: readonly KeyPath[]): Json | undefined {
  if (paths.length === 0) return value;
  if (paths.some((path) => path.length === 0)) return undefined;
  if (isMapping(value)) return takeOut(value, paths);
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item: Json, index) => keep(item, pathsBelow(paths, index)));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function pathsBelow(paths: readonly KeyPath[], key: string | number): KeyPath[] {
  return paths.filter(([first]) => String(first) === String(key)).map((path) => path.slice(1));
}
