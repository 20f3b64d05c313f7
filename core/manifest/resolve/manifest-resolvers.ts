/** What `ref` and `source` mean in a project that is resolved: the same decisions again, from the manifest alone. */
import type { GraphNode, ModelNode, SeedNode, SourceNode } from '../../resources/node.js';
import type { Resolvers } from '../edges.js';
import type { Manifest } from '../manifest.js';
import { createResolver, refKey, sourceKey } from './resolver.js';

/** Resolvers over the nodes and sources of a manifest, its disabled ones behind them. */
export function manifestResolvers(
  { nodes, sources, disabled }: Pick<Manifest, 'nodes' | 'sources' | 'disabled'>,
  rootPackage: string,
): Resolvers {
  const hidden = Array.from(disabled.values()).flat();
  return {
    unbuilt: new Map(),
    refs: createResolver(Array.from(nodes.values()).filter(isRefable), hidden.filter(isRefable), {
      rootPackage,
      nameOf: (node) => refKey({ name: node.name, version: node.resourceType === 'model' ? node.version : null }),
    }),
    sources: createResolver(sources.values(), hidden.filter(isSource), {
      rootPackage,
      nameOf: (source) => sourceKey({ source: source.sourceName, table: source.name }),
    }),
  };
}

function isRefable(node: GraphNode): node is ModelNode | SeedNode {
  return node.resourceType === 'model' || node.resourceType === 'seed';
}

function isSource(node: GraphNode): node is SourceNode {
  return node.resourceType === 'source';
}
