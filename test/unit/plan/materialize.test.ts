import { describe, expect, it } from 'vitest';
import type { Dependent } from '../../../core/adapter/introspector.js';
import type { Diagnostic } from '../../../core/diagnostics/diagnostic.js';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import type { NodeFacts } from '../../../core/plan/materializations/node-facts.js';
import { materialize } from '../../../core/plan/materialize.js';
import { isFullRefresh } from '../../../core/plan/node-settings.js';
import { unquestioned } from '../../../core/plan/ownership/ownership.js';
import type { JsonObject } from '../../../core/resources/json.js';
import type { Relation } from '../../../core/resources/relation.js';
import { modelNode, otherNode } from '../../support/manifest.js';
import { factsOf, type Played, playSteps, type Script, singleWriter } from '../../support/plan/play-steps.js';

const table = { presence: 'present', type: 'table' } as const;
const view = { presence: 'present', type: 'view' } as const;
const ours = { ...unquestioned, provenBy: 'ledger' } as const;
const model = (config: JsonObject) => ({ node: modelNode('orders', { config }) });

function play(facts: NodeFacts, script: Script = {}): Played {
  const plan = materialize(facts, () => null);
  if (plan.kind !== 'steps') throw new Error('expected steps');
  return playSteps(plan.steps, script);
}

function thrownBy(work: () => unknown): Diagnostic | null {
  try {
    work();
  } catch (error) {
    if (error instanceof TsdbtError) return error.diagnostics[0];
    throw error;
  }
  return null;
}

function codeOf(work: () => unknown): string {
  return thrownBy(work)?.code ?? 'nothing was thrown';
}

const viewOn = (identifier: string, recreate: readonly string[] | null): Dependent => ({
  database: null,
  schema: 's',
  identifier,
  kind: 'view',
  isDirect: true,
  recreate,
  rebind: recreate && { lock: `lock ${identifier}`, replace: `replace ${identifier}` },
  drop: `drop view s.${identifier}`,
});

