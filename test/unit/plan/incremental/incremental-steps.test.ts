import { describe, expect, it } from 'vitest';
import type { StatementResult } from '../../../../core/adapter/cell.js';
import { TsdbtError } from '../../../../core/diagnostics/error.js';
import { incrementalPlan } from '../../../../core/plan/materializations/incremental.js';
import type { ModelFacts, NodeFacts } from '../../../../core/plan/materializations/node-facts.js';
import type { JsonObject } from '../../../../core/resources/json.js';
import { modelNode } from '../../../support/manifest.js';
import { factsOf, type Played, playSteps, type Script } from '../../../support/plan/play-steps.js';

const answer = (...rows: bigint[][]): StatementResult => ({ columns: [], rows, rowsAffected: null, message: '' });

/** What happens between the creation of the batch and its end. */
function play(config: JsonObject, script: Script = {}, changes: Partial<NodeFacts> = {}): Played {
  const node = modelNode('orders', { config: { materialized: 'incremental', unique_key: 'id', ...config } });
  const facts = factsOf({ node, state: { presence: 'present', type: 'table' }, ...changes });
  const { lines, outcome } = playSteps(incrementalPlan({ ...facts, node } as ModelFacts), script);
  const from = lines.indexOf('ask columns <batch>') + 1;
  return { lines: lines.slice(from, lines.indexOf('drop table <batch>')), outcome };
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

const columns =
  (batch: readonly string[], table: readonly string[]): Script['columns'] =>
  ({ identifier }) =>
    identifier === 'orders' ? table : batch;

describe('a merge', () => {
  const merge = { incremental_strategy: 'merge' };

  it('looks for repeated keys before anything else, and for nulls in keys before the statement of the strategy', () => {
    expect(play(merge).lines).toEqual([
      expect.stringMatching(
        /^ask rows select "id", count\(\*\), count\(\*\) over \(\) from <batch>\ngroup by 1 having/,
      ),
      'assert orders present',
      'ask rows select case when "id" is null then 1 else 0 end, count(*) from <batch> group by 1',
      'spell get_incremental_merge_sql',
      expect.stringMatching(/^main get_incremental_merge_sql\(/),
    ]);
  });

  it('gives each kind of null a statement of its own and takes those rows out of the batch', () => {
    const kinds = answer([0n, 0n, 5n], [0n, 1n, 2n], [1n, 1n, 1n]);
    const rows: Script['rows'] = (sql) => (sql.includes('having') ? answer() : kinds);
    const { lines, outcome } = play({ ...merge, unique_key: ['id', 'name'] }, { rows });
    expect(lines.slice(3, -2)).toEqual([
      'spell get_merge_null_keys_sql',
      'get_merge_null_keys_sql(orders, <batch>, ["\\"name\\""], ["\\"id\\""], [id name], [])',
      'spell get_merge_null_keys_sql',
      'get_merge_null_keys_sql(orders, <batch>, ["\\"id\\"","\\"name\\""], [], [id name], [])',
      'delete from <batch> where "id" is null or "name" is null',
    ]);
    expect(outcome).toMatchObject({ message: 'MERGE 8', rows: 8 });
  });

  it('is left to the project that spells it, nulls and repeated keys with it', () => {
    const { lines } = play(merge, {}, { macroOrigin: (name) => (name === 'get_merge_sql' ? 'project' : 'built-in') });
    expect(lines.map((line) => line.split('(')[0])).toEqual([
      'assert orders present',
      'spell get_incremental_merge_sql',
      'main get_incremental_merge_sql',
    ]);
  });
});

describe('columns that change', () => {
  const added = { columns: columns(['id', 'fresh'], ['id']) };
  const append = { on_schema_change: 'append_new_columns' };

  it('are changed between the check of the table and the first row, under a lock that is asked for briefly', () => {
    const { lines, outcome } = play(append, added);
    expect(lines.slice(3, 6)).toEqual([
      'spell get_alter_relation_add_remove_columns_sql',
      'ask dependents orders',
      expect.stringMatching(
        /^try lock_timeout 50;\nget_alter_relation_add_remove_columns_sql\(orders, \[fresh\], \[\]\)/,
      ),
    ]);
    expect(outcome).toMatchObject({ message: 'SELECT 3, added column fresh (integer)' });
  });

  it("are changed by the project's own macro where it has one", () => {
    const isOwn = (name: string) => (name === 'alter_relation_add_remove_columns' ? 'project' : 'built-in');
    const { lines } = play(append, added, { macroOrigin: isOwn });
    expect(lines).toContain('spell alter_relation_add_remove_columns');
    expect(lines.join('\n')).not.toContain('get_alter_relation');
  });

  it('stop the node before the table is touched when the mode does not allow them', () => {
    for (const on_schema_change of ['ignore', 'fail']) {
      const gone = { columns: columns(['id'], ['id', 'gone']) };
      expect(codeOf(() => play({ on_schema_change }, gone))).toBe('TSDBT_COLUMNS_CHANGED');
    }
    const unlisted = { columns: columns([], ['id', 'gone']) };
    expect(codeOf(() => play({ on_schema_change: 'sync_all_columns' }, unlisted))).toBe('TSDBT_COLUMNS_UNKNOWN');
    expect(codeOf(() => play({ on_schema_change: 'all' }, added))).toBe('TSDBT_CONFIG_INVALID');
  });
});
