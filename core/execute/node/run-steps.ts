/**
 * Stage 7c: carries out a node's steps on its session and answers them. Steps inside the transaction share one; what
 * they did counts only once it is committed. Whatever goes wrong, the transaction is rolled back before the error leaves.
 */
import type { Adapter } from '../../adapter/adapter.js';
import type { StatementResult } from '../../adapter/cell.js';
import type { FailureKind } from '../../adapter/failure.js';
import { failureError } from '../../adapter/failure-error.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type {
  AskStep,
  AssertStep,
  Effect,
  HooksStep,
  LateOutcome,
  LeftBehindStep,
  LoadStep,
  PauseStep,
  PlanOutcome,
  SpellStep,
  SqlStep,
  Step,
  StepAnswer,
  StepGenerator,
} from '../../plan/node-plan.js';
import { planError } from '../../plan/plan-error.js';
import type { ManifestNode } from '../../resources/node.js';
import type { RelationState } from '../../resources/relation.js';
import { pauseFor } from '../clock.js';
import { GuessedSeedError, type SeedFile } from '../seed-source.js';
import type { NodeSession } from '../session/node-session.js';

/** What the machine works with; everything that differs between nodes. */
export interface StepMachine {
  readonly node: ManifestNode;
  readonly session: NodeSession;
  readonly adapter: Adapter;
  readonly seed: SeedFile | null;
  /** Aborted when the run is cancelled: ends a pause. */
  readonly signal: AbortSignal;
  readonly spell: (step: SpellStep) => Promise<string>;
  /** The node's hooks of a kind. Each is rendered when its turn comes, as it may ask for what an earlier one did; empty text is left out. */
  readonly hooks: (step: HooksStep) => readonly (() => Promise<string>)[];
  readonly onEffect: (effect: Effect) => void;
  /** Statements of the same transaction that record what it is about to keep; they travel with the commit. The last time after all steps. */
  readonly beforeCommit: (effects: readonly Effect[], isLast: boolean) => readonly string[];
  /** Told before the last commit is sent. */
  readonly onEnding: () => void;
  /** Told of every statement of the plan before it is sent, for `target/run`. */
  readonly onSql: (sql: string) => void;
  readonly onLeftBehind: (left: LeftBehindStep) => void;
  readonly onWarning: (diagnostic: Diagnostic) => void;
  /** Told what is being done, so that an error can say it. */
  readonly onActivity: (activity: 'main' | 'step' | HooksStep['which']) => void;
}

interface Progress {
  /** Statements whose answers nobody needs yet, waiting to travel as one message. */
  readonly queue: SqlStep[];
  readonly effects: Effect[];
  /** What the main statement answered, when that was late. */
  main: StatementResult | null;
}

/** Runs the steps to their end and commits. */
export async function runSteps(steps: StepGenerator, machine: StepMachine): Promise<PlanOutcome> {
  const progress: Progress = { queue: [], effects: [], main: null };
  try {
    let next = steps.next();
    while (!next.done) next = steps.next(await perform(next.value, machine, progress));
    await commit(machine, progress, true);
    return settle(next.value, progress);
  } catch (error) {
    await machine.session.rollback();
    throw error;
  }
}

function settle(outcome: PlanOutcome | LateOutcome, { main }: Progress): PlanOutcome {
  if (outcome.kind !== 'late') return outcome;
  if (main === null) throw new Error('a plan with a late outcome has no late main statement');
  return outcome.of(main);
}

async function perform(step: Step, machine: StepMachine, progress: Progress): Promise<StepAnswer> {
  switch (step.kind) {
    case 'sql':
      return performSql(step, machine, progress);
    case 'hooks':
      await performHooks(step, machine, progress);
      return { kind: 'done' };
    case 'spell':
      await flush(machine, progress);
      // The macro may be the user's own and change the database while it spells.
      await begin(machine);
      return { kind: 'text', text: await machine.spell(step) };
    case 'load':
      await flush(machine, progress);
      return performLoad(step, machine);
    case 'ask':
      await flush(machine, progress);
      return answerQuestion(step, machine);
    case 'assert':
      await flush(machine, progress);
      await recheck(step, machine);
      return { kind: 'done' };
    case 'pause':
      await flush(machine, progress);
      await pause(step, machine.signal);
      return { kind: 'done' };
    case 'left-behind':
      machine.onLeftBehind(step);
      return { kind: 'done' };
    case 'columns':
      return { kind: 'done' };
    case 'warn':
      machine.onWarning(step.diagnostic);
      return { kind: 'done' };
  }
}

