import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempProject, tsdbt, writeFiles } from '../support/cli.js';

const files = {
  'models/orders.sql': "{{ config(materialized='table') }}\nselect 1 as id, 'a' as note union all select 2, 'b'",
  'models/daily.sql': "select count(*) as n from {{ ref('orders') }}",
  'models/schema.yml':
    'models:\n  - name: orders\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n',
};

const actions = (cwd: string) => ({
  GITHUB_ACTIONS: 'true',
  GITHUB_WORKSPACE: join(cwd, '..'),
  GITHUB_STEP_SUMMARY: join(cwd, '../summary.md'),
});

describe('in GitHub Actions', () => {
  it('annotates, folds and summarizes by itself, and lets no data speak to the runner', async () => {
    const cwd = tempProject({
      ...files,
      'models/orders.sql': "select 1 as id, '::add-mask::x' as note union all select 1, ''",
      'macros/say.sql': "{% macro say() %}{{ print('::add-path::/evil') }}{% endmacro %}",
      'models/said.sql': '{{ say() }} select 1 as id',
      'tests/note.sql': "select note from {{ ref('orders') }} where note <> ''",
    });
    const env = actions(cwd);
    const { code, stdout } = await tsdbt(['build', '--no-use-colors'], { cwd, env });
    expect(code).toBe(1);
    const commands = stdout.split('\n').filter((line) => /^\s*::/.test(line));
    expect(commands).toEqual([
      '::group::6 nodes',
      '::endgroup::',
      '::error file=shop/models/orders.sql,line=1,col=1,title=note failed::Got 1 result, configured to fail if != 0%0ADeclared at tests/note.sql:1.%0Anote%0A::add-mask::x',
      '::error file=shop/models/orders.sql,line=1,col=1,title=unique_orders_id failed::Got 1 result, configured to fail if != 0%0ADeclared at models/schema.yml:5.%0Aunique_field | n_records%0A1 | 2',
    ]);
    expect(stdout).not.toMatch(/^\d\d:\d\d:\d\d/m);
    expect((await tsdbt(['run', '-s', 'orders'], { cwd, env: actions(cwd) })).stdout).toContain('::group::1 node\n');
    expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(/^## ❌ tsdbt failed\n[\s\S]*\n### Failing tests\n/);
  });

  it('does none of that where another format is asked for', async () => {
    const cwd = tempProject(files);
    const env = actions(cwd);
    const { code, stdout } = await tsdbt(['build', '--log-format', 'text'], { cwd, env });
    expect(code).toBe(0);
    expect(stdout).not.toContain('::');
    expect(() => readFileSync(env.GITHUB_STEP_SUMMARY)).toThrow();
  });

  it('tells mistakes of the project too, and keeps them for a report', async () => {
    const cwd = tempProject({ ...files, 'models/bad.sql': "select *\nfrom {{ ref('ordres') }}" });
    const env = actions(cwd);
    const { code, stdout } = await tsdbt(['build'], { cwd, env });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^::error file=shop\/models\/bad\.sql,line=2,col=9,title=TSDBT_REF_MISSING::Model 'bad'/m);
    const summary = readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8');
    expect(summary).toContain('No node was run.');
    const reported = await tsdbt(['report'], { cwd });
    expect(reported.code).toBe(1);
    expect(reported.stdout).toContain("hint: Did you mean 'orders'?");
  });
});

