/** `diff` on both databases, from the command line to what it prints; how rows are compared is tested in test/conformance/compare. */
import { describe, expect, inject, it } from 'vitest';
import { snapshotOf, tempProject, tsdbt, writeFiles } from '../support/cli.js';

const files = {
  'models/orders.sql': `{{ config(materialized='incremental', unique_key='order_id', full_refresh=false) }}
select 1 as order_id, 'open' as status, 10.5 as total
union all select 2, 'paid', 20.0
union all select 3, null, 1.0
{% if is_incremental() %} limit 0 {% endif %}`,
  'models/late.sql': "{{ config(materialized='ephemeral') }} select 1 as day",
  'models/days.sql': "select day from {{ ref('late') }} union all select 2 union all select 2",
};

const edited = `{{ config(materialized='incremental', unique_key='order_id') }}
select 1 as order_id, 'paid' as status, 10.5 as total, true as is_new
union all select 2, 'paid', 20.0, false
union all select 4, 'open', 7.0, true
{% if is_incremental() %} limit 0 {% endif %}`;

function project(type: string): string {
  if (type === 'sqlite') return tempProject(files);
  const schema = `diff_${Math.random().toString(36).slice(2)}`;
  const output = { type: 'postgres', ...inject('postgres'), dbname: 'postgres', schema, threads: 2 };
  const profiles = JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } });
  return tempProject({
    ...files,
    'dbt_project.yml': 'name: shop\nversion: "1.0"\nconfig-version: 2\nprofile: shop\n',
    'profiles.yml': profiles,
  });
}

describe.each(['sqlite', 'postgres'])('diff on %s', (type) => {
  it('says what a build would change, and changes nothing', async () => {
    const cwd = project(type);
    const absent = await tsdbt(['diff', '-s', 'orders'], { cwd });
    expect([absent.code, absent.stdout]).toEqual([
      0,
      expect.stringMatching(/^orders: \S+ is not there yet\.\n {2}A build would make 3 rows: order_id/),
    ]);
    expect(snapshotOf(cwd)).not.toHaveProperty('shop.sqlite');

    await tsdbt(['build'], { cwd });
    const same = await tsdbt(['diff', '-s', 'orders', 'days', 'late', '--exit-code'], { cwd });
    expect(same.stdout).toMatch(
      /^orders: \S+ \(table\), rows told apart by order_id\n {2}Nothing differs: 3 rows\.\n\ndays: \S+ \(view\), rows compared whole\n {2}Nothing differs: 3 rows\.\n$/,
    );
    expect([same.code, same.stderr]).toEqual([0, expect.stringContaining('late is ephemeral')]);

    writeFiles(cwd, { 'models/orders.sql': edited, 'models/days.sql': 'select 1 as day' });
    const changed = await tsdbt(['diff', '-s', 'orders', 'days'], { cwd });
    const [orders, days] = changed.stdout.split('\n\ndays:');
    expect(orders.split('\n').slice(1)).toEqual([
      '  Columns:',
      type === 'sqlite' ? '    + is_new' : '    + is_new boolean',
      '  Rows: 3 before, 3 after: 1 added, 1 removed, 1 changed, 1 the same',
      '  Changed: status in 1',
      '',
      '  Changed rows',
      '  | order_id | status       |',
      '  | -------- | ------------ |',
      '  |        1 | open -> paid |',
      '',
      '  Added rows',
      '  | order_id | status | total |',
      '  | -------- | ------ | ----- |',
      '  |        4 | open   |   7.0 |',
      '',
      '  Removed rows',
      '  | order_id | status | total |',
      '  | -------- | ------ | ----- |',
      '  |        3 |        |   1.0 |',
    ]);
    expect(days.split('\n').slice(-4)).toEqual(['  | times | day |', '  | ----- | --- |', '  |     2 |   2 |', '']);

    const json = await tsdbt(['diff', '-s', 'orders', '--output', 'json', '--limit', '0', '--exit-code'], { cwd });
    const { models } = JSON.parse(json.stdout);
    expect(models[0]).toMatchObject({ status: 'different', mismatches: { status: 1 }, samples: [] });
    expect(json.code).toBe(1);
    const again = await tsdbt(['show', '--inline', "select * from {{ ref('orders') }}", '-q'], { cwd });
    expect(again.stdout).toContain('open');
  });

  it('lets no template change anything either', async () => {
    const cwd = project(type);
    await tsdbt(['build'], { cwd });
    const table = type === 'sqlite' ? 'made_by_diff' : '{{ target.schema }}.made_by_diff';
    writeFiles(cwd, {
      'models/days.sql': `{% set sql %}create table ${table} (id integer){% endset %}{% do run_query(sql) if execute %}select 1 as day`,
      'models/look.sql': `select count(*) as n from ${table}`,
    });
    const { code, stderr } = await tsdbt(['diff', '-s', 'days'], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/read-?only/i)]);
    expect((await tsdbt(['show', '-s', 'look'], { cwd })).stderr).toMatch(/no such table|does not exist/);
  });

  it('compares the other models when one cannot be compared', async () => {
    const cwd = project(type);
    await tsdbt(['build'], { cwd });
    writeFiles(cwd, { 'models/days.sql': 'select\n  nonsense as day' });
    const { code, stdout, stderr } = await tsdbt(['diff', '-s', 'days', 'orders'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('Nothing differs');
    expect(stderr).toContain('models/days.sql:2:3');
    const unknown = await tsdbt(['diff', '-s', 'orders', '--key', 'oder_id'], { cwd });
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("Did you mean 'order_id'?")]);
  });
});

