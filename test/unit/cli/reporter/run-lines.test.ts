import { describe, expect, it } from 'vitest';
import { finishLine, startLine } from '../../../../cli/reporter/lines/node-lines.js';
import {
  completedLine,
  countResults,
  finishedLine,
  problemLines,
  statsLine,
} from '../../../../cli/reporter/lines/summary-lines.js';
import { summaryRecords } from '../../../../cli/reporter/lines/summary-records.js';
import { plainStyle } from '../../../../cli/reporter/text/style.js';
import { modelNode, nodeResult, testNode } from '../../../support/node-results.js';

const position = { index: 3, total: 12 };
const plain = { width: 80, style: plainStyle };
const context = { style: plainStyle, readSource: () => null, width: 80 };
const resultPlace = () => 'shop.sqlite';

describe('lines of a node', () => {
  it('are those of dbt', () => {
    // Taken from dbt 1.10's own report of the same project.
    expect(startLine(modelNode('broken'), { index: 1, total: 9 }, 80)).toBe(
      '1 of 9 START sql view model main.broken ........................................ [RUN]',
    );
    expect(finishLine(nodeResult(modelNode('broken')), { index: 1, total: 9 }, plain)).toBe(
      '1 of 9 OK created sql view model main.broken ................................... [OK in 0.12s]',
    );
    const failed = nodeResult(testNode('not_null_stg_name'), { status: 'fail', failures: 1 });
    expect(finishLine(failed, { index: 6, total: 9 }, plain)).toBe(
      '6 of 9 FAIL 1 not_null_stg_name ................................................ [FAIL 1 in 0.12s]',
    );
    const skipped = nodeResult(modelNode('agg', 'table'), { status: 'skipped' });
    expect(finishLine(skipped, { index: 9, total: 9 }, plain)).toBe(
      '9 of 9 SKIP relation main.agg .................................................. [SKIP]',
    );
  });

  it.each([
    [{ message: 'SELECT 345', rows: 345 }, '[SELECT 345 in 0.12s]'],
    [{ message: 'CREATE TABLE', rows: 1 }, '[CREATE TABLE, 1 row in 0.12s]'],
    [{ message: 'CREATE VIEW', rows: null }, '[CREATE VIEW in 0.12s]'],
    [{ status: 'error' as const, message: 'no such table' }, '[ERROR in 0.12s]'],
  ])('say what came of it: %o', (changes, ending) => {
    expect(finishLine(nodeResult(modelNode('m', 'table'), changes), position, plain).endsWith(ending)).toBe(true);
  });

  it('say what a test that passed found, in short', () => {
    const ending = (message: string) =>
      finishLine(nodeResult(testNode('t'), { status: 'pass', message }), position, plain);
    expect(ending('')).toMatch(/ \[PASS in 0\.12s\]$/);
    expect(ending('complete: 0.985 (197 of 200)')).toMatch(/ \[PASS, complete: 0\.985 \(197 of 200\) in 0\.12s\]$/);
    expect(ending(`complete: ${'x 1 (1 of 1), '.repeat(50)}`).length).toBeLessThan(180);
  });

  it('keep a name that is longer than the line, and cut one of thousands of letters', () => {
    const line = startLine(modelNode('x'.repeat(100)), position, 80);
    expect(line).toBe(`3 of 12 START sql view model main.${'x'.repeat(100)} [RUN]`);
    expect(startLine(modelNode('x'.repeat(10_000)), position, 80).length).toBeLessThan(250);
  });

  it('say less on a screen that is narrower than they are, and only there', () => {
    const line = (most: number | null, node = modelNode('orders', 'table')) =>
      finishLine(nodeResult(node, { message: 'SELECT 345', rows: 345 }), position, {
        width: 40,
        style: plainStyle,
        most,
      });
    const whole = '3 of 12 OK created sql table model main.orders [SELECT 345 in 0.12s]';
    expect(line(null)).toBe(whole);
    expect(line(whole.length)).toBe(whole);
    expect(line(whole.length - 1)).toBe('3 of 12 OK main.orders [SELECT 345 in 0.12s]');
    const failed = nodeResult(testNode('unique_orders_id'), { status: 'fail', failures: 2 });
    expect(finishLine(failed, position, { width: 40, style: plainStyle, most: 40 })).toBe(
      '3 of 12 FAIL unique_orders_id [FAIL 2 in 0.12s]',
    );
  });

  it('show control characters in names', () => {
    expect(startLine(modelNode('a\u001b[31mb\nc'), position, 40)).toContain('main.a\\u001b[31mb c');
  });
});

const results = [
  nodeResult(modelNode('a')),
  nodeResult(modelNode('b', 'table'), { status: 'error', message: 'no such table: x' }),
  nodeResult(modelNode('c'), { status: 'skipped', timing: [] }),
  nodeResult(testNode('t1'), { status: 'pass' }),
  nodeResult(testNode('t2'), { status: 'warn', failures: 2, message: 'Got 2 results, configured to warn if != 0' }),
  nodeResult(testNode('t3'), { status: 'fail', failures: 7, message: 'Got 7 results, configured to fail if != 0' }),
];

