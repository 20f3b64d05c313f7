/**
 * A manifest.json as comparisons see it. Two builds of one project that went to databases of their own have the same names:
 * what the target decides of a name is left out.
 */
import { isMapping, type Json, type JsonObject } from '../resources/json.js';
import type { ComparableMacro, ComparableManifest, ComparableNode } from '../state/changes/comparable.js';
import { comparableNode } from '../state/changes/comparable-manifest.js';

/** The target that the manifest was made for. */
export interface TargetNames {
  readonly database: string | null;
  readonly schema: string | null;
}

/** What is missing or of another type counts as empty. */
export function comparableArtifact(manifest: JsonObject, target: TargetNames): ComparableManifest {
  const metadata = mapping(manifest.metadata);
  const dicts = [...mappings(manifest.nodes), ...mappings(manifest.sources)];
  return {
    projectName: text(metadata.project_name),
    adapterType: text(metadata.adapter_type),
    nodes: new Map(dicts.map((dict) => named(withoutTarget(comparableNode(dict), target)))),
    macros: new Map(mappings(manifest.macros).map((dict) => named(macroOf(dict)))),
  };
}

function named<T extends { readonly uniqueId: string }>(value: T): [string, T] {
  return [value.uniqueId, value];
}

function withoutTarget(node: ComparableNode, { database, schema }: TargetNames): ComparableNode {
  const own = schema !== null && node.schema !== null && `${node.schema}_`.startsWith(`${schema}_`);
  return {
    ...node,
    relationName: null,
    database: node.database === database ? null : node.database,
    schema: own && schema !== null && node.schema !== null ? node.schema.slice(schema.length) : node.schema,
  };
}

function macroOf(dict: JsonObject): ComparableMacro {
  const called = mapping(dict.depends_on).macros;
  return {
    uniqueId: text(dict.unique_id),
    name: text(dict.name),
    packageName: text(dict.package_name),
    sql: text(dict.macro_sql),
    macros: Array.isArray(called) ? called.filter((id) => typeof id === 'string') : [],
  };
}

function mappings(value: Json | undefined): JsonObject[] {
  return Object.values(mapping(value)).filter(isMapping);
}

function mapping(value: Json | undefined): JsonObject {
  return isMapping(value) ? value : {};
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
