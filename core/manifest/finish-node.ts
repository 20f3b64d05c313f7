/** A parsed node with its edges: what the manifest holds. */
import type { ParsedNode } from '../parse/parsed-project.js';
import type { ManifestNode, UniqueId } from '../resources/node.js';
import type { Resolvers } from './edges.js';

/** Adds the parents, and to a generic test the node that it is attached to and that node's group. */
export function withEdges(parsed: ParsedNode, parents: readonly UniqueId[], resolvers: Resolvers): ManifestNode {
  const { macros, ...node } = parsed;
  const dependsOn = { nodes: parents, macros };
  if (node.resourceType !== 'test') return { ...node, dependsOn };
  const attached = attachedTo(node, resolvers);
  return {
    ...node,
    dependsOn,
    attachedNode: attached?.uniqueId ?? null,
    group: node.group ?? attached?.group ?? null,
  };
}

/** `models.stg_orders` means the node of that name in the test's package; tests of sources are attached to nothing, as in dbt. */
function attachedTo(
  test: Omit<Extract<ParsedNode, { resourceType: 'test' }>, 'macros'>,
  resolvers: Resolvers,
): ParsedNode | null {
  const [section = '', ...name] = test.fileKeyName?.split('.') ?? [];
  if (section === '' || section === 'sources') return null;
  const target = resolvers.refs.resolve(name.join('.'), test.packageName, test.packageName);
  return target.kind === 'found' ? target.node : null;
}
