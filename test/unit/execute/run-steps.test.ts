import { describe, expect, it } from 'vitest';
import type { StatementResult } from '../../../core/adapter/cell.js';
import { runSteps, type StepMachine } from '../../../core/execute/node/run-steps.js';
import type { Effect, PlanOutcome, Step, StepAnswer, StepGenerator } from '../../../core/plan/node-plan.js';
import type { Relation } from '../../../core/resources/relation.js';
import { modelNode } from '../../support/manifest.js';
import { noRows } from '../../support/plan/play-steps.js';

const outcome: PlanOutcome = { kind: 'built', message: '', rows: null, adapterResponse: {} };

function* plan(steps: readonly Step[], answers: StepAnswer[] = []): StepGenerator {
  for (const step of steps) answers.push(yield step);
  return outcome;
}

interface Fake {
  readonly log: string[];
  readonly effects: Effect[];
  readonly machine: StepMachine;
}

interface FakeSettings {
  readonly fails?: string;
  readonly hooks?: readonly string[];
  readonly beforeCommit?: StepMachine['beforeCommit'];
  readonly signal?: AbortSignal;
}

function fake(settings: FakeSettings = {}): Fake {
  const log: string[] = [];
  const effects: Effect[] = [];
  let isOpen = false;
  const send = (sql: string): StatementResult => {
    log.push(sql);
    if (settings.fails !== undefined && sql.split(' | ').includes(settings.fails))
      throw new Error(`refused ${settings.fails}`);
    return noRows;
  };
  const session = {
    get inTransaction() {
      return isOpen;
    },
    execute: async (sql: string) => send(sql),
    executeAll: async (statements: readonly string[]) => {
      const result = send(statements.join(' | '));
      return statements.map(() => result);
    },
    ready: async () => {},
    begin: async () => {
      log.push('BEGIN');
      isOpen = true;
    },
    commit: async (last: readonly string[] = []) => {
      log.push([...last, 'COMMIT'].join(' | '));
      isOpen = false;
      return last.map(() => noRows);
    },
    rollback: async () => {
      log.push('ROLLBACK');
      isOpen = false;
    },
  };
  const machine = {
    node: modelNode('orders'),
    session,
    adapter: { classifyError: (error: Error) => ({ kind: 'other', message: error.message }) },
    seed: null,
    signal: settings.signal ?? new AbortController().signal,
    onWarning: () => {},
    onLeftBehind: () => {},
    spell: async () => 'spelt',
    hooks: () => (settings.hooks ?? []).map((sql) => async () => sql),
    onEffect: (effect: Effect) => void effects.push(effect),
    beforeCommit: settings.beforeCommit ?? (() => []),
    onSql: () => {},
    onEnding: () => {},
    onActivity: () => {},
  } as unknown as StepMachine;
  return { log, effects, machine };
}

const relation: Relation = {
  database: null,
  schema: 's',
  identifier: 'orders',
  type: 'table',
  quoting: { database: true, schema: true, identifier: true },
};
const dropped: Effect = { kind: 'dropped', relation };
const sql = (text: string, parts: object = {}): Step => ({ kind: 'sql', sql: text, transaction: 'inside', ...parts });

