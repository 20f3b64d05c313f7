/** A parsed node with its edges: what the manifest holds. */
import type { ParsedNode } from '../parse/parsed-project.js';
import type { ManifestNode, UniqueId } from '../resources/node.js';
import type { Resolvers } from './edges.js';
import type { ManifestMemory } from './manifest-memory.js';

/** Adds the parents, and to a generic test the node that it is attached to and that node's group. */
export function withEdges(
  parsed: ParsedNode,
  parents: readonly UniqueId[],
  { resolvers, memory }: FinishParts,
): ManifestNode {
  const attached = parsed.resourceType === 'test' ? attachedTo(parsed, resolvers) : null;
  const known = memory.finished.get(parsed);
  if (known !== undefined && isSameList(known.dependsOn.nodes, parents) && hasAttached(known, parsed, attached)) {
    return known;
  }
  const whole = finish(parsed, parents, attached);
  memory.finished.set(parsed, whole);
  return whole;
}

export interface FinishParts {
  readonly resolvers: Resolvers;
  readonly memory: ManifestMemory;
}

function isSameList(left: readonly UniqueId[], right: readonly UniqueId[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}

function hasAttached(node: ManifestNode, parsed: ParsedNode, attached: ParsedNode | null): boolean {
  if (node.resourceType !== 'test') return true;
  return node.attachedNode === (attached?.uniqueId ?? null) && node.group === (parsed.group ?? attached?.group ?? null);
}

function finish(parsed: ParsedNode, parents: readonly UniqueId[], attached: ParsedNode | null): ManifestNode {
  const { macros, ...node } = parsed;
  const dependsOn = { nodes: parents, macros };
  if (node.resourceType !== 'test') return { ...node, dependsOn };
  return {
    ...node,
    dependsOn,
    attachedNode: attached?.uniqueId ?? null,
    group: node.group ?? attached?.group ?? null,
  };
}

/** `models.stg_orders` means the node of that name in the test's package; tests of sources are attached to nothing, as in dbt. */
function attachedTo(test: Extract<ParsedNode, { resourceType: 'test' }>, resolvers: Resolvers): ParsedNode | null {
  const [section = '', ...name] = test.fileKeyName?.split('.') ?? [];
  if (section === '' || section === 'sources') return null;
  const target = resolvers.refs.resolve(name.join('.'), test.packageName, test.packageName);
  return target.kind === 'found' ? target.node : null;
}
