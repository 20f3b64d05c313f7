/** What `ref` and `source` of a node mean while it runs: found by the manifest alone, with nothing made before the first look. */
import type { GraphNode, ManifestNode, SourceNode, UniqueId } from '../../resources/node.js';
import type { Resolvers } from '../edges.js';
import type { Manifest, RefTarget } from '../manifest.js';
import { manifestResolvers } from './manifest-resolvers.js';
import { refKey, sourceKey } from './resolver.js';

type Found = Pick<Manifest, 'nodes' | 'sources' | 'disabled'>;

/** `resolveRef` and `resolveSource`: the same decisions again, for calls while a node runs; nothing is made before the first. */
export function lookUps(found: Found, rootPackage: string): Pick<Manifest, 'resolveRef' | 'resolveSource'> {
  let made: Resolvers | null = null;
  const resolvers = () => {
    made ??= manifestResolvers(found, rootPackage);
    return made;
  };
  const packageOf = (from: UniqueId) => found.nodes.get(from)?.packageName ?? from.split('.')[1] ?? '';
  const hidden = (id: UniqueId) => found.disabled.get(id)?.[0];
  return {
    resolveRef: (from, packageName, name, version): RefTarget => {
      const target = resolvers().refs.resolve(refKey({ name, version }), packageName, packageOf(from));
      return target.kind === 'missing'
        ? target
        : toTarget(found.nodes.get(target.node.uniqueId), hidden(target.node.uniqueId));
    },
    resolveSource: (from, source, table): RefTarget => {
      const target = resolvers().sources.resolve(sourceKey({ source, table }), null, packageOf(from));
      return target.kind === 'missing'
        ? target
        : toTarget(found.sources.get(target.node.uniqueId), hidden(target.node.uniqueId));
    },
  };
}

function toTarget(node: ManifestNode | SourceNode | undefined, hidden: GraphNode | undefined): RefTarget {
  if (node !== undefined) return { kind: 'found', node };
  return hidden === undefined ? { kind: 'missing', suggestions: [] } : { kind: 'disabled', node: hidden };
}