describe('table', () => {
  it('is built at its own name when there is nothing yet', () => {
    expect(play(factsOf(model({ materialized: 'table' }))).lines).toEqual([
      'pre-hook outside',
      'pre-hook inside',
      'spell get_create_table_as_sql',
      'main get_create_table_as_sql(false, orders, select 1)',
      'post-hook inside',
      'post-hook outside',
    ]);
  });

  const swap = (statements: readonly string[]) =>
    `try ${['lock_timeout', ...statements, 'lock_timeout null'].join(';\n')}`;
  const takesName = ['alter table s.orders rename to <old>', 'alter table s.<new> rename to orders'];

  it('is built beside the old one, indexed, and swapped in by one message in which views follow it', () => {
    const facts = factsOf({ ...model({ materialized: 'table', indexes: [{ columns: ['id'] }] }), state: table });
    const dependents = [
      viewOn('outer', ['create view outer', 'grant']),
      { ...viewOn('second', ['create view second']), isDirect: false },
      viewOn('inner', ['create view inner']),
    ];
    expect(play(facts, { dependents }).lines.slice(2, -2)).toEqual([
      'spell get_create_table_as_sql',
      'main get_create_table_as_sql(false, <new>, select 1)',
      'spell get_create_index_sql',
      'get_create_index_sql(<new>, {"columns":["id"]})',
      'try lock_timeout 1000;\nhold s.orders;\nlock_timeout null',
      'assert orders present',
      'ask hand-made orders',
      'ask dependents orders',
      swap(['lock outer', 'lock inner', ...takesName, 'replace inner', 'replace outer', 'drop table s.<old>']).replace(
        'lock_timeout;',
        'lock_timeout 16;',
      ),
    ]);
  });

  it('asks for its locks briefly and again after pauses, and names who holds them when the time is up', () => {
    const facts = factsOf({ ...model({ materialized: 'table' }), state: table });
    let tries = 0;
    const isLocked = (sql: string) => sql.includes('rename') && ++tries <= 2;
    expect(play(facts, { isLocked }).lines.slice(7, -2)).toEqual([
      'ask dependents orders',
      swap([...takesName, 'drop table s.<old>']).replace('lock_timeout;', 'lock_timeout 50;'),
      'pause 50',
      'ask dependents orders',
      swap([...takesName, 'drop table s.<old>']).replace('lock_timeout;', 'lock_timeout 50;'),
      'pause 100',
      'ask dependents orders',
      swap([...takesName, 'drop table s.<old>']).replace('lock_timeout;', 'lock_timeout 50;'),
    ]);
    const holders = [
      { process: '4711', user: 'bi', application: 'report', since: '2026-01-31T10:00:00Z', state: 'active' },
    ];
    const error = thrownBy(() => play(facts, { holders, isLocked: (sql) => sql.includes('rename') }));
    expect(error).toMatchObject({
      code: 'TSDBT_RELATION_LOCKED',
      message:
        's.orders was not replaced: other sessions held locks on it for 1 seconds: process 4711 of bi (report), active, since 2026-01-31T10:00:00Z.',
    });
  });

  it('gets its indexes after the swap where there is one writer, since index names are global there', () => {
    const facts = singleWriter({
      ...model({ materialized: 'table', indexes: [{ columns: ['id'] }] }),
      state: view,
      ownership: ours,
    });
    expect(play(facts).lines.slice(2, -2)).toEqual([
      'spell get_create_table_as_sql',
      'main get_create_table_as_sql(false, <new>, select 1)',
      'ask dependents orders',
      'assert orders present',
      'ask hand-made orders',
      'drop view s.orders',
      'alter table s.<new> rename to orders',
      'spell get_create_index_sql',
      'get_create_index_sql(orders, {"columns":["id"]})',
    ]);
  });

  it('stops before anything is changed when a dependent can neither stay nor go', () => {
    const facts = factsOf({ ...model({ materialized: 'table' }), state: table });
    const function_ = { ...viewOn('f', null), kind: 'function' as const };
    for (const dependent of [viewOn('kept', null), function_]) {
      expect(codeOf(() => play(facts, { dependents: [dependent] }))).toBe('TSDBT_DEPENDENT_BLOCKS');
    }
    const fails = (sql: string) => /replace|create view/.test(sql);
    expect(codeOf(() => play(facts, { dependents: [viewOn('v', ['create view v'])], fails }))).toBe(
      'TSDBT_DEPENDENT_BLOCKS',
    );
  });

  it('makes a view anew with all that rests on it when its columns change their types', () => {
    const facts = factsOf({ ...model({ materialized: 'table' }), state: table });
    const [outer, inner] = [
      { ...viewOn('outer', ['create outer']), isDirect: false },
      viewOn('inner', ['create inner']),
    ];
    const script = {
      dependents: (relation: Relation) => (relation.identifier === 'inner' ? [outer] : [outer, inner]),
      fails: (sql: string) => sql.includes('replace inner'),
    };
    expect(play(facts, script).lines.slice(-8, -2)).toEqual([
      'ask dependents orders',
      swap(['lock outer', 'lock inner', ...takesName]).replace('lock_timeout;', 'lock_timeout 16;'),
      'try replace inner',
      'ask dependents inner',
      'try drop view s.outer;\ndrop view s.inner;\ncreate inner;\ncreate outer',
      'drop table s.<old>',
    ]);
  });

  it('keeps the old table for a view that cannot follow, when this run builds the view later', () => {
    const rebuiltLater = ({ identifier }: { identifier: string }) =>
      identifier === 'child' ? 'model.shop.child' : null;
    const facts = factsOf({ ...model({ materialized: 'table' }), state: table, rebuiltLater });
    const dependents = (relation: Relation) =>
      relation.identifier === 'child' ? [] : [viewOn('child', ['create view child'])];
    const { lines } = play(facts, { dependents, fails: (sql) => /replace|create view/.test(sql) });
    expect(lines.at(-3)).toBe('left behind <old> for s.child');
    expect(lines.join('\n').split('left behind')[0]!.split('\n')).not.toContain('drop table s.<old>');
  });

  it('drops what cannot be kept only when that is allowed, each by its own name, and says so', () => {
    const options = { ...factsOf().options, allowDropDependents: true };
    const facts = factsOf({ ...model({ materialized: 'table' }), state: table, options });
    const rule = { ...viewOn('log on t', null), kind: 'rule' as const, drop: 'drop rule log on t' };
    expect(play(facts, { dependents: [rule] }).lines.slice(-4, -2)).toEqual([
      swap(['drop rule log on t', ...takesName, 'drop table s.<old>']).replace('lock_timeout;', 'lock_timeout 50;'),
      'warn TSDBT_DEPENDENT_DROPPED',
    ]);
    const rows = { ...viewOn('child', null), kind: 'other' as const, drop: null };
    expect(codeOf(() => play(facts, { dependents: [rule, rows] }))).toBe('TSDBT_DEPENDENT_BLOCKS');
  });

  it('does not replace what it does not know', () => {
    const state = { presence: 'present', type: 'external' } as const;
    expect(codeOf(() => play(factsOf({ ...model({ materialized: 'table' }), state })))).toBe(
      'TSDBT_RELATION_WRONG_TYPE',
    );
    const unknown = { presence: 'unknown', reason: 'permission denied' } as const;
    for (const materialized of ['table', 'view', 'incremental']) {
      expect(codeOf(() => play(factsOf({ ...model({ materialized }), state: unknown })))).toBe(
        'TSDBT_RELATION_UNKNOWN',
      );
    }
  });
});

