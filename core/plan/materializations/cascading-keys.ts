/**
 * Foreign keys of other tables that change or delete their own rows when rows of a node's table are deleted. Where a node
 * deletes rows only to put new ones in their place, others would lose what they built on them.
 */
import { planError } from '../plan-error.js';
import { askDependents, type PlanPart } from '../steps.js';
import { dependentName } from '../swap/dependents.js';
import type { NodeFacts } from './node-facts.js';

/** Stops the node before it deletes rows for a moment that rows of other tables hang on. */
export function* refuseCascadingKeys(facts: NodeFacts): PlanPart<void> {
  if (!facts.capabilities.dependentsFollowIdentity) return;
  const dependents = yield* askDependents(facts.target);
  const key = dependents.find(({ isDirect, cascadesRows }) => isDirect && cascadesRows === true);
  if (key === undefined) return;
  const target = facts.dialect.renderRelation(facts.target);
  throw planError(
    facts.node,
    'TSDBT_DEPENDENT_BLOCKS',
    `The rows of ${target} were not replaced because ${dependentName(facts, key)} would delete or change rows of its own table when the old ones are deleted.`,
    'Make that foreign key one without an action on delete, or let the node delete no rows: an incremental model with the strategy merge.',
  );
}
