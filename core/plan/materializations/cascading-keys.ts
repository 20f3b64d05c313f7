/**
 * Foreign keys that delete or change rows when rows of a node's table are deleted. Where a node deletes rows only to put
 * new ones in their place, what others built on them would be lost.
 */
import { planError } from '../plan-error.js';
import { askCascadingKeys, type PlanPart } from '../steps.js';
import type { NodeFacts } from './node-facts.js';

/** Stops the node before it deletes rows for a moment. A key of the table itself does no harm where all of its rows go. */
export function* refuseCascadingKeys(facts: NodeFacts, deleted: 'all rows' | 'some rows'): PlanPart<void> {
  const keys = yield* askCascadingKeys(facts.target);
  const key = keys.find(({ isOwn }) => !isOwn || deleted === 'some rows');
  if (key === undefined) return;
  throw planError(
    facts.node,
    'TSDBT_DEPENDENT_BLOCKS',
    `The rows of ${facts.dialect.renderRelation(facts.target)} were not replaced because the foreign key ${key.name} of ${key.table} would delete or change rows there when the old ones are deleted.`,
    'Make that foreign key one without an action on delete, or let the node delete no rows: an incremental model with the strategy merge.',
  );
}