describe('view', () => {
  it('is replaced in place, and rebuilt with its dependents when the columns do not allow that', () => {
    const facts = factsOf({ ...model({ materialized: 'view' }), state: view });
    expect(play(facts).lines.slice(2, -2)).toEqual([
      'spell get_replace_view_sql',
      'main try lock_timeout 50;\nget_replace_view_sql(orders, select 1)',
      'lock_timeout null',
    ]);
    expect(play(facts, { fails: (sql) => sql.includes('get_replace') }).lines.slice(4, -2)).toEqual([
      'spell get_create_view_as_sql',
      'main get_create_view_as_sql(<new>, select 1)',
      'assert orders present',
      'ask hand-made orders',
      'ask dependents orders',
      'try lock_timeout 50;\nalter view s.orders rename to <old>;\nalter view s.<new> rename to orders;\ndrop view s.<old>;\nlock_timeout null',
    ]);
  });

  it('is read once where the database does not check it when it is created', () => {
    expect(play(singleWriter(model({ materialized: 'view' }))).lines.slice(2, -2)).toEqual([
      'spell get_create_view_as_sql',
      'main get_create_view_as_sql(orders, select 1)',
      'select * from (\nselect 1\n) limit 0',
    ]);
  });

  it('uses the text of a project that spells views itself', () => {
    const facts = factsOf({ ...model({}), state: view, macroOrigin: () => 'project' });
    expect(play(facts).lines).not.toContain('spell get_replace_view_sql');
  });
});

describe('incremental', () => {
  const incremental = (config: JsonObject = {}) => ({
    ...model({ materialized: 'incremental', ...config }),
    state: table,
  });

  it('computes a batch, deletes null keys only when the batch has any, and changes the target in one transaction', () => {
    const facts = factsOf(incremental({ unique_key: 'id' }));
    expect(play(facts).lines.slice(2, -2)).toEqual([
      'spell get_create_table_as_sql',
      'get_create_table_as_sql(true, <batch>, select 1)',
      'spell get_statistics_sql',
      'ask columns orders',
      'ask columns <batch>',
      'assert orders present',
      'ask cascading keys orders',
      'ask rows select case when "id" is null then 1 else 0 end, count(*) from <batch> group by 1',
      'spell get_incremental_default_sql',
      'main get_incremental_default_sql({target_relation: orders, temp_relation: <batch>, unique_key: id, dest_columns: [id name], incremental_predicates: null})',
      'drop table <batch>',
    ]);
    const rows = () => ({ columns: [], rows: [[1n, 2n]], rowsAffected: 1, message: '' });
    expect(play(facts, { rows }).lines).toContain('get_delete_null_keys_sql(orders, <batch>, ["\\"id\\""], [], [])');
  });

  it('keeps the predicates of the config in every statement that deletes', () => {
    const facts = factsOf(incremental({ unique_key: 'id', incremental_predicates: ["day > '2020-01-01'"] }));
    const rows = () => ({ columns: [], rows: [[1n, 2n]], rowsAffected: 1, message: '' });
    const { lines } = play(facts, { rows });
    expect(lines).toContain('get_delete_null_keys_sql(orders, <batch>, ["\\"id\\""], [], ["day > \'2020-01-01\'"])');
    expect(lines.join('\n')).toContain('incremental_predicates: ["day > \'2020-01-01\'"]');
  });

  it("calls the macro of the named strategy, a project's own too", () => {
    const spelt = (config: JsonObject, origin: 'none' | 'project' | 'built-in' = 'built-in') =>
      play(factsOf({ ...incremental(config), macroOrigin: () => origin })).lines.find((line) =>
        /spell get_incr/.test(line),
      );
    expect(spelt({ incremental_strategy: 'append' })).toBe('spell get_incremental_append_sql');
    expect(spelt({ incremental_strategy: 'delete+insert' })).toBe('spell get_incremental_delete_insert_sql');
    expect(spelt({ incremental_strategy: 'mine' }, 'project')).toBe('spell get_incremental_mine_sql');
    expect(spelt({ incremental_strategy: 'merge' }, 'project')).toBe('spell get_incremental_merge_sql');
    expect(spelt({ incremental_strategy: 'merge' })).toBe('spell get_incremental_merge_sql');
    expect(codeOf(() => spelt({ incremental_strategy: 'microbatch' }))).toBe('TSDBT_FEATURE_UNAVAILABLE');
    expect(codeOf(() => spelt({ incremental_strategy: 'mine' }, 'none'))).toBe('TSDBT_STRATEGY_UNKNOWN');
  });

  it('is rebuilt for a view in its place, and for a full refresh', () => {
    const isRebuilt = (facts: NodeFacts) => play(facts).lines.some((line) => line.includes('<new> rename to orders'));
    expect(isRebuilt(factsOf(incremental()))).toBe(false);
    expect(isRebuilt(factsOf({ ...incremental(), state: view, ownership: ours }))).toBe(true);
    expect(isRebuilt(factsOf({ ...incremental(), isFullRefresh: true }))).toBe(true);
  });

  it('refuses keys that are no text', () => {
    expect(codeOf(() => play(factsOf(incremental({ unique_key: [1] }))))).toBe('TSDBT_CONFIG_INVALID');
  });
});

