/** `view`: replaced in place where the database can and the columns allow it, else dropped and created in one transaction. */
import type { LateOutcome, PlanOutcome, StepGenerator } from '../node-plan.js';
import { argument, type PlanPart, runBrief, runMainLate, spell } from '../steps.js';
import { giveAfter, withObjectsOfHooks } from '../swap/keep-settings.js';
import { withReadersWhole } from '../swap/named-readers.js';
import { dropOld, swapIn } from '../swap/replace-relation.js';
import { whenUnlocked } from '../swap/wait-for-lock.js';
import type { NodeFacts } from './node-facts.js';
import { builtFrom, newRelation, withHooks } from './table.js';

export function* viewPlan(facts: NodeFacts): StepGenerator {
  return yield* withObjectsOfHooks(facts, withHooks(buildView(facts, facts.sql)));
}

/** Builds the target as a view of a query. */
export function* buildView(facts: NodeFacts, sql: string): PlanPart<PlanOutcome | LateOutcome> {
  const replaced = yield* replaceInPlace(facts, sql);
  if (replaced !== null) return replaced;
  const isBeside = facts.state.presence === 'present' && facts.capabilities.dependentsFollowIdentity;
  const view = { ...(isBeside ? newRelation(facts) : facts.target), type: 'view' as const };
  const create = yield* spell('get_create_view_as_sql', argument.relation(view), argument.plain(sql));
  const createView = runMainLate(create, { kind: 'created', relation: view, made: { query: sql } });
  if (!isBeside) yield* withReadersWhole(facts, replaceByName(facts, createView, sql));
  else {
    yield* createView;
    yield* swapIn(facts, view);
  }
  return { kind: 'late', of: builtFrom };
}

/** Where a view is bound by name, or nothing stands there yet. */
function* replaceByName(facts: NodeFacts, create: PlanPart<void>, sql: string): PlanPart<void> {
  const settings = yield* dropOld(facts);
  yield* create;
  yield* giveAfter(facts, settings);
  yield* checkView(facts, sql);
}

/**
 * `create or replace view` keeps grants and all that depends on the view, but it can only append columns. When it
 * fails, for that or another reason, the full replacement follows and gives the error that counts.
 */
function* replaceInPlace(facts: NodeFacts, sql: string): PlanPart<PlanOutcome | null> {
  const { state, capabilities } = facts;
  const isView = state.presence === 'present' && state.type === 'view';
  if (!isView || !capabilities.createOrReplaceView || isSpeltByProject(facts)) return null;
  const view = { ...facts.target, type: 'view' as const };
  const text = yield* spell('get_replace_view_sql', argument.relation(view), argument.plain(sql));
  const made = { query: sql };
  const effect = { kind: 'replaced', relation: view, made } as const;
  const prospect = { needs: 'the same columns first', view, made } as const;
  const { result } = yield* whenUnlocked(facts, {
    ...{ statements: [text], relations: [view], isMain: true, effect, prospect },
  });
  return result === null ? null : builtFrom(result);
}

/** A project that spells `create view` itself gets its own text, not our `create or replace`. */
function isSpeltByProject(facts: NodeFacts): boolean {
  return ['get_create_view_as_sql', 'create_view_as'].some((name) => facts.macroOrigin(name) === 'project');
}

/**
 * Where views are bound by name, the database accepts one that reads what does not exist: reading nothing of its query
 * finds out. The query itself is read, so that the place of a mistake can be found in it.
 */
function* checkView(facts: NodeFacts, sql: string): PlanPart<void> {
  if (facts.capabilities.dependentsFollowIdentity) return;
  yield* runBrief(`select * from (\n${sql}\n) limit 0`);
}
