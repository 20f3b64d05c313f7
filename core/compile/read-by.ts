/** The nodes and sources whose relations stand in a node's SQL; ephemeral models bring theirs in their place. Pure. */
import type { Manifest } from '../manifest/manifest.js';
import type { ManifestNode, ModelNode, SourceNode } from '../resources/node.js';

export function readBy(node: ManifestNode, manifest: Manifest): (ManifestNode | SourceNode)[] {
  return node.dependsOn.nodes.flatMap((id) => {
    const parent = manifest.sources.get(id) ?? manifest.nodes.get(id);
    if (parent === undefined) return [];
    return isEphemeral(parent) ? readBy(parent, manifest) : [parent];
  });
}

function isEphemeral(node: ManifestNode | SourceNode): node is ModelNode {
  return node.resourceType === 'model' && node.config.materialized === 'ephemeral';
}
