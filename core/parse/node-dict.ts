/**
 * A node as dbt's manifest v12 writes it: the `model` variable and `graph` of templates, and the artifact. Pure; the
 * config already holds its defaults.
 */
import { isMapping, type Json, type JsonObject } from '../resources/json.js';
import type {
  ColumnProperties,
  DataTestNode,
  ExposureNode,
  GraphNode,
  ManifestNode,
  ModelNode,
  RefCall,
  SeedNode,
  SourceCall,
  SourceNode,
} from '../resources/node.js';

/** Gives the dict of a node, source or exposure, keys in dbt's order. */
export function toNodeDict(node: GraphNode): JsonObject {
  const dict = toOwnDict(node);
  return node.resourceType === 'model' ? Object.assign(dict, { primary_key: [], time_spine: null }) : dict;
}

/**
 * A new dict of what the node alone decides. A model lacks its last keys in it, of which the first is inferred from its tests.
 * The parts are assigned to one literal: spreading them takes a hundred times as long.
 */
export function toOwnDict(node: GraphNode): JsonObject {
  if (node.resourceType === 'source') return sourceDict(node);
  if (node.resourceType === 'exposure') return exposureDict(node);
  const dict = nodeDict(node);
  if (node.resourceType === 'seed') return Object.assign(dict, seedPart(node));
  Object.assign(dict, codePart(node));
  if (node.resourceType === 'model') return Object.assign(dict, modelPart(node));
  if (node.resourceType === 'test') return Object.assign(dict, testPart(node));
  return node.resourceType === 'operation' ? Object.assign(dict, { index: node.index }) : dict;
}

function nodeDict(node: ManifestNode): JsonObject {
  return {
    database: node.database,
    schema: node.schema,
    name: node.name,
    resource_type: node.resourceType,
    package_name: node.packageName,
    path: node.path,
    original_file_path: node.originalFilePath,
    unique_id: node.uniqueId,
    fqn: node.fqn,
    alias: node.alias,
    checksum: checksumDict(node.checksum),
    config: node.config,
    tags: node.tags,
    description: node.description,
    columns: columnDicts(node.columns),
    meta: node.meta,
    group: node.group,
    docs: docsDict(node.docs),
    patch_path: node.patchPath,
    build_path: null,
    unrendered_config: node.unrenderedConfig,
    relation_name: node.relationName,
    raw_code: node.rawCode,
    doc_blocks: node.docBlocks ?? NONE,
  };
}

/** Seeds have no code, hence neither references nor a contract. */
function seedPart(node: SeedNode): JsonObject {
  const root = node.dataPath.slice(0, -node.originalFilePath.length).replace(/[\\/]$/, '');
  return { root_path: root, depends_on: { macros: node.dependsOn.macros } };
}

function codePart(node: ManifestNode): JsonObject {
  return {
    language: 'sql',
    refs: node.refs.map(refDict),
    sources: node.sources.length === 0 ? NONE : node.sources.map(sourceCall),
    metrics: NONE,
    functions: NONE,
    depends_on: { macros: node.dependsOn.macros, nodes: node.dependsOn.nodes },
    compiled_path: null,
    contract: contractDict(node.config.contract),
  };
}

/** What most nodes have. Parts of dicts that are the same object need to be written but once. */
const NONE: readonly Json[] = [];
const EMPTY: JsonObject = {};
const SHOWN: JsonObject = { show: true, node_color: null };
const NO_CHECKSUM: JsonObject = { name: 'none', checksum: '' };
const NO_CONTRACT: JsonObject = { enforced: false, alias_types: true, checksum: null };
const NO_COLUMN_CONFIG: JsonObject = { meta: EMPTY, tags: NONE };

function checksumDict({ name, checksum }: ManifestNode['checksum']): JsonObject {
  return name === 'none' && checksum === '' ? NO_CHECKSUM : { name, checksum };
}

function docsDict({ show, nodeColor }: ManifestNode['docs']): JsonObject {
  return show && nodeColor === null ? SHOWN : { show, node_color: nodeColor };
}