describe('diff', () => {
  it('wants models to compare', async () => {
    const cwd = tempProject(files);
    const [none, ephemeral] = [await tsdbt(['diff'], { cwd }), await tsdbt(['diff', '-s', 'late'], { cwd })];
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('tsdbt diff needs models to compare.')]);
    expect([ephemeral.code, ephemeral.stderr]).toEqual([0, expect.stringContaining('late is ephemeral')]);
  });

  it('says once that the database cannot be reached', async () => {
    const output = { type: 'postgres', host: '127.0.0.1', port: 1, user: 'u', password: 'p', dbname: 'd', schema: 's' };
    const cwd = tempProject({
      ...files,
      'dbt_project.yml': 'name: shop\nversion: "1.0"\nconfig-version: 2\nprofile: shop\n',
      'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
    });
    const { code, stderr } = await tsdbt(['diff', '-s', 'orders', 'days'], { cwd });
    expect(code).toBe(2);
    expect(stderr.match(/ECONNREFUSED|refused/g)).toHaveLength(1);
  });
});

describe('diff of a model below an edited one', () => {
  it('comes after it, and says over what it was compared', async () => {
    const mart = "{{ config(materialized='table') }} select * from {{ ref('middle') }}";
    const cwd = tempProject({
      'models/above.sql': 'select 1 as id',
      'models/middle.sql': "{{ config(materialized='ephemeral') }} select * from {{ ref('above') }}",
      'models/a_mart.sql': mart,
    });
    await tsdbt(['build'], { cwd });
    writeFiles(cwd, { 'models/above.sql': 'select 2 as id' });
    const { stdout } = await tsdbt(['diff', '-s', 'above+'], { cwd });
    expect(stdout.split('\n').filter((line) => /^\S|note|Nothing/.test(line))).toEqual([
      expect.stringMatching(/^above: /),
      expect.stringMatching(/^a_mart: /),
      '  note: compared over above as built before; what is new there shows here once it is built',
      '  Nothing differs: 1 row.',
    ]);
    expect((await tsdbt(['diff', '-s', 'a_mart'], { cwd })).stdout).not.toContain('note:');
  });
});
