import { describe, expect, it } from 'vitest';
import type { Dependent } from '../../../core/adapter/introspector.js';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import type { NodeFacts } from '../../../core/plan/materializations/node-facts.js';
import { materialize } from '../../../core/plan/materialize.js';
import { isFullRefresh } from '../../../core/plan/node-settings.js';
import type { JsonObject } from '../../../core/resources/json.js';
import { modelNode, otherNode } from '../../support/manifest.js';
import { factsOf, type Played, playSteps, type Script, singleWriter } from '../../support/plan/play-steps.js';

const table = { presence: 'present', type: 'table' } as const;
const view = { presence: 'present', type: 'view' } as const;
const model = (config: JsonObject) => ({ node: modelNode('orders', { config }) });

function play(facts: NodeFacts, script: Script = {}): Played {
  const plan = materialize(facts, () => null);
  if (plan.kind !== 'steps') throw new Error('expected steps');
  return playSteps(plan.steps, script);
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof TsdbtError) return error.diagnostics[0].code;
    throw error;
  }
  return 'nothing was thrown';
}

const viewOn = (identifier: string, recreate: readonly string[] | null): Dependent => ({
  database: null,
  schema: 's',
  identifier,
  kind: 'view',
  recreate,
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

  it('is built beside the old one, indexed, and swapped in with dependents dropped outermost first', () => {
    const facts = factsOf({ ...model({ materialized: 'table', indexes: [{ columns: ['id'] }] }), state: table });
    const dependents = [viewOn('outer', ['create view outer', 'grant']), viewOn('inner', ['create view inner'])];
    expect(play(facts, { dependents }).lines.slice(2, -2)).toEqual([
      'spell get_create_table_as_sql',
      'main get_create_table_as_sql(false, <new>, select 1)',
      'spell get_create_index_sql',
      'get_create_index_sql(<new>, {"columns":["id"]})',
      'ask dependents orders',
      'lock_timeout 10000',
      'assert orders present',
      'drop view if exists s.outer',
      'drop view if exists s.inner',
      'drop table s.orders',
      'alter table s.<new> rename to orders',
      'try create view inner',
      'try create view outer;\ngrant',
    ]);
  });

  it('gets its indexes after the swap where there is one writer, since index names are global there', () => {
    const facts = singleWriter({ ...model({ materialized: 'table', indexes: [{ columns: ['id'] }] }), state: view });
    expect(play(facts).lines.slice(2, -2)).toEqual([
      'spell get_create_table_as_sql',
      'main get_create_table_as_sql(false, <new>, select 1)',
      'assert orders present',
      'drop view s.orders',
      'alter table s.<new> rename to orders',
      'spell get_create_index_sql',
      'get_create_index_sql(orders, {"columns":["id"]})',
    ]);
  });

  it('stops before anything is dropped when a dependent cannot come back', () => {
    const facts = factsOf({ ...model({ materialized: 'table' }), state: table });
    const blocking = [viewOn('kept', null)];
    expect(codeOf(() => play(facts, { dependents: blocking }))).toBe('TSDBT_DEPENDENT_BLOCKS');
    const function_ = [{ ...viewOn('f', null), kind: 'function' as const }];
    expect(codeOf(() => play(facts, { dependents: function_ }))).toBe('TSDBT_DEPENDENT_BLOCKS');
    expect(codeOf(() => play(facts, { dependents: [viewOn('v', ['create view v'])], fails: () => true }))).toBe(
      'TSDBT_DEPENDENT_BLOCKS',
    );
  });

  it('leaves a dependent dropped only when the run builds it later', () => {
    const rebuiltLater = ({ identifier }: { identifier: string }) =>
      identifier === 'child' ? 'model.shop.child' : null;
    const facts = factsOf({ ...model({ materialized: 'table' }), state: table, rebuiltLater });
    const { lines } = play(facts, { dependents: [viewOn('child', ['create view child'])], fails: () => true });
    expect(lines).toContain('drop view if exists s.child');
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
      'lock_timeout 10000',
      'main try get_replace_view_sql(orders, select 1)',
    ]);
    expect(play(facts, { fails: (sql) => sql.startsWith('get_replace') }).lines.slice(5, -2)).toEqual([
      'spell get_create_view_as_sql',
      'ask dependents orders',
      'lock_timeout 10000',
      'assert orders present',
      'drop view s.orders',
      'main get_create_view_as_sql(orders, select 1)',
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
    expect(lines).toContain(
      'get_delete_null_keys_sql(orders, <batch>, ["\\"id\\""], [], ["day > \'2020-01-01\'"])',
    );
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
    const isRebuilt = (facts: NodeFacts) => play(facts).lines.some((line) => line.startsWith('alter table'));
    expect(isRebuilt(factsOf(incremental()))).toBe(false);
    expect(isRebuilt(factsOf({ ...incremental(), state: view }))).toBe(true);
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
      'delete from s.orders',
      'load orders (id, name)',
    ]);
    const changed = play(facts({ state: table }), {
      columns: ({ identifier }) => (identifier === 'orders' ? ['id'] : ['id', 'name']),
    });
    expect(changed.lines).toContain('alter table s.<new> rename to orders');
  });

  it('does not replace a view, as in dbt', () => {
    expect(codeOf(() => play(facts({ state: view })))).toBe('TSDBT_RELATION_WRONG_TYPE');
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
