/** What a property entry configures: its `config:`, and the keys that may stand beside it in its place. */
import type { ConfigLevel } from '../../project/config/resolve-config.js';
import type { EntryProperties, ModelProperties } from '../../project/property-file.js';
import type { Json, JsonObject } from '../../resources/json.js';
import { mappingOf } from './settled-config.js';

/** The entry's config as one level. */
export function propertyLevel(entry: EntryProperties & Partial<ModelProperties>): ConfigLevel {
  return {
    values: withBeside(entry, entry.config),
    unrendered: withBeside(entry, entry.unrenderedConfig),
    locate: (path) => entry.locate(['config', ...path]),
  };
}

/** Beside and inside add up: lists are joined, the inner of two equal keys of a mapping wins. */
function withBeside(entry: EntryProperties & Partial<ModelProperties>, config: JsonObject): JsonObject {
  const beside: Record<string, Json> = {};
  if (entry.tags.length > 0) beside.tags = [...entry.tags, ...listOf(config.tags)];
  if (Object.keys(entry.meta).length > 0) beside.meta = { ...entry.meta, ...mappingOf(config.meta) };
  if (!entry.docs.show || entry.docs.nodeColor !== null) {
    beside.docs = { show: entry.docs.show, node_color: entry.docs.nodeColor, ...mappingOf(config.docs) };
  }
  if (entry.access !== undefined && entry.access !== null) beside.access = config.access ?? entry.access;
  if (entry.group !== undefined && entry.group !== null) beside.group = config.group ?? entry.group;
  return { ...config, ...beside };
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
