/** A manifest with one node more: a query that stands in no file, beside a project that was resolved before. Pure. */
import type { Outcome } from '../diagnostics/diagnostic.js';
import { buildGraph } from '../graph/build-graph.js';
import type { ParsedNode } from '../parse/parsed-project.js';
import type { GraphNode } from '../resources/node.js';
import { resolveEdges } from './edges.js';
import { withEdges } from './finish-node.js';
import type { Manifest } from './manifest.js';
import { manifestResolvers } from './resolve/manifest-resolvers.js';

/** The manifest it is added to stays as it is. The value is whole only when no diagnostic is an error. */
export function addNode(manifest: Manifest, parsed: ParsedNode, rootPackage: string): Outcome<Manifest> {
  const resolvers = manifestResolvers(manifest, rootPackage);
  const edges = resolveEdges(parsed, resolvers);
  const node = withEdges(parsed, edges.parents, { resolvers, memory: null });
  const nodes = new Map(manifest.nodes).set(node.uniqueId, node);
  const all = [...nodes.values(), ...manifest.sources.values(), ...manifest.exposures.values()];
  const graph = buildGraph(new Map(all.map((each) => [each.uniqueId, parentsOf(each)])));
  return { value: { ...manifest, nodes, graph }, diagnostics: edges.diagnostics };
}

function parentsOf(node: GraphNode): readonly string[] {
  return node.resourceType === 'source' ? [] : node.dependsOn.nodes;
}