describe('the end of a run', () => {
  it('counts like dbt', () => {
    expect(statsLine(countResults(results))).toBe('Done. PASS=2 WARN=1 ERROR=2 SKIP=1 NO-OP=0 TOTAL=6');
  });

  it('counts what was cancelled by whether it had begun', () => {
    const cancelled = [
      nodeResult(modelNode('a'), { status: 'cancelled' }),
      nodeResult(modelNode('b'), { status: 'cancelled', timing: [] }),
    ];
    expect(countResults(cancelled)).toMatchObject({ error: 1, skip: 1, total: 2 });
  });

  it('says what was run and how long it took', () => {
    expect(finishedLine({ results, elapsed: 3723.5, wasCancelled: false })).toBe(
      'Finished running 3 data tests, 1 table model, 2 view models in 1 hours 2 minutes and 3.50 seconds (3723.50s).',
    );
  });

  it('says whether all went well', () => {
    const run = { elapsed: 1, wasCancelled: false };
    expect(completedLine({ ...run, results: results.slice(0, 1) })).toBe('Completed successfully');
    expect(completedLine({ ...run, results })).toBe('Completed with 2 errors and 1 warning:');
  });

  it('shows failing rows with the query for all of them', () => {
    const sample = {
      columns: [{ name: 'id', type: 'integer' }],
      rows: [[1n], [2n]],
      query: 'select id\nfrom t\nwhere id is null',
    };
    const failed = { ...results[5], sample };
    expect(problemLines(failed, context)).toEqual([
      'Failure in test t3 (models/schema.yml)',
      '  Got 7 results, configured to fail if != 0',
      '',
      '  | id |',
      '  | -- |',
      '  |  1 |',
      '  |  2 |',
      '  ... and 5 more',
      '',
      '  All of them:',
      '    select id',
      '    from t',
      '    where id is null',
    ]);
  });

  it('gives a line to paste and the compiled file, and leaves out a query that is long', () => {
    const showCommand = (node: { name: string }, limit: number | null) => `tsdbt show -s ${node.name} ${limit}`;
    const columns = [{ name: 'id', type: 'integer' }];
    const sample = { columns, rows: [[1n]], query: 'select 1 as id' };
    const failed = { ...results[5], compiledPath: 'target/compiled/t3.sql', sample };
    expect(problemLines(failed, { ...context, showCommand }).slice(-3)).toEqual([
      '  All of them: tsdbt show -s t3 -1',
      '  compiled code at target/compiled/t3.sql',
      '    select 1 as id',
    ]);
    const long = { ...failed, sample: { ...sample, query: Array(11).fill('--').join('\n') } };
    expect(problemLines(long, context).at(-1)).toBe('  compiled code at target/compiled/t3.sql');
    expect(problemLines({ ...long, compiledPath: undefined }, context).at(-1)).toBe('    --');
  });

  it.each([
    [7, 5, -1],
    [5, 5, null],
    [2, 2, null],
    [1_000_000, 5, 1000],
  ])('asks to show %s rows, of which %s are seen, with the limit %s', (failures, shown, limit) => {
    const rows = Array.from({ length: shown }, (_, index) => [BigInt(index)]);
    const sample = { columns: [{ name: 'id', type: 'integer' }], rows, query: '' };
    const lines = problemLines(
      { ...results[5], failures, sample },
      { ...context, showCommand: (_, asked) => `limit ${asked}` },
    );
    expect(lines).toContain(`  All of them: limit ${limit}`);
  });

  it('does not say how many rows are hidden where failures are no rows', () => {
    const sample = { columns: [{ name: 'n', type: 'integer' }], rows: [[6n]], query: 'select 6 as n' };
    const [node, other] = ['sum(n)', 'COUNT( * )'].map((calc) => ({
      ...results[5].node,
      config: { ...results[5].node.config, fail_calc: calc },
    })) as unknown as (typeof results)[number]['node'][];
    expect(problemLines({ ...results[5], node, sample }, context).join('\n')).not.toContain('more');
    expect(problemLines({ ...results[5], node: other, sample }, context)).toContain('  ... and 6 more');
  });

  it('lists each failure once, errors before warnings, and no skipped node', () => {
    const records = summaryRecords(
      { results, elapsed: 1, wasCancelled: false },
      { isDataAnswer: false, frame: context, resultPlace },
    );
    const titles = records
      .map((record) => record.text(plainStyle).split('\n')[0])
      .filter((line) => /^(Failure|Warning) in /.test(line));
    expect(titles).toEqual([
      'Failure in sql table model main.b (models/b.sql)',
      'Failure in test t3 (models/schema.yml)',
      'Warning in test t2 (models/schema.yml)',
    ]);
  });

  it('gathers nodes that one cause kept from starting', () => {
    const lost = ['a', 'b', 'c'].map((name) =>
      nodeResult(modelNode(name), { status: 'error', message: 'connection refused', timing: [] }),
    );
    const records = summaryRecords(
      { results: lost, elapsed: 1, wasCancelled: false },
      { isDataAnswer: true, frame: context, resultPlace },
    );
    expect(records.map((record) => record.text(plainStyle))).toEqual([
      'Failure in sql view model main.a (models/a.sql)\n  connection refused\n  The same for 2 more nodes.',
    ]);
  });
});
