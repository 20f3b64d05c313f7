/** Small manifests made by hand, for tests of the stages that read one. */
import { buildGraph } from '../../core/graph/build-graph.js';
import type { Manifest } from '../../core/manifest/manifest.js';
import type {
  DataTestNode,
  ExposureNode,
  GraphNode,
  ManifestNode,
  ModelNode,
  SeedNode,
  SourceNode,
} from '../../core/resources/node.js';

const quoting = { database: true, schema: true, identifier: true };

function core(type: string, packageName: string, path: string, name: string) {
  return {
    uniqueId: `${type}.${packageName}.${name}`,
    name,
    packageName,
    path,
    originalFilePath: path,
    fqn: [packageName, name],
    description: '',
    meta: {},
    tags: [],
    location: { file: packageName === 'shop' ? path : `dbt_packages/${packageName}/${path}`, line: 1, column: 1 },
  };
}

function nodeParts(name: string) {
  return {
    database: 'db',
    schema: 'main',
    identifier: name,
    alias: name,
    relationName: `"db"."main"."${name}"`,
    rawCode: '',
    checksum: { name: 'sha256' as const, checksum: '' },
    config: {},
    unrenderedConfig: {},
    quoting,
    columns: {},
    patchPath: null,
    refs: [],
    sources: [],
    dependsOn: { nodes: [], macros: [] },
    docs: { show: true, nodeColor: null },
    group: null,
  };
}

/** A model at `models/<folders>/<name>.sql`. */
export function modelNode(name: string, parts: Partial<ModelNode> = {}): ModelNode {
  const packageName = parts.packageName ?? 'shop';
  return {
    ...core('model', packageName, `models/${name}.sql`, name),
    ...nodeParts(name),
    resourceType: 'model',
    access: 'protected',
    constraints: [],
    version: null,
    latestVersion: null,
    deprecationDate: null,
    ...parts,
  };
}

/** A seed, analysis, operation or test: the parts that differ are given. */
export function otherNode(
  type: 'seed' | 'analysis' | 'operation' | 'test',
  name: string,
  parts: Partial<DataTestNode & Pick<SeedNode, 'contentKey'>> = {},
): ManifestNode {
  const base = {
    ...core(type, 'shop', `${type}s/${name}.${type === 'seed' ? 'csv' : 'sql'}`, name),
    ...nodeParts(name),
    testMetadata: null,
    columnName: null,
    attachedNode: null,
    fileKeyName: null,
  };
  return { ...base, ...parts, resourceType: type } as ManifestNode;
}

/** A table of a source in `models/schema.yml`. */
export function sourceNode(source: string, table: string, parts: Partial<SourceNode> = {}): SourceNode {
  return {
    ...core('source', 'shop', 'models/schema.yml', table),
    uniqueId: `source.shop.${source}.${table}`,
    fqn: ['shop', source, table],
    resourceType: 'source',
    database: 'db',
    schema: source,
    identifier: table,
    sourceName: source,
    sourceDescription: '',
    sourceMeta: {},
    loader: '',
    relationName: `"db"."${source}"."${table}"`,
    quoting,
    config: { enabled: true },
    unrenderedConfig: {},
    columns: {},
    external: null,
    freshness: null,
    loadedAtField: null,
    ...parts,
  };
}

/** An exposure in `models/schema.yml`. */
export function exposureNode(name: string, parts: Partial<ExposureNode> = {}): ExposureNode {
  return {
    ...core('exposure', 'shop', 'models/schema.yml', name),
    resourceType: 'exposure',
    type: 'dashboard',
    owner: {},
    label: null,
    maturity: null,
    url: null,
    config: {},
    unrenderedConfig: {},
    refs: [],
    sources: [],
    dependsOn: { nodes: [], macros: [] },
    ...parts,
  };
}

/** A manifest of the project `shop`; edges come from each node's dependsOn. */
export function manifestOf(all: readonly GraphNode[], disabled: readonly GraphNode[] = []): Manifest {
  const nodes = new Map<string, ManifestNode>();
  const sources = new Map<string, SourceNode>();
  const exposures = new Map<string, ExposureNode>();
  const declared = new Map<string, readonly string[]>();
  for (const node of all) {
    declared.set(node.uniqueId, node.resourceType === 'source' ? [] : node.dependsOn.nodes);
    if (node.resourceType === 'source') sources.set(node.uniqueId, node);
    else if (node.resourceType === 'exposure') exposures.set(node.uniqueId, node);
    else nodes.set(node.uniqueId, node);
  }
  return {
    projectName: 'shop',
    adapterType: 'postgres',
    nodes,
    sources,
    exposures,
    macros: new Map(),
    docs: new Map(),
    disabled: new Map(disabled.map((node) => [node.uniqueId, [node]])),
    graph: buildGraph(declared),
    resolveRef: (_from, _packageName, name) => {
      const found = [...nodes.values()].find((node) => node.resourceType === 'model' && node.name === name);
      return found?.resourceType === 'model' ? { kind: 'found', node: found } : { kind: 'missing', suggestions: [] };
    },
    resolveSource: () => ({ kind: 'missing', suggestions: [] }),
  };
}