function contractDict(contract: Json | undefined): JsonObject {
  if (!isMapping(contract)) return NO_CONTRACT;
  const { enforced, alias_types: aliasTypes, ...others } = contract;
  const isDefault = enforced === false && aliasTypes === true && isEmpty(others);
  return isDefault ? NO_CONTRACT : { enforced: false, alias_types: true, ...contract, checksum: null };
}

function isEmpty(mapping: JsonObject): boolean {
  for (const _ in mapping) return false;
  return true;
}

function modelPart(node: ModelNode): JsonObject {
  return {
    access: node.access,
    constraints: node.constraints,
    version: node.version,
    latest_version: node.latestVersion,
    deprecation_date: node.deprecationDate,
  };
}

function testPart(node: DataTestNode): JsonObject {
  const metadata = node.testMetadata;
  if (metadata === null) return {};
  return {
    column_name: node.columnName,
    file_key_name: node.fileKeyName,
    attached_node: node.attachedNode,
    test_metadata: { name: metadata.name, kwargs: metadata.kwargs, namespace: metadata.namespace },
  };
}

function sourceDict(node: SourceNode): JsonObject {
  return {
    database: node.database,
    schema: node.schema,
    name: node.name,
    resource_type: node.resourceType,
    package_name: node.packageName,
    path: node.path,
    original_file_path: node.originalFilePath,
    unique_id: node.uniqueId,
    fqn: node.fqn,
    source_name: node.sourceName,
    source_description: node.sourceDescription,
    loader: node.loader,
    identifier: node.identifier,
    quoting: { ...node.quoting, column: null },
    loaded_at_field: node.loadedAtField,
    loaded_at_query: node.config.loaded_at_query ?? null,
    freshness: node.freshness,
    external: node.external,
    description: node.description,
    columns: columnDicts(node.columns),
    meta: node.meta,
    source_meta: node.sourceMeta,
    tags: node.tags,
    config: node.config,
    patch_path: null,
    unrendered_config: node.unrenderedConfig,
    relation_name: node.relationName,
    doc_blocks: node.docBlocks ?? NONE,
  };
}

function exposureDict(node: ExposureNode): JsonObject {
  return {
    name: node.name,
    resource_type: node.resourceType,
    package_name: node.packageName,
    path: node.path,
    original_file_path: node.originalFilePath,
    unique_id: node.uniqueId,
    fqn: node.fqn,
    type: node.type,
    owner: node.owner,
    description: node.description,
    label: node.label,
    maturity: node.maturity,
    meta: node.meta,
    tags: node.tags,
    config: node.config,
    unrendered_config: node.unrenderedConfig,
    url: node.url,
    depends_on: { macros: node.dependsOn.macros, nodes: node.dependsOn.nodes },
    refs: node.refs.map(refDict),
    sources: node.sources.map(sourceCall),
    metrics: [],
  };
}

function columnDicts(columns: Readonly<Record<string, ColumnProperties>>): JsonObject {
  const names = Object.keys(columns);
  if (names.length === 0) return EMPTY;
  return Object.fromEntries(names.map((name) => [name, columnDict(columns[name])]));
}

function columnDict(column: ColumnProperties): JsonObject {
  const { meta, tags } = column;
  const isPlain = tags.length === 0 && isEmpty(meta);
  return {
    name: column.name,
    description: column.description,
    meta: isPlain ? EMPTY : meta,
    data_type: column.dataType,
    constraints: column.constraints.length === 0 ? NONE : column.constraints,
    quote: column.quote,
    config: isPlain ? NO_COLUMN_CONFIG : { meta, tags },
    tags: isPlain ? NONE : tags,
    granularity: null,
    doc_blocks: column.docBlocks ?? NONE,
  };
}

function refDict(ref: RefCall): JsonObject {
  return { name: ref.name, package: ref.package, version: ref.version };
}

function sourceCall(source: SourceCall): Json {
  return [source.source, source.table];
}
