/** Renders the strings of parsed YAML; what stays as written is decided by the path of the string. Pure. */
import { isCollection, type Json, type JsonObject } from '../resources/json.js';
import type { YamlStringRenderer } from './property-file.js';
import type { KeyPath } from './yaml/yaml-document.js';

/** Whether a text needs the template engine at all. */
export function hasTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('{#');
}

/** The value with its strings rendered. `keeps` says which paths, with all below, are left alone. */
export function renderStrings(
  value: Json,
  render: YamlStringRenderer,
  keeps: (path: KeyPath) => boolean,
  path: KeyPath = [],
): Json {
  if (typeof value === 'string') return hasTemplate(value) ? render(value, path) : value;
  if (!isCollection(value)) return value;
  if (isList(value)) return value.map((item, index) => renderBelow(item, render, keeps, [...path, index]));
  const rendered: Record<string, Json> = Object.create(null);
  for (const [key, item] of Object.entries(value)) rendered[key] = renderBelow(item, render, keeps, [...path, key]);
  return rendered satisfies JsonObject;
}

function renderBelow(value: Json, render: YamlStringRenderer, keeps: (path: KeyPath) => boolean, path: KeyPath): Json {
  return keeps(path) ? value : renderStrings(value, render, keeps, path);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
