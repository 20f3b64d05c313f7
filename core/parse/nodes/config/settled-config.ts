/** Reads the effective config of a node where the program needs its parts typed. */
import type { HookPlaces } from '../../../project/config/resolve-config.js';
import { isMapping, type Json, type JsonObject } from '../../../resources/json.js';
import type { Hook, NodeCore } from '../../../resources/node.js';
import type { QuotePolicy } from '../../../resources/relation.js';

/** The effective config of a node. */
export interface NodeConfig {
  readonly config: JsonObject;
  readonly unrenderedConfig: JsonObject;
  readonly hookPlaces: HookPlaces;
}

const NOTHING: JsonObject = {};
const NO_TAGS: readonly string[] = [];
const PLAIN_DOCS: NodeCore['docs'] = { show: true, nodeColor: null };

export function mappingOf(value: Json | undefined): JsonObject {
  return isMapping(value) ? value : NOTHING;
}

/** Tags in order, each once. */
export function tagsOf(own: readonly string[], config: JsonObject): readonly string[] {
  if (own.length === 0 && Array.isArray(config.tags) && config.tags.length === 0) return NO_TAGS;
  const tags = Array.isArray(config.tags) ? config.tags : [config.tags];
  return [...new Set([...own, ...tags.filter((tag) => typeof tag === 'string')])];
}

/** `pre-hook` or `post-hook`. */
export function hooksOf(config: JsonObject, key: 'pre-hook' | 'post-hook', places: HookPlaces): Hook[] {
  const hooks = Array.isArray(config[key]) ? config[key] : [];
  return hooks.flatMap((hook: Json, index): Hook[] => {
    const at = places[key].length > index ? { location: places[key][index] } : {};
    if (typeof hook === 'string') return [{ sql: hook, transaction: true, ...at }];
    const { sql, transaction } = mappingOf(hook);
    return typeof sql === 'string' ? [{ sql, transaction: transaction !== false, ...at }] : [];
  });
}

export function docsOf(config: JsonObject): NodeCore['docs'] {
  const { show, node_color: color } = mappingOf(config.docs);
  if (show !== false && typeof color !== 'string') return PLAIN_DOCS;
  return { show: show !== false, nodeColor: typeof color === 'string' ? color : null };
}

/** The project's `quoting` under the node's own; everything is quoted unless one of them says no. */
export function quotingOf(project: Partial<QuotePolicy>, own: Json | undefined): QuotePolicy {
  const node = mappingOf(own);
  const part = (key: keyof QuotePolicy) => (typeof node[key] === 'boolean' ? node[key] : (project[key] ?? true));
  return { database: part('database'), schema: part('schema'), identifier: part('identifier') };
}

/** Whether a data test keeps its failing rows in a relation. */
export function storesFailures(config: JsonObject, flag: Json | undefined): boolean {
  if (config.store_failures_as !== undefined && config.store_failures_as !== null) {
    return config.store_failures_as !== 'ephemeral';
  }
  return typeof config.store_failures === 'boolean' ? config.store_failures : flag === true;
}