describe('runSteps', () => {
  it('sends neighbours whose answers nobody needs as one message, in one transaction', async () => {
    const { log, machine } = fake();
    const steps = [sql('a', { isMain: true }), sql('b'), sql('c'), { kind: 'spell', macro: 'm', args: [] } as Step];
    expect(await runSteps(plan([...steps, sql('d')]), machine)).toBe(outcome);
    expect(log).toEqual(['BEGIN', 'a', 'b | c', 'd', 'COMMIT']);
  });

  it('sends what is brief with the commit, and makes a late outcome of what the main statement answered', async () => {
    const { log, machine } = fake();
    const late = function* (): StepGenerator {
      yield sql('a', { isMain: true, isLate: true, isBrief: true });
      yield sql('b', { isBrief: true });
      return { kind: 'late', of: ({ message }) => ({ ...outcome, message: `late ${message}` }) as PlanOutcome };
    };
    expect(await runSteps(late(), machine)).toMatchObject({ message: 'late SELECT 0' });
    expect(log).toEqual(['BEGIN', 'a | b | COMMIT']);
  });

  it('tells that it comes to its end when the database is free for the last message, and of no earlier commit', async () => {
    const { log, machine } = fake({ beforeCommit: () => ['r'] });
    const told = { ...machine, onEnding: () => void log.push('ending') };
    const session = { ...machine.session, ready: async () => void log.push('ready') };
    Object.defineProperty(session, 'inTransaction', { get: () => machine.session.inTransaction });
    await runSteps(plan([sql('a'), sql('b', { transaction: 'outside' }), sql('c', { isBrief: true })]), {
      ...told,
      session,
    });
    expect(log).toEqual(['BEGIN', 'a', 'r | COMMIT', 'b', 'BEGIN', 'ready', 'ending', 'c | r | COMMIT']);
  });

  it('sends what may take its time before the commit', async () => {
    const { log, machine } = fake();
    await runSteps(plan([sql('a', { isBrief: true }), sql('b')]), machine);
    expect(log).toEqual(['BEGIN', 'a | b', 'COMMIT']);
  });

  it('begins a transaction anew when its first step may fail and does', async () => {
    const { log, machine } = fake({ fails: 'a' });
    const session = Object.defineProperty(machine.session, 'isFresh', { get: () => log.at(-1) === 'BEGIN' });
    const answers: StepAnswer[] = [];
    await runSteps(plan([sql('a', { mayFail: true }), sql('b')], answers), { ...machine, session });
    expect(log).toEqual(['BEGIN', 'a', 'ROLLBACK', 'BEGIN', 'b', 'COMMIT']);
    expect(answers[0]).toMatchObject({ failed: { message: 'refused a' } });
  });

  it('commits before a step outside of the transaction', async () => {
    const { log, machine } = fake({ hooks: ['hook'] });
    const hooks: Step = { kind: 'hooks', which: 'post-hook', transaction: 'outside' };
    await runSteps(plan([sql('a'), hooks, sql('b')]), machine);
    expect(log).toEqual(['BEGIN', 'a', 'COMMIT', 'hook', 'BEGIN', 'b', 'COMMIT']);
  });

  it('opens no transaction for a plan that needs none', async () => {
    const { log, machine } = fake();
    await runSteps(plan([sql('a', { isMain: true, transaction: 'outside' })]), machine);
    expect(log).toEqual(['a']);
  });

  it('rolls back to a savepoint when a step may fail, and tells the plan', async () => {
    const { log, machine } = fake({ fails: 'a' });
    const answers: StepAnswer[] = [];
    await runSteps(plan([sql('a', { mayFail: true }), sql('b', { mayFail: true })], answers), machine);
    expect(log).toEqual([
      'BEGIN',
      'savepoint tsdbt_attempt | a | release savepoint tsdbt_attempt',
      'rollback to savepoint tsdbt_attempt | release savepoint tsdbt_attempt',
      'savepoint tsdbt_attempt | b | release savepoint tsdbt_attempt',
      'COMMIT',
    ]);
    expect(answers).toMatchObject([{ failed: { message: 'refused a' } }, { result: noRows }]);
  });

  it('rolls back and forgets effects when a step fails', async () => {
    const { log, effects, machine } = fake({ fails: 'b' });
    const steps = [sql('a', { effect: dropped, isMain: true }), sql('b')];
    await expect(runSteps(plan(steps), machine)).rejects.toThrow('refused b');
    expect(log).toEqual(['BEGIN', 'a', 'b', 'ROLLBACK']);
    expect(effects).toEqual([]);
  });

  it('tells effects only after the commit', async () => {
    const { log, effects, machine } = fake();
    const seen: number[] = [];
    const steps = function* (): StepGenerator {
      yield sql('a', { effect: dropped, isMain: true });
      seen.push(effects.length);
      return outcome;
    };
    await runSteps(steps(), machine);
    expect([seen, effects, log.at(-1)]).toEqual([[0], [dropped], 'COMMIT']);
  });

  it('sends what records the effects with the commit that keeps them', async () => {
    const beforeCommit = (done: readonly Effect[]) => done.map(({ kind }) => `record ${kind}`);
    const { log, machine } = fake({ hooks: ['hook'], beforeCommit });
    const hooks: Step = { kind: 'hooks', which: 'post-hook', transaction: 'outside' };
    await runSteps(plan([sql('a', { effect: dropped }), hooks]), machine);
    expect(log).toEqual(['BEGIN', 'a', 'record dropped | COMMIT', 'hook']);
  });

  it('records in a transaction of its own what was committed by other means', async () => {
    const { log, machine } = fake({ beforeCommit: () => ['record'] });
    await runSteps(plan([sql('a', { isMain: true, transaction: 'outside' })]), machine);
    expect(log).toEqual(['BEGIN', 'record | COMMIT', 'a', 'BEGIN', 'record | COMMIT']);
  });

  it('pauses in the open transaction, and not a moment longer than the run lasts', async () => {
    const waiting = new AbortController();
    const { log, machine } = fake({ signal: waiting.signal });
    await runSteps(plan([sql('a'), { kind: 'pause', milliseconds: 1 }, sql('b')]), machine);
    expect(log).toEqual(['BEGIN', 'a', 'b', 'COMMIT']);
    const running = runSteps(plan([sql('c'), { kind: 'pause', milliseconds: 3_600_000 }]), machine);
    setTimeout(() => waiting.abort(), 10);
    await expect(running).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    expect(log.slice(4)).toEqual(['BEGIN', 'c', 'ROLLBACK']);
  });

  it('rolls back when the plan itself throws', async () => {
    const { log, machine } = fake();
    const steps = function* (): StepGenerator {
      yield sql('a', { isMain: true });
      throw new Error('cannot go on');
    };
    await expect(runSteps(steps(), machine)).rejects.toThrow('cannot go on');
    expect(log.at(-1)).toBe('ROLLBACK');
  });

  it('opens the transaction before a macro spells, as the macro may be a user’s and change something', async () => {
    const { log, machine } = fake();
    const spell = async () => {
      log.push('spelling');
      return 'spelt';
    };
    await runSteps(plan([{ kind: 'spell', macro: 'create_table_as', args: [] }, sql('a')]), { ...machine, spell });
    expect(log).toEqual(['BEGIN', 'spelling', 'a', 'COMMIT']);
  });

  it('lets pre-hooks outside of the transaction run before it is opened', async () => {
    const { log, machine } = fake({ hooks: ['hook'] });
    const hooks: Step = { kind: 'hooks', which: 'pre-hook', transaction: 'outside' };
    await runSteps(plan([hooks, { kind: 'spell', macro: 'm', args: [] }, sql('a')]), machine);
    expect(log).toEqual(['hook', 'BEGIN', 'a', 'COMMIT']);
  });
});