describe('report', () => {
  it('needs a run', async () => {
    const cwd = tempProject(files);
    const { code, stderr, stdout } = await tsdbt(['report'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('target holds no artifacts of a run');
    expect(stderr).toContain('TSDBT_REPORT_IMPOSSIBLE');
    writeFiles(cwd, { 'target/tsdbt_run.json': '{"metadata": {"tsdbt_run_version": 9}}' });
    expect((await tsdbt(['report'], { cwd })).stderr).toContain('it has version 9, expected 1');
  });

  it('passes a base that is the same, and says when both were built into one place', async () => {
    const cwd = tempProject(files);
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    const same = await tsdbt(['report', '--base', '.'], { cwd });
    expect(same.code).toBe(0);
    expect(same.stdout).toMatch(/^## ✅ tsdbt passed\n/);
    const [path, old] = [join(cwd, 'target/manifest.json'), join(cwd, 'old/manifest.json')];
    writeFiles(cwd, {
      'old/manifest.json': readFileSync(path, 'utf8').replaceAll("'b'", "'c'"),
      'old/tsdbt_run.json': readFileSync(join(cwd, 'target/tsdbt_run.json')),
    });
    expect(readFileSync(old, 'utf8')).toContain("'c'");
    const { code, stdout } = await tsdbt(['report', '--base', 'old'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^## ⚠️ tsdbt passed with warnings\n/);
    expect(stdout).toContain('| `orders` | changed | `SQL` |  |');
    expect(stdout).toMatch(
      /- `Rows were not compared: both runs wrote to .*shop\.sqlite, so what the base made is gone\.`/,
    );
  });

  it('compares the values of nodes that are touched on their key, but for columns that are always others', async () => {
    const orders = (amount: number) =>
      `{{ config(materialized='table') }}\nselect 1 as id, 10 as amount, random() as ran union all select 2, ${amount}, random()`;
    const cwd = tempProject({ ...files, 'models/orders.sql': orders(20), 'models/free.sql': 'select random() as r' });
    const base = join(cwd, '../base');
    cpSync(cwd, base, { recursive: true });
    writeFiles(cwd, { 'models/orders.sql': orders(21) });
    for (const folder of [base, cwd]) expect((await tsdbt(['build'], { cwd: folder })).code).toBe(0);
    const words = ['report', '--base', '../base', '--ignore-columns', 'orders.ran'];
    const { code, stdout } = await tsdbt(words, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('| `orders` | 2 | 2 | 0 | 0 | 1 |\n\nThe same rows as before: `daily`.\n');
    expect(stdout).toContain('- `Values of these columns were passed over: ran.`');
    expect(stdout).toContain('`orders` on the key `id`: 1 of 2 rows changed.');
    expect(stdout).toContain('```text\n  | id | amount\n--|----|-------\n- | 2  | 20\n+ | 2  | 21\n```');
    expect(stdout).not.toContain('free.sql');
    const bounded = await tsdbt([...words, '--compare-rows', '1'], { cwd });
    expect(bounded.stdout).toContain(
      '- `orders has 2 rows, more than the 1 up to which rows are compared (--compare-rows).`',
    );
  });

  it('sends no login to another server than that of the profile, and writes no secret', async () => {
    // Characters that Markdown, HTML and the runner spell in another way.
    const secret = 'te|l-n0`b@dy%';
    const cwd = tempProject({
      ...files,
      'models/daily.sql': `select '${secret}' as leaked, nonsense`,
      'tests/leaks.sql': `select '${secret}' as leaked, '${'x'.repeat(490)}${secret}' as cut from {{ ref('orders') }}`,
    });
    const env = { ...actions(cwd), DBT_ENV_SECRET_TOKEN: secret };
    const built = await tsdbt(['build'], { cwd, env });
    expect(built.code).toBe(1);
    const summary = readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8');
    expect(summary).toContain('**`leaks`**: 2 failing rows');
    for (const text of [summary, built.stdout]) expect(text).not.toMatch(/n0|te(\||&#)/);
    const record = JSON.parse(readFileSync(join(cwd, 'target/tsdbt_run.json'), 'utf8'));
    writeFiles(cwd, {
      'old/manifest.json': readFileSync(join(cwd, 'target/manifest.json'), 'utf8').replaceAll("'b'", "'c'"),
    });
    const target = { ...record.target, type: 'postgres', describe: 'evil:5432/x', fields: { host: 'evil' } };
    writeFileSync(join(cwd, 'old/tsdbt_run.json'), JSON.stringify({ ...record, target }));
    const { stdout } = await tsdbt(['report', '--base', 'old'], { cwd, env });
    expect(stdout).toContain('the base was built in postgres, evil:5432/x, which the target');
    expect(stdout).not.toContain('n0');
    const sarif = await tsdbt(['report', '--output', 'sarif'], { cwd, env });
    expect(sarif.code).toBe(1);
    expect(JSON.parse(sarif.stdout).runs[0].results[0]).toMatchObject({ ruleId: expect.any(String), level: 'error' });
    expect(sarif.stdout).not.toContain('n0');
  });
});
