import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempProject, tsdbt } from '../support/cli.js';

const project = {
  'models/orders.sql': "select 1 as id, 'open' as status, 'a' as note union all select 2, 'lost', null",
  'models/summary.sql': "select count(*) as n from {{ ref('orders') }}",
  'models/schema.yml': `
models:
  - name: orders
    columns:
      - name: id
        data_tests: [not_null, unique]
      - name: status
        data_tests:
          - not_null
          - accepted_values: {arguments: {values: [open]}, config: {severity: warn}}
          - completeness
      - name: note
        data_tests:
          - not_null: {config: {severity: warn}}
          - not_null: {name: no_note_is_lost, config: {where: "status <> 'lost'", limit: 5}}
          - completeness: {arguments: {threshold: 0.75}}
  - name: summary
    columns:
      - name: n
        data_tests: [not_null]
`,
};

interface Recorded {
  readonly unique_id: string;
  readonly execution_time?: number;
  readonly timing?: readonly { readonly name: string }[];
}

/** Results of the last run without times and threads, by id. */
function results(cwd: string) {
  const { results } = JSON.parse(readFileSync(join(cwd, 'target/run_results.json'), 'utf8')) as { results: Recorded[] };
  return results
    .map((result) => ({
      ...{ ...result, thread_id: null, execution_time: null },
      timing: result.timing?.map(({ name }) => name),
    }))
    .sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1));
}

/** The report without numbers of lines, clocks and durations, sorted: the order of tests is not promised. */
function reported(stdout: string): string[] {
  return stdout
    .split('\n')
    .filter((line) => !/Slowest:|The result lies in/.test(line))
    .map((line) =>
      line
        .replace(/^\d\d:\d\d:\d\d +/, '')
        .replace(/^\d+ of /, '')
        .replaceAll(/\d+\.\d+s?\b/g, 'T'),
    )
    .map((line) => line.replaceAll(/\d+ hours? \d+ minutes? and T seconds/g, '').replaceAll(/\.{2,}/g, '...'))
    .sort();
}

/** Scans among the statements of the log. */
function scans(cwd: string): number {
  return readFileSync(join(cwd, 'logs/tsdbt.log'), 'utf8').split(' as tsdbt_scan_0').length - 1;
}

describe('tests of one relation', () => {
  it('are reported and recorded as if each had run alone', async () => {
    const [together, alone] = [tempProject(project), tempProject(project)];
    const [first, second] = [
      await tsdbt(['build'], { cwd: together }),
      await tsdbt(['build', '--no-batch-tests'], { cwd: alone }),
    ];
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('Done. PASS=6 WARN=2 ERROR=1 SKIP=2');
    expect(reported(first.stdout)).toEqual(reported(second.stdout.replaceAll(' --no-batch-tests', '')));
    expect(results(together)).toEqual(results(alone));
    expect([scans(together), scans(alone)]).toEqual([1, 0]);
    const file = 'shop/models/schema.yml/not_null_orders_id.sql';
    for (const kind of ['compiled', 'run']) {
      const [one, other] = [together, alone].map((cwd) => readFileSync(join(cwd, 'target', kind, file), 'utf8'));
      expect(one).toContain('where id is null');
      expect(one).toBe(other);
    }
  });

  it.each([
    ['the flag', ['--no-batch-tests'], {}, ''],
    ['the variable', [], { DBT_ENGINE_BATCH_TESTS: 'false' }, ''],
    ['the project', [], {}, 'flags: {batch_tests: false}\n'],
  ])('run one by one when %s says so', async (_, flags, env, settings) => {
    const cwd = tempProject({ ...project, 'dbt_project.yml': `name: shop\n${settings}` });
    await tsdbt(['build', ...flags], { cwd, env: env as Record<string, string> });
    expect(scans(cwd)).toBe(0);
  });

  it.each([
    ['test_not_null', 'default__test_not_null(model, column_name)', 'select 1 as own'],
    [
      'get_test_sql',
      'get_test_sql(main_sql, fail_calc, warn_if, error_if, limit)',
      'select 7 as failures, true as should_warn, true as should_error',
    ],
    ['get_where_subquery', 'get_where_subquery(relation)', '(select 1 as id, null as note) x'],
  ])('run as the project wants them where it spells %s itself', async (_, signature, sql) => {
    const cwd = tempProject({
      ...project,
      'macros/own.sql': `{% macro ${signature} %}${sql}{% endmacro %}`,
      'models/schema.yml':
        'models: [{name: orders, columns: [{name: id, data_tests: [not_null]}, {name: note, data_tests: [not_null]}]}]',
    });
    await tsdbt(['build'], { cwd });
    const usual = results(cwd);
    expect(scans(cwd)).toBe(0);
    await tsdbt(['build', '--no-batch-tests'], { cwd });
    expect(usual).toEqual(results(cwd));
  });
});
