/** Which parents of a node will be other than they stand: what is asked of the database about them says nothing yet. */
import { parentsOf } from '../../graph/ids.js';
import { isEphemeral, textSetting } from '../../plan/node-settings.js';
import type { ManifestNode, UniqueId } from '../../resources/node.js';
import type { PreviewContext, Settled } from './preview-context.js';

/** Parents in the plan whose columns change, or that are new; those behind ephemeral models and views outside of it too. */
export function unsettledParents(context: PreviewContext, node: ManifestNode): readonly UniqueId[] {
  return parentsWhere(context, node.uniqueId, ({ keepsColumns }) => !keepsColumns);
}

/** Parents in the plan that give other rows or columns than before. */
export function changedParents(context: PreviewContext, node: Pick<ManifestNode, 'uniqueId'>): readonly UniqueId[] {
  return parentsWhere(context, node.uniqueId, ({ isChanged }) => isChanged);
}

function parentsWhere(context: PreviewContext, start: UniqueId, holds: (settled: Settled) => boolean): UniqueId[] {
  const { graph, nodes } = context.deps.manifest;
  const seen = new Set<UniqueId>([start]);
  const pending = [start];
  const found: UniqueId[] = [];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const parent of parentsOf(graph, id)) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      const settled = context.settled.get(parent);
      if (settled !== undefined) {
        if (holds(settled)) found.push(parent);
      } else {
        const node = nodes.get(parent);
        if (node !== undefined && readsThrough(node)) pending.push(parent);
      }
    }
  }
  return found;
}

/** A view outside of the plan shows what its own parents have. */
function readsThrough(node: ManifestNode): boolean {
  return (
    isEphemeral(node) ||
    (node.resourceType === 'model' && (textSetting(node.config, 'materialized') ?? 'view') === 'view')
  );
}
