/** Which kind of relation a node makes. */
import type { GraphNode } from '../../resources/node.js';
import { storedFailuresType, textSetting } from '../node-settings.js';
import type { RunOptions } from '../run-plan.js';

const kindOfMaterialization: Readonly<Record<string, 'table' | 'view'>> = {
  table: 'table',
  incremental: 'table',
  view: 'view',
};

/** Null for a node that makes none, or one whose materialization is not tsdbt's own. */
export function wantedKind(node: GraphNode, options: Pick<RunOptions, 'storeFailures'>): 'table' | 'view' | null {
  switch (node.resourceType) {
    case 'model':
      return kindOfMaterialization[textSetting(node.config, 'materialized') ?? 'view'] ?? null;
    case 'seed':
    case 'source':
      return 'table';
    case 'test':
      return storedFailuresType(node, options);
    default:
      return null;
  }
}
