/** Renders the strings of parsed YAML; what stays as written is decided by the path of the string. Pure. */
import { isCollection, type Json, type JsonObject } from '../resources/json.js';
import type { YamlStringRenderer } from './property-file.js';
import type { KeyPath } from './yaml/yaml-document.js';

/** Whether a text needs the template engine at all. */
export function hasTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('{#');
}

/** What is rendered, and by what. */
interface Rendering {
  readonly render: YamlStringRenderer;
  readonly keeps: (path: KeyPath) => boolean;
}

/**
 * The value with its strings rendered; what holds none that is a template stays the same object. `keeps` says which paths,
 * with all below, are left alone; a path is its own only as long as it is asked.
 */
export function renderStrings(
  value: Json,
  render: YamlStringRenderer,
  keeps: (path: KeyPath) => boolean,
  path: KeyPath = [],
): Json {
  return renderAt(value, { render, keeps }, [...path]);
}

function renderAt(value: Json, rendering: Rendering, path: (string | number)[]): Json {
  if (typeof value === 'string') return hasTemplate(value) ? rendering.render(value, [...path]) : value;
  if (!isCollection(value)) return value;
  return isList(value) ? renderList(value, rendering, path) : renderMapping(value, rendering, path);
}

function renderList(list: readonly Json[], rendering: Rendering, path: (string | number)[]): Json {
  let rendered: Json[] | null = null;
  for (const [index, item] of list.entries()) {
    const made = renderBelow(item, rendering, path, index);
    if (Object.is(made, item)) continue;
    rendered ??= [...list];
    rendered[index] = made;
  }
  return rendered ?? list;
}

function renderMapping(mapping: JsonObject, rendering: Rendering, path: (string | number)[]): Json {
  let rendered: Record<string, Json> | null = null;
  for (const key of Object.keys(mapping)) {
    const made = renderBelow(mapping[key], rendering, path, key);
    if (Object.is(made, mapping[key])) continue;
    rendered ??= Object.assign(Object.create(null) as Record<string, Json>, mapping);
    rendered[key] = made;
  }
  return rendered ?? mapping;
}

function renderBelow(value: Json, rendering: Rendering, path: (string | number)[], part: string | number): Json {
  path.push(part);
  const made = rendering.keeps(path) ? value : renderAt(value, rendering, path);
  path.pop();
  return made;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
