/** Parts of dbt_project.yml that need more than a type check: hooks, dispatch, query comment, trees of configs. */

import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { ConfigTreeName, Located, ProjectConfig } from '../project-config.js';
import type { DbtProjectFile } from '../schema/dbt-project.js';
import type { KeyPath, YamlDocument } from '../yaml/yaml-document.js';

/** Keys of each tree in dbt_project.yml, the first present one counts. */
const TREE_KEYS: Readonly<Record<ConfigTreeName, readonly string[]>> = {
  models: ['models'],
  seeds: ['seeds'],
  snapshots: ['snapshots'],
  sources: ['sources'],
  tests: ['data_tests', 'tests'],
  analyses: ['analyses'],
  exposures: ['exposures'],
  unit_tests: ['unit_tests'],
};

/** The trees of configs of one file, rendered or not. */
export function readTrees(file: JsonObject): Record<ConfigTreeName, JsonObject> {
  const trees = Object.entries(TREE_KEYS).map(([name, keys]) => {
    const found = keys.map((key) => file[key]).find(isMapping);
    return [name, found ?? {}] as const;
  });
  return Object.fromEntries(trees) as Record<ConfigTreeName, JsonObject>;
}

/** A path of the file as it is written: the tree of tests stands under one of two keys. */
export function writtenPath(path: KeyPath, file: JsonObject): KeyPath {
  const [first, ...below] = path;
  return first === 'tests' && isMapping(file.data_tests) ? ['data_tests', ...below] : path;
}

/** Statements of `on-run-start` or `on-run-end`, each with its place. */
export function readProjectHooks(document: YamlDocument, key: 'on-run-start' | 'on-run-end'): Located<string>[] {
  const value = isMapping(document.value) ? document.value[key] : null;
  const statements = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  return statements.map((statement: string, index) => ({
    value: statement,
    location: document.locate(typeof value === 'string' ? [key] : [key, index]),
  }));
}

/** `dispatch:` as namespace to search order. */
export function readDispatch(file: DbtProjectFile): Record<string, readonly string[]> {
  return Object.fromEntries((file.dispatch ?? []).map((entry) => [entry.macro_namespace, entry.search_order]));
}

/** `query-comment`: undefined when the key is absent, comment null when it is empty. */
export function readQueryComment(file: DbtProjectFile): ProjectConfig['queryComment'] {
  const value = file['query-comment'];
  if (value === undefined) return undefined;
  if (value === null || value === '') return { comment: null, append: false };
  if (typeof value === 'string') return { comment: value, append: false };
  if (value.comment === undefined) return undefined;
  return { comment: value.comment === '' ? null : value.comment, append: value.append ?? false };
}

const KEPT_KEYS = new Set(['on-run-start', 'on-run-end', 'query-comment', 'vars']);
const HOOK_KEY = /^\+?(?:pre|post)[-_]hook$/;

/** What dbt leaves unrendered in dbt_project.yml: hooks, the query comment, vars. They are rendered where they are used. */
export function isKeptInProjectFile(path: KeyPath): boolean {
  if (path.length === 1 && KEPT_KEYS.has(String(path[0]))) return true;
  return typeof path[0] === 'string' && path.some((part) => HOOK_KEY.test(String(part)));
}

/** The value as a mapping, empty when it is none. */
export function asMapping(value: Json | undefined): JsonObject {
  return isMapping(value) ? value : {};
}
