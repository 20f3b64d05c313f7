/** What a planned node does to the database: on one with a single writer, readers run beside it; a look changes nothing. */
import type { SessionOptions } from '../../adapter/database.js';
import { storedFailuresType } from '../../plan/node-settings.js';
import type { PlannedNode, RunOptions } from '../../plan/run-plan.js';

export function purposeOf({ node, action }: PlannedNode, options: RunOptions): SessionOptions['purpose'] {
  if (action === 'compile' || action === 'show') return 'preview';
  if (node.resourceType === 'test' && storedFailuresType(node, options) === null) return 'read';
  return 'write';
}