async function pause({ milliseconds }: PauseStep, signal: AbortSignal): Promise<void> {
  await pauseFor(milliseconds, signal);
  if (signal.aborted) throw failureError({ kind: 'cancelled', message: 'Cancelled while it waited.' });
}

async function performSql(step: SqlStep, machine: StepMachine, progress: Progress): Promise<StepAnswer> {
  if (step.sql.trim() === '') throw new Error(`${machine.node.uniqueId}: a step has no SQL.`);
  if (step.transaction === 'outside') await commit(machine, progress);
  machine.onSql(step.sql);
  const isAwaited = step.isMain === true && step.isLate !== true;
  const needsAnswer = isAwaited || step.mayFail === true || step.transaction === 'outside';
  if (!needsAnswer) {
    progress.queue.push(step);
    return { kind: 'done' };
  }
  await flush(machine, progress);
  if (step.transaction === 'inside') await begin(machine);
  machine.onActivity(step.isMain === true ? 'main' : 'step');
  const answer = step.mayFail === true ? await attempt(step, machine) : await send(step, machine);
  if (answer.kind === 'sql' && answer.failed === undefined) note(step, machine, progress);
  machine.onActivity('step');
  return answer;
}

async function send(step: SqlStep, machine: StepMachine): Promise<StepAnswer> {
  return { kind: 'sql', result: await machine.session.execute(step.sql, { isSingle: step.isQuery === true }) };
}

/** These say nothing of the statement: at another time it would have done its work, so nothing is concluded from them. */
const passingKinds: ReadonlySet<FailureKind> = new Set<FailureKind>([
  ...(['cancelled', 'connection', 'conflict', 'timeout', 'disk', 'corrupt'] as const),
]);

/** Under a savepoint, as one message. What is no failure of the statement itself goes on its way and ends the node. */
async function attempt(step: SqlStep, machine: StepMachine): Promise<StepAnswer> {
  const { session, adapter } = machine;
  // Before the first statement of a transaction there is nothing to save: it is begun anew instead.
  const isFirst = session.isFresh;
  try {
    const savepoint = ['savepoint tsdbt_attempt', step.sql, 'release savepoint tsdbt_attempt'];
    const results = await session.executeAll(isFirst ? [step.sql] : savepoint);
    return { kind: 'sql', result: results[isFirst ? 0 : 1] };
  } catch (error) {
    const failed = adapter.classifyError(error);
    if (passingKinds.has(failed.kind) || !(isFirst || session.inTransaction)) throw error;
    if (isFirst) {
      await session.rollback();
      await session.begin();
    } else await session.executeAll(['rollback to savepoint tsdbt_attempt', 'release savepoint tsdbt_attempt']);
    return { kind: 'sql', failed };
  }
}

async function performHooks(step: HooksStep, machine: StepMachine, progress: Progress): Promise<void> {
  const hooks = machine.hooks(step);
  if (hooks.length === 0) return;
  if (step.transaction === 'outside') await commit(machine, progress);
  else await flush(machine, progress);
  machine.onActivity(step.which);
  for (const render of hooks) {
    // Before rendering: a hook that calls macros changes the database while it is rendered.
    if (step.transaction === 'inside') await begin(machine);
    const sql = await render();
    if (sql === '') continue;
    machine.onSql(sql);
    await machine.session.execute(sql);
  }
  machine.onActivity('step');
}

async function performLoad(step: LoadStep, machine: StepMachine): Promise<StepAnswer> {
  if (machine.seed === null) throw new Error(`${machine.node.uniqueId} loads rows but has no file.`);
  await begin(machine);
  const { session, seed } = machine;
  const { relation, columns } = step;
  try {
    const { rows } = await session.load({ relation, columns, batches: seed.batches(), plain: seed.plain });
    const changed = await seed.changed();
    if (changed !== null) throw changed;
    return { kind: 'loaded', rows };
  } catch (error) {
    const changed = await seed.changed();
    if (changed !== null) throw changed;
    const failure = session.failedStatement(error)?.failure;
    if (seed.isGuessed && !passingKinds.has(machine.adapter.classifyError(error).kind))
      throw new GuessedSeedError(error);
    if (failure?.loadPlace === undefined) throw error;
    const { row, column } = failure.loadPlace;
    throw await seed.rowError(row, column === null ? failure.message : `column "${column}": ${failure.message}`);
  }
}

