/** manifest.json (dbt's version 12) from the manifest of stage 4. Pure; io writes it. */
import type { Manifest } from '../manifest/manifest.js';
import { toNodeDict } from '../parse/node-dict.js';
import type { JsonObject } from '../resources/json.js';
import type { DocBlock, GraphNode, MacroResource, ManifestNode, UniqueId } from '../resources/node.js';
import { type ArtifactMetadata, metadataDict } from './metadata.js';
import { inferPrimaryKey, testsByNode } from './primary-key.js';

const MANIFEST_SCHEMA = 'https://schemas.getdbt.com/dbt/manifest/v12.json';

/** What compiling added to a node; nodes that were not compiled have none. */
export interface CompiledPart {
  readonly code: string;
  /** `target/compiled/<package>/<path>`, null when no file was written. */
  readonly path: string | null;
  readonly extraCtes: readonly { readonly id: UniqueId; readonly sql: string }[];
}

/** Gives the whole artifact; `compiled` holds the nodes that this invocation compiled. */
export function toManifestArtifact(
  manifest: Manifest,
  metadata: ArtifactMetadata,
  compiled: ReadonlyMap<UniqueId, CompiledPart> = new Map(),
): JsonObject {
  const createdAt = Date.parse(metadata.generatedAt) / 1000;
  const tests = testsByNode(manifest);
  const dictOf = (node: GraphNode): JsonObject => {
    const dict = { ...toNodeDict(node), created_at: createdAt };
    if (node.resourceType !== 'model') return dict;
    return { ...dict, primary_key: inferPrimaryKey(node, tests.get(node.uniqueId) ?? []) };
  };
  const nodeDict = (node: ManifestNode) => ({ ...dictOf(node), ...compiledDict(compiled.get(node.uniqueId)) });
  return {
    metadata: manifestMetadata(manifest, metadata),
    nodes: mapValues(manifest.nodes, nodeDict),
    sources: mapValues(manifest.sources, dictOf),
    macros: mapValues(manifest.macros, (macro) => ({ ...macroDict(macro), created_at: createdAt })),
    docs: mapValues(manifest.docs, docDict),
    exposures: mapValues(manifest.exposures, dictOf),
    metrics: {},
    groups: {},
    selectors: {},
    disabled: mapValues(manifest.disabled, (nodes) => nodes.map(dictOf)),
    parent_map: mapValues(manifest.graph.parents, (ids) => [...ids].sort()),
    child_map: mapValues(manifest.graph.children, (ids) => [...ids].sort()),
    group_map: {},
    saved_queries: {},
    semantic_models: {},
    unit_tests: {},
    functions: {},
  };
}

function manifestMetadata(manifest: Manifest, metadata: ArtifactMetadata): JsonObject {
  return {
    ...metadataDict(MANIFEST_SCHEMA, metadata),
    project_name: manifest.projectName,
    project_id: null,
    user_id: null,
    send_anonymous_usage_stats: false,
    adapter_type: manifest.adapterType,
  };
}

function compiledDict(part: CompiledPart | undefined): JsonObject {
  if (part === undefined) return {};
  return {
    compiled_path: part.path,
    compiled: true,
    compiled_code: part.code,
    extra_ctes_injected: true,
    extra_ctes: part.extraCtes.map((cte) => ({ id: cte.id, sql: cte.sql })),
  };
}

function macroDict(macro: MacroResource): JsonObject {
  const docs = { show: macro.docs.show, node_color: macro.docs.nodeColor };
  return {
    name: macro.name,
    resource_type: 'macro',
    package_name: macro.packageName,
    path: macro.path,
    original_file_path: macro.originalFilePath,
    unique_id: macro.uniqueId,
    macro_sql: macro.macroSql,
    depends_on: { macros: macro.dependsOn.macros },
    description: macro.description,
    meta: macro.meta,
    docs,
    config: { meta: macro.meta, docs },
    patch_path: macro.patchPath,
    arguments: macro.arguments.map((argument) => ({ ...argument })),
    supported_languages: macro.name.startsWith('materialization_') ? ['sql'] : null,
  };
}

function docDict(doc: DocBlock): JsonObject {
  return {
    name: doc.name,
    resource_type: 'doc',
    package_name: doc.packageName,
    path: doc.path,
    original_file_path: doc.originalFilePath,
    unique_id: doc.uniqueId,
    block_contents: doc.contents,
  };
}

function mapValues<V, R>(map: ReadonlyMap<string, V>, change: (value: V) => R): Readonly<Record<string, R>> {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}
