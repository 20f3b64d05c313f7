/** What all entries of property files share: their place, and configs that may stand beside `config:`. */
import type { Location } from '../../diagnostics/diagnostic.js';
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { ConfigLevel } from '../config/resolve-config.js';
import type { DocsProperties, EntryProperties } from '../property-file.js';
import type { KeyPath, YamlDocument } from '../yaml/yaml-document.js';

/** An entry of a list of a property file, before it is typed. */
export interface RawEntry {
  readonly document: YamlDocument;
  readonly path: KeyPath;
  /** As written. */
  readonly raw: JsonObject;
}

/** Shapes that schemas give for what all entries have. */
export interface EntryShape {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly meta?: JsonObject | null | undefined;
  readonly config?: JsonObject | null | undefined;
  readonly docs?:
    | { readonly show?: boolean | null | undefined; readonly node_color?: string | null | undefined }
    | null
    | undefined;
}

const NOTHING: JsonObject = {};

/** Makes the common part. `beside` are the keys outside of `config:` that are configs nevertheless. */
export function readEntry(entry: RawEntry, shape: EntryShape, beside: readonly string[]): EntryProperties {
  const config = withBeside(shape as unknown as JsonObject, shape.config ?? NOTHING, beside);
  const { meta, tags } = config;
  return {
    name: shape.name,
    description: shape.description ?? '',
    meta: isMapping(meta) ? meta : NOTHING,
    tags: tagsOf(tags),
    docs: readDocs(shape.docs),
    config,
    unrenderedConfig: withBeside(entry.raw, isMapping(entry.raw.config) ? entry.raw.config : NOTHING, beside),
    location: entry.document.locate([...entry.path, 'name']),
    locate: locator(entry),
    locateKey: (path) => entry.document.locateKey([...entry.path, ...path]),
  };
}

/** Where values below an entry stand. */
export function locator({ document, path }: RawEntry, ...below: KeyPath): (path: KeyPath) => Location {
  return (inner) => document.locate([...path, ...below, ...inner]);
}

/** The entry's own configs as a level for `resolveConfig`. */
export function configLevelOf(entry: EntryProperties): ConfigLevel {
  return {
    values: entry.config,
    unrendered: entry.unrenderedConfig,
    locate: (path) => entry.locate(['config', ...path]),
    locateKey: (path) => entry.locateKey(['config', ...path]),
  };
}

function withBeside(shape: JsonObject, config: JsonObject, beside: readonly string[]): JsonObject {
  let moved: Record<string, Json> | null = null;
  for (const key of beside) {
    const value = shape[key];
    if (value === undefined || value === null) continue;
    moved ??= {};
    moved[key] = value;
  }
  if (moved === null && config.meta === undefined) return config;
  const meta = { ...asMapping(moved?.meta), ...asMapping(config.meta) };
  const merged = { ...moved, ...config };
  return Object.keys(meta).length > 0 ? { ...merged, meta } : merged;
}

function asMapping(value: Json | undefined): JsonObject {
  return isMapping(value) ? value : {};
}

function readDocs(docs: EntryShape['docs']): DocsProperties {
  return { show: docs?.show ?? true, nodeColor: docs?.node_color ?? null };
}

/** Tags as a list, whichever way they were written. */
export function tagsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}
