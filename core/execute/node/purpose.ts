/** Whether a planned node writes: on a database with one writer, readers run beside it. */
import type { SessionOptions } from '../../adapter/database.js';
import { storedFailuresType } from '../../plan/node-settings.js';
import type { PlannedNode, RunOptions } from '../../plan/run-plan.js';

export function purposeOf({ node, action }: PlannedNode, options: RunOptions): SessionOptions['purpose'] {
  if (action === 'compile' || action === 'show') return 'read';
  if (node.resourceType === 'test' && storedFailuresType(node, options) === null) return 'read';
  return 'write';
}
