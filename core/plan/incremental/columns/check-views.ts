/**
 * Views that break when a column goes, where the database lets that happen: each is read before and after, inside the
 * transaction, and one that could be read and no longer can stops the node.
 */
import type { Relation } from '../../../resources/relation.js';
import type { ModelFacts } from '../../materializations/node-facts.js';
import { planError } from '../../plan-error.js';
import { argument, askRows, attempt, type PlanPart, spell } from '../../steps.js';

/** Does the work and throws when a view does not survive it. */
export function* keepingViewsWhole(facts: ModelFacts, work: PlanPart<void>): PlanPart<void> {
  const query = yield* spell('get_views_to_check_sql', argument.relation({ ...facts.target, type: 'table' }));
  const whole: Relation[] = [];
  if (query.trim() !== '') {
    const { rows } = yield* askRows(query, MOST_VIEWS);
    for (const [name] of rows) {
      const view = viewBeside(facts, String(name));
      if ((yield* whyBroken(facts, view)) === null) whole.push(view);
    }
  }
  yield* work;
  for (const view of whole) {
    const reason = yield* whyBroken(facts, view);
    if (reason !== null) throw broken(facts, view, reason);
  }
}

const MOST_VIEWS = 10_000;

function viewBeside({ target }: ModelFacts, identifier: string): Relation {
  return { ...target, identifier, type: 'view', quoting: { ...target.quoting, identifier: true } };
}

/** Null when it can be read. */
function* whyBroken({ dialect }: ModelFacts, view: Relation): PlanPart<string | null> {
  const { failed } = yield* attempt(`select * from ${dialect.renderRelation(view)} limit 0`);
  return failed?.message ?? null;
}

function broken(facts: ModelFacts, view: Relation, reason: string): Error {
  const { node, dialect, target } = facts;
  const name = dialect.renderRelation(view);
  return planError(
    node,
    'TSDBT_DEPENDENT_BLOCKS',
    `The columns of ${dialect.renderRelation(target)} were not changed because ${name} reads one that would go: ${reason}.`,
    `Change or drop ${name} first.`,
  );
}
