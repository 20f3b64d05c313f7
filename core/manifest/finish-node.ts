/** A parsed node with its edges: what the manifest holds. */
import type { ParsedNode } from '../parse/parsed-project.js';
import type { ManifestNode, ModelNode, NodeCore, UniqueId } from '../resources/node.js';
import type { Resolvers } from './edges.js';
import type { ManifestMemory } from './manifest-memory.js';

/** Adds the parents, and to a generic test the node that it is attached to and that node's group. */
export function withEdges(
  parsed: ParsedNode,
  parents: readonly UniqueId[],
  { resolvers, memory }: FinishParts,
): ManifestNode {
  const attached = parsed.resourceType === 'test' ? attachedTo(parsed, resolvers) : null;
  const known = memory?.finished.get(parsed);
  if (known !== undefined && isSameList(known.dependsOn.nodes, parents) && hasAttached(known, parsed, attached)) {
    return known;
  }
  const whole = finish(parsed, parents, attached);
  memory?.finished.set(parsed, whole);
  return whole;
}

/** A model whose parents are known. */
export function finishModel(parsed: Extract<ParsedNode, { resourceType: 'model' }>, parents: readonly UniqueId[]) {
  return finish(parsed, parents, null) as ModelNode;
}

export interface FinishParts {
  readonly resolvers: Resolvers;
  /** Null when nothing comes after this snapshot. */
  readonly memory: ManifestMemory | null;
}

function isSameList(left: readonly UniqueId[], right: readonly UniqueId[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}

function hasAttached(node: ManifestNode, parsed: ParsedNode, attached: Attached | null): boolean {
  if (node.resourceType !== 'test') return true;
  return node.attachedNode === (attached?.uniqueId ?? null) && node.group === (parsed.group ?? attached?.group ?? null);
}

function finish(node: ParsedNode, parents: readonly UniqueId[], attached: Attached | null): ManifestNode {
  const core = {
    uniqueId: node.uniqueId,
    name: node.name,
    packageName: node.packageName,
    path: node.path,
    originalFilePath: node.originalFilePath,
    fqn: node.fqn,
    location: node.location,
    description: node.description,
    docBlocks: node.docBlocks,
    meta: node.meta,
    tags: node.tags,
    database: node.database,
    schema: node.schema,
    identifier: node.identifier,
    quoting: node.quoting,
    alias: node.alias,
    relationName: node.relationName,
    rawCode: node.rawCode,
    checksum: node.checksum,
    config: node.config,
    unrenderedConfig: node.unrenderedConfig,
    columns: node.columns,
    patchPath: node.patchPath,
    refs: node.refs,
    sources: node.sources,
    dependsOn: { nodes: parents, macros: node.macros },
    docs: node.docs,
    group: node.group ?? attached?.group ?? null,
  } satisfies Record<Exclude<keyof NodeCore, 'resourceType' | 'hookPlaces'>, unknown>;
  const { hookPlaces } = node;
  // Thousands of nodes: assigning keeps one shape for all of a type, where a spread makes one for each node.
  return Object.assign(
    core,
    particularsOf(node, attached),
    hookPlaces === undefined ? null : { hookPlaces },
  ) as ManifestNode;
}

function particularsOf(node: ParsedNode, attached: Attached | null) {
  switch (node.resourceType) {
    case 'model': {
      const { resourceType, access, constraints, version, latestVersion, deprecationDate } = node;
      return { resourceType, access, constraints, version, latestVersion, deprecationDate };
    }
    case 'test': {
      const { resourceType, testMetadata, columnName, fileKeyName } = node;
      return { resourceType, testMetadata, columnName, attachedNode: attached?.uniqueId ?? null, fileKeyName };
    }
    case 'seed':
      return { resourceType: node.resourceType, dataPath: node.dataPath, contentKey: node.contentKey };
    case 'operation':
      return { resourceType: node.resourceType, hook: node.hook, index: node.index };
    default:
      return { resourceType: node.resourceType };
  }
}

/** `models.stg_orders` means the node of that name in the test's package; tests of sources are attached to nothing, as in dbt. */
type Attached = Pick<ParsedNode, 'uniqueId' | 'group'>;

function attachedTo(test: Extract<ParsedNode, { resourceType: 'test' }>, resolvers: Resolvers): Attached | null {
  const { fileKeyName, packageName } = test;
  const dot = fileKeyName?.indexOf('.') ?? -1;
  if (fileKeyName === null || dot === -1 || fileKeyName.startsWith('sources.')) return null;
  const target = resolvers.refs.resolve(fileKeyName.slice(dot + 1), packageName, packageName);
  return target.kind === 'found' ? target.node : null;
}
