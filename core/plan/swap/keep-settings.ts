/**
 * What people set by hand on a relation goes over to the one that takes its place, before that takes its place, so that
 * readers wait for none of it. What cannot go over, as its column is gone or the user lacks a right, is named in a warning.
 */
import { failureError } from '../../adapter/failure-error.js';
import type { HandMade } from '../../adapter/introspector.js';
import type { Relation } from '../../resources/relation.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import { listSetting } from '../node-settings.js';
import { askHandMade, attempt, type PlanPart, warn } from '../steps.js';
import { isLocked } from './wait-for-lock.js';

/** What remains to be done once the new relation has its name. */
export interface KeptSettings {
  readonly after: readonly string[];
  /** Before that, when the old relation stays under another name. */
  readonly aside: readonly string[];
}

/** Gives the settings of `old` to `built`. */
export function* keepSettings(facts: NodeFacts, old: Relation, built: Relation): PlanPart<KeptSettings> {
  const found = yield* askHandMade(old, built);
  const kept = yield* give(facts, { found: mayKeep(facts, found), after: built }, ({ statements }) => statements);
  return { after: kept.flatMap(({ after }) => after), aside: kept.flatMap(({ aside }) => aside) };
}

/** Where a new relation can only be given something once it has its name: what to do then for what `old` has now. */
export function* settingsFor(facts: NodeFacts, old: Relation): PlanPart<readonly HandMade[]> {
  return mayKeep(facts, yield* askHandMade(old, old));
}

export function* giveAfter(facts: NodeFacts, found: readonly HandMade[]): PlanPart<void> {
  yield* give(facts, { found, after: facts.target }, ({ after }) => after);
}

/**
 * Around a build whose hooks may make indexes, triggers and the like: there must not be two of them, so they are left to
 * the hooks, and named in a warning where these did not make them.
 */
export function* withObjectsOfHooks<T>(facts: NodeFacts, build: PlanPart<T>): PlanPart<T> {
  const { state } = facts;
  if (state.presence !== 'present' || !hooksMayCreate(facts)) return yield* build;
  const reason = 'a hook of the node may make such things, and did not make this one';
  return yield* namingLost(facts, { counts: ({ kind }) => kind === 'object', reason }, build);
}

export interface Watched {
  readonly counts: (item: HandMade) => boolean;
  /** Why what has gone has gone. */
  readonly reason: string;
}

/** Around work that may take things away with it: what stood before on the target and does not after is named in a warning. */
export function* namingLost<T>(facts: NodeFacts, { counts, reason }: Watched, work: PlanPart<T>): PlanPart<T> {
  const before = (yield* askHandMade(facts.target, facts.target)).filter(counts);
  const result = yield* work;
  if (before.length === 0) return result;
  const now = new Set((yield* askHandMade(facts.target, facts.target)).map(({ definition }) => definition));
  for (const item of before) if (!now.has(item.definition)) yield* lost(facts, item, reason);
  return result;
}

interface Given {
  readonly found: readonly HandMade[];
  /** The relation that gets it. */
  readonly after: Relation;
}

/** Everything in one message when nothing is amiss, else each by itself. */
function* give(
  facts: NodeFacts,
  { found, after }: Given,
  choose: (item: HandMade) => readonly string[] | null,
): PlanPart<readonly HandMade[]> {
  const possible = found.filter((item) => choose(item) !== null);
  for (const item of found) if (choose(item) === null) yield* lost(facts, item, 'the new version cannot have it');
  const all = possible.flatMap((item) => choose(item) ?? []);
  if (all.length === 0) return possible;
  const prospect = { needs: 'the same kind and columns', after } as const;
  const { failed } = yield* attempt(all.join(';\n'), { prospect });
  if (failed === null) return possible;
  const kept: HandMade[] = [];
  for (const item of possible) {
    const single = yield* attempt((choose(item) ?? []).join(';\n'));
    if (single.failed === null) kept.push(item);
    // Later it could be given: to go on without it would lose it for good.
    else if (isLocked(single.failed)) throw failureError(single.failed);
    else yield* lost(facts, item, single.failed.message);
  }
  return kept;
}

function mayKeep(facts: NodeFacts, found: readonly HandMade[]): readonly HandMade[] {
  return hooksMayCreate(facts) ? found.filter(({ kind }) => kind === 'setting') : found;
}

/** Whether a hook may make an index, a constraint, a trigger ...: by its own words, or by a macro whose words are not known. */
function hooksMayCreate({ node }: NodeFacts): boolean {
  const hooks = [...listSetting(node.config, 'pre-hook'), ...listSetting(node.config, 'post-hook')];
  return hooks.some((hook) => {
    const text = typeof hook === 'string' ? hook : JSON.stringify(hook);
    return (
      /\b(create|alter)\b/i.test(text) || /\{[{%][^}]*?\b(?!ref\b|source\b|var\b|env_var\b|config\b)\w+\s*\(/.test(text)
    );
  });
}

function* lost({ node, dialect, target }: NodeFacts, { what }: HandMade, reason: string): PlanPart<void> {
  const message = `The ${what} of ${dialect.renderRelation(target)} was not kept: ${reason}.`;
  yield* warn({
    code: 'TSDBT_SETTING_LOST',
    severity: 'warning',
    message,
    location: node.location,
    node: node.uniqueId,
  });
}
