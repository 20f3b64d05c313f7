/** A manifest with one node more: a query that stands in no file, beside a project that was resolved before. Pure. */
import type { Outcome } from '../diagnostics/diagnostic.js';
import { buildGraph } from '../graph/build-graph.js';
import type { ParsedNode } from '../parse/parsed-project.js';
import type { GraphNode, ManifestNode, SourceNode } from '../resources/node.js';
import { type Resolvers, resolveEdges } from './edges.js';
import { withEdges } from './finish-node.js';
import type { Manifest } from './manifest.js';
import { createManifestMemory } from './manifest-memory.js';
import { createResolver, refKey, sourceKey } from './resolver.js';

/** The manifest it is added to stays as it is. The value is whole only when no diagnostic is an error. */
export function addNode(manifest: Manifest, parsed: ParsedNode, rootPackage: string): Outcome<Manifest> {
  const resolvers = resolversOf(manifest, rootPackage);
  const edges = resolveEdges(parsed, resolvers);
  const node = withEdges(parsed, edges.parents, { resolvers, memory: createManifestMemory() });
  const nodes = new Map(manifest.nodes).set(node.uniqueId, node);
  const all = [...nodes.values(), ...manifest.sources.values(), ...manifest.exposures.values()];
  const graph = buildGraph(new Map(all.map((each) => [each.uniqueId, parentsOf(each)])));
  return { value: { ...manifest, nodes, graph }, diagnostics: edges.diagnostics };
}

function parentsOf(node: GraphNode): readonly string[] {
  return node.resourceType === 'source' ? [] : node.dependsOn.nodes;
}

function resolversOf({ nodes, sources, disabled }: Manifest, rootPackage: string): Resolvers {
  const hidden = [...disabled.values()].flat();
  const isSource = (node: GraphNode): node is SourceNode => node.resourceType === 'source';
  return {
    unbuilt: new Map(),
    refs: createResolver([...nodes.values()].flatMap(refable), hidden.flatMap(refable), {
      rootPackage,
      nameOf: (node) => refKey({ name: node.name, version: node.resourceType === 'model' ? node.version : null }),
    }),
    sources: createResolver(sources.values(), hidden.filter(isSource), {
      rootPackage,
      nameOf: (source) => sourceKey({ source: source.sourceName, table: source.name }),
    }),
  };
}

/** What a `ref` may mean, as it was before its own references were resolved. */
function refable(node: GraphNode): ParsedNode[] {
  if (node.resourceType !== 'model' && node.resourceType !== 'seed') return [];
  const { dependsOn, ...rest }: Extract<ManifestNode, { resourceType: 'model' | 'seed' }> = node;
  return [{ ...rest, macros: dependsOn.macros } as ParsedNode];
}
