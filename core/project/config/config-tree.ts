/** Trees of configs in dbt_project.yml: folders and packages as nested keys, configs with `+` or without. Pure. */
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { ConfigTreeName } from '../project-config.js';
import type { ConfigResource } from './config-key.js';

/** The tree that configures each resource. */
export const treeOfResource: Readonly<Record<ConfigResource, ConfigTreeName>> = {
  model: 'models',
  operation: 'models',
  seed: 'seeds',
  snapshot: 'snapshots',
  analysis: 'analyses',
  test: 'tests',
  unit_test: 'unit_tests',
  source: 'sources',
  exposure: 'exposures',
};

/** Whether a key of a tree is a config; else it is a folder. */
function isConfigKey(key: string, value: Json): boolean {
  return key.startsWith('+') || !isMapping(value);
}

/** Configs of one folder of a tree. */
export interface TreeLevel {
  /** Keys from the tree's root to the folder. */
  readonly path: readonly string[];
  /** Configs by name, `+` taken off. */
  readonly values: JsonObject;
  /** Name to key as written, for places. */
  readonly written: ReadonlyMap<string, string>;
}

/** The levels that apply to a resource, general to specific. */
export function levelsFor(tree: JsonObject, fqn: readonly string[]): TreeLevel[] {
  const levels: TreeLevel[] = [levelOf(tree, [])];
  let folder = tree;
  for (const [index, part] of fqn.entries()) {
    const below = Object.hasOwn(folder, part) ? folder[part] : undefined;
    if (!isMapping(below)) break;
    folder = below;
    levels.push(levelOf(folder, fqn.slice(0, index + 1)));
  }
  return levels.filter((level) => level.written.size > 0);
}

/** How many parts of an fqn lead down the tree. */
export function depthIn(tree: JsonObject, fqn: readonly string[]): number {
  let folder = tree;
  for (const [index, part] of fqn.entries()) {
    const below = Object.hasOwn(folder, part) ? folder[part] : undefined;
    if (!isMapping(below)) return index;
    folder = below;
  }
  return fqn.length;
}

/** Every level of a tree that sets something. */
export function allLevels(tree: JsonObject, path: readonly string[] = []): TreeLevel[] {
  const level = levelOf(tree, path);
  const own = level.written.size > 0 ? [level] : [];
  const below = Object.entries(tree).flatMap(([key, value]) =>
    isMapping(value) && !isConfigKey(key, value) ? allLevels(value, [...path, key]) : [],
  );
  return [...own, ...below];
}

function levelOf(folder: JsonObject, path: readonly string[]): TreeLevel {
  const configs = Object.entries(folder).filter(([key, value]) => isConfigKey(key, value));
  const named = configs.map(([key, value]) => ({ name: key.replace(/^\+/, ''), key, value }));
  return {
    path,
    values: Object.fromEntries(named.map(({ name, value }) => [name, value])),
    written: new Map(named.map(({ name, key }) => [name, key])),
  };
}
