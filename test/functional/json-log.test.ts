import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../cli/reporter/lines/event-records.js';
import { summaryRecords } from '../../cli/reporter/lines/summary-records.js';
import { jsonLine } from '../../cli/reporter/record-formats.js';
import { tempProject, tsdbt } from '../support/cli.js';
import { logEventNames, logLineProblem } from '../support/log-schema.js';
import { modelNode, nodeResult } from '../support/node-results.js';

/** A project whose build meets every kind of event. */
const files = {
  'dbt_project.yml': "name: shop\non-run-start: ['select 1']\nmodels: {shop: {nowhere: {+tags: x}}}\n",
  'seeds/s.csv': 'id\n1\n',
  'models/a.sql':
    "{{ log('told', info=true) }}{{ log('whispered') }}{{ print('said') }} select 1 as id union all select null",
  'models/b.sql': 'select * from nowhere_at_all',
  'models/c.sql': "select * from {{ ref('b') }}",
  'models/schema.yml': `
models:
  - name: a
    columns:
      - {name: id, data_tests: [not_null: {config: {severity: warn}}, unique]}
exposures: [{name: e, type: dashboard, owner: {name: o, email: o@x}, depends_on: [ref('a')]}]`,
};
const facts = { invocationId: 'x', processId: 1, time: new Date(0) };
const frame = { readSource: () => null, width: 80 };
const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');
const namesOf = (lines: readonly string[]) => new Set(lines.map((line) => String(JSON.parse(line).info.name)));

describe('the lines of --log-format json', () => {
  it('follow the schema, whatever happens in a run', async () => {
    const cwd = tempProject(files);
    const { code, stdout } = await tsdbt(['build', '--log-format', 'json', '--debug'], { cwd });
    expect(code).toBe(1);
    // The model is left as it is, its test that warned is not.
    const again = await tsdbt(['build', '-s', 'a', '--reuse', '--explain', '--log-format', 'json'], { cwd });
    const lines = linesOf(stdout + again.stdout);
    for (const line of lines) expect(logLineProblem(line)).toBeNull();
    // The rest: only the watch has its own, somebody else must hold a lock, and a run must take its time.
    const rare = ['Watch', 'LockWaiting', 'SlowestNodes'];
    const seen = namesOf(lines);
    expect(logEventNames.filter((name) => !seen.has(name) && !rare.includes(name))).toEqual([]);
  });

  it('follow it in what other commands say', async () => {
    const cwd = tempProject({ ...files, 'models/b.sql': "select * from {{ ref('missing') }}" });
    const { stdout } = await tsdbt(['parse', '--log-format', 'json'], { cwd });
    const lines = linesOf(stdout);
    for (const line of lines) expect(logLineProblem(line)).toBeNull();
    expect(namesOf(lines)).toContain('Diagnostic');
  });

  it('follow it while another run is waited for, and at the end of a long one', () => {
    const options = { isDataAnswer: false, explains: false, resultPlace: () => '', frame };
    const translate = createTranslator({ ...options, width: 80, most: null, targetName: () => 'dev' });
    const owner = { host: 'h', pid: 7, startedAt: '2026-01-01T00:00:00Z', command: 'run', invocationId: 'y' };
    const waiting = translate({
      kind: 'lock-waiting',
      holder: { owner, relations: ['main.a'], key: null } as never,
      waitedMs: 1000,
      timeoutMs: 5000,
    });
    const slow = ['a', 'b', 'c', 'd'].map((name) => nodeResult(modelNode(name), { executionTime: 2 }));
    const ending = summaryRecords({ results: slow, elapsed: 8, wasCancelled: true }, options);
    const lines = [...waiting, ...ending].map((record) => jsonLine(record, facts));
    for (const line of lines) expect(logLineProblem(line)).toBeNull();
    expect([...namesOf(lines)]).toEqual(expect.arrayContaining(['LockWaiting', 'SlowestNodes']));
  });

  it('are held against a schema that finds what is wrong', () => {
    const line = (data: object, name = 'Note') =>
      jsonLine({ level: 'info', name, code: 'Z050', text: () => 'x', data: data as never }, facts);
    expect(logLineProblem(line({ msg: 'x' }))).toBeNull();
    expect(logLineProblem(line({ msg: 1 }))).toContain('data.msg');
    expect(logLineProblem(line({ msg: 'x', more: 1 }))).toContain('data.more');
    expect(logLineProblem(line({ msg: 'x' }, 'Nothing'))).toContain('no event');
  });
});