async function answerQuestion({ question }: AskStep, machine: StepMachine): Promise<StepAnswer> {
  const { session, adapter } = machine;
  switch (question.about) {
    case 'relation':
      return { kind: 'relation', state: await relationNow(question.relation, machine) };
    case 'columns':
      return { kind: 'columns', columns: await adapter.introspector.columns(session, question.relation) };
    case 'dependents':
      return { kind: 'dependents', dependents: await adapter.introspector.dependents(session, question.relation) };
    case 'cascading keys':
      return { kind: 'cascading keys', keys: await adapter.introspector.cascadingKeys(session, question.relation) };
    case 'lock holders':
      return { kind: 'lock holders', holders: await adapter.introspector.lockHolders(session, question.relations) };
    case 'hand-made': {
      const { relation, replacement } = question;
      return { kind: 'hand-made', found: await adapter.introspector.handMade(session, relation, replacement) };
    }
    case 'rows': {
      const limit = { isSingle: true, ...(question.maxRows === undefined ? {} : { maxRows: question.maxRows }) };
      return { kind: 'rows', result: await session.execute(question.sql, limit) };
    }
  }
}

/** Somebody else may have changed the relation since it was looked up; nothing is dropped on the word of an old answer. */
async function recheck(step: AssertStep, machine: StepMachine): Promise<void> {
  const now = await relationNow(step.relation, machine);
  if (describe(now) === describe(step.expected)) return;
  const name = machine.adapter.dialect.renderRelation(step.relation);
  throw planError(
    machine.node,
    'TSDBT_RELATION_CHANGED',
    `${name} was ${describe(step.expected)} when ${machine.node.uniqueId} started and is ${describe(now)} now; nothing was changed.`,
    'Run it again when nobody else builds the same relation.',
  );
}

async function relationNow(relation: AssertStep['relation'], machine: StepMachine): Promise<RelationState> {
  const found = await machine.adapter.introspector.relation(machine.session, relation);
  return found === null ? { presence: 'absent' } : { presence: 'present', type: found.type };
}

function describe(state: RelationState): string {
  return state.presence === 'present' ? `a ${state.type.replace('_', ' ')}` : state.presence;
}

async function begin(machine: StepMachine): Promise<void> {
  if (!machine.session.inTransaction) await machine.session.begin();
}

async function flush(machine: StepMachine, progress: Progress): Promise<void> {
  if (progress.queue.length === 0) return;
  const steps = progress.queue.splice(0);
  await begin(machine);
  const results = await machine.session.executeAll(steps.map((step) => step.sql));
  for (const step of steps) note(step, machine, progress);
  noteMain(steps, results, progress);
}

function noteMain(steps: readonly SqlStep[], results: readonly StatementResult[], progress: Progress): void {
  const index = steps.findIndex((step) => step.isMain === true);
  if (index !== -1) progress.main = results[index];
}

/** What takes no time travels with the commit. */
async function commit(machine: StepMachine, progress: Progress, isLast = false): Promise<void> {
  if (!progress.queue.every((step) => step.isBrief === true)) await flush(machine, progress);
  const steps = progress.queue.splice(0);
  const effects = [...progress.effects.splice(0), ...steps.flatMap((step) => step.effect ?? [])];
  const last = [...steps.map((step) => step.sql), ...machine.beforeCommit(effects, isLast)];
  if (last.length > 0) await begin(machine);
  if (machine.session.inTransaction) {
    if (isLast && last.length > 0) {
      await machine.session.ready();
      machine.onEnding();
    }
    noteMain(steps, await machine.session.commit(last), progress);
  }
  for (const effect of effects) machine.onEffect(effect);
}

function note(step: SqlStep, machine: StepMachine, progress: Progress): void {
  for (const effect of [step.effect ?? []].flat()) {
    if (machine.session.inTransaction) progress.effects.push(effect);
    else machine.onEffect(effect);
  }
}
