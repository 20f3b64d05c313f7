/** Reads the config keys that planning decides by, with dbt's rules for how flag and config combine. */
import type { Json, JsonObject } from '../resources/json.js';
import type { DataTestNode, GraphNode, ManifestNode } from '../resources/node.js';
import type { RunOptions } from './run-plan.js';

/** `full_refresh` of the node, when set, wins over the flag in both directions. */
export function isFullRefresh(node: ManifestNode, options: Pick<RunOptions, 'fullRefresh'>): boolean {
  const own = node.config.full_refresh;
  return typeof own === 'boolean' ? own : options.fullRefresh;
}

/** How a data test keeps its failing rows: `store_failures_as` wins over `store_failures`, which wins over the flag. */
export function storedFailuresType(
  node: DataTestNode,
  options: Pick<RunOptions, 'storeFailures'>,
): 'table' | 'view' | null {
  const kind = node.config.store_failures_as;
  if (kind === 'table' || kind === 'view') return kind;
  if (kind === 'ephemeral') return null;
  const own = node.config.store_failures;
  return (typeof own === 'boolean' ? own : options.storeFailures) ? 'table' : null;
}

export function isEphemeral(node: GraphNode): boolean {
  return node.resourceType === 'model' && node.config.materialized === 'ephemeral';
}

/** A config key that holds a string; null when it is missing or of another kind. */
export function textSetting(config: JsonObject, key: string): string | null {
  const value = config[key];
  return typeof value === 'string' ? value : null;
}

/** A config key that holds a list; a single value stands for a list of one, as dbt allows for keys and predicates. */
export function listSetting(config: JsonObject, key: string): readonly Json[] {
  const value = config[key];
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value as Json];
}