describe('isFullRefresh', () => {
  it.each([
    { own: null, flag: false, answer: false },
    { own: null, flag: true, answer: true },
    { own: false, flag: true, answer: false },
    { own: true, flag: false, answer: true },
  ])('full_refresh $own with the flag $flag: $answer', ({ own, flag, answer }) => {
    expect(isFullRefresh(modelNode('orders', { config: { full_refresh: own } }), { fullRefresh: flag })).toBe(answer);
  });
});

describe('seed', () => {
  const facts = (changes: Partial<NodeFacts> = {}) =>
    factsOf({
      node: otherNode('seed', 'orders', { config: { column_types: { name: 'varchar(3)' } } }),
      seedColumns: [
        { name: 'id', type: 'integer' },
        { name: 'name', type: 'text' },
        { name: 'with space', type: 'text' },
      ],
      ...changes,
    });

  it('creates a table with typed columns and loads it', () => {
    const { lines, outcome } = play(facts());
    expect(lines.slice(2, -2)).toEqual([
      'create table s.orders ("id" integer, "name" varchar(3), "with space" text)',
      'ask columns orders',
      'load orders (id, name)',
    ]);
    expect(outcome).toMatchObject({ kind: 'built', message: 'INSERT 2', rows: 2 });
  });

  it('replaces rows in place while the columns stay and swaps when they change', () => {
    expect(play(facts({ state: table })).lines.slice(3, -2)).toEqual([
      'ask columns <new>',
      'ask columns orders',
      'drop table s.<new>',
      'assert orders present',
      'ask cascading keys orders',
      'delete from s.orders',
      'load orders (id, name)',
    ]);
    const changed = play(facts({ state: table }), {
      columns: ({ identifier }) => (identifier === 'orders' ? ['id'] : ['id', 'name']),
    });
    expect(changed.lines.join('\n')).toContain('alter table s.<new> rename to orders');
  });

  it('replaces a view only when it is ours', () => {
    expect(codeOf(() => play(facts({ state: view })))).toBe('TSDBT_RELATION_NOT_OURS');
    expect(play(facts({ state: view, ownership: ours })).outcome).toMatchObject({ kind: 'built' });
  });
});

describe('materialize', () => {
  it('names what is meant when the materialization is mistyped, and what is not there yet', () => {
    const hint = (materialized: string) => {
      try {
        play(factsOf(model({ materialized })));
      } catch (error) {
        return (error as TsdbtError).diagnostics[0];
      }
      return null;
    };
    expect(hint('tabel')).toMatchObject({ code: 'TSDBT_MATERIALIZATION_UNKNOWN', hint: "Did you mean 'table'?" });
    expect(hint('materialized_view')).toMatchObject({ code: 'TSDBT_FEATURE_UNAVAILABLE' });
    expect(hint('constructor')).toMatchObject({ code: 'TSDBT_MATERIALIZATION_UNKNOWN' });
  });

  it('refuses what would do harm when left out: enforced contracts and grants', () => {
    expect(codeOf(() => play(factsOf(model({ contract: { enforced: true } }))))).toBe('TSDBT_CONFIG_UNBUILT');
    expect(codeOf(() => play(factsOf(model({ grants: { select: ['bob'] } }))))).toBe('TSDBT_CONFIG_UNBUILT');
    expect(play(factsOf(model({ contract: { enforced: false }, grants: {} }))).outcome.kind).toBe('built');
  });

  it('hands a materialization of the project over as a program', () => {
    const plan = materialize(factsOf(model({ materialized: 'mine' })), (name) => `materialization_${name}_default`);
    expect(plan).toEqual({ kind: 'program', macroName: 'materialization_mine_default' });
  });
});
