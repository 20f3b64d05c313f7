/** `tsdbt plan` as a user meets it: what it prints and leaves alone, and what templates may not do under it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempProject, tsdbt, writeFiles } from '../support/cli.js';

const files = {
  'models/a.sql': "{{ config(materialized='table') }} select 1 as id",
  'models/b.sql': "select id from {{ ref('a') }}",
};

function listed(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

describe('tsdbt plan', () => {
  it('makes no database, no ledger and no file under target, and prints the plan alone on stdout', async () => {
    const cwd = tempProject(files);
    const { code, stdout } = await tsdbt(['plan'], { cwd });
    expect(stdout).toBe('+ a  create table  new\n+ b  create view   new\n\nPlan of build: 2 to create.\n');
    expect(code).toBe(0);
    expect(listed(cwd).filter((path) => /sqlite|target\/(?!completion|tsdbt_parse)/.test(path))).toEqual([]);
  });

  it('plans other commands, with their flags, and refuses a name that is none', async () => {
    const cwd = tempProject({ ...files, 'seeds/people.csv': 'id\n1\n' });
    const seed = await tsdbt(['plan', 'seed', '--output', 'json'], { cwd });
    const plan = JSON.parse(seed.stdout);
    expect([plan.command, plan.metadata.plan_version]).toEqual(['seed', 1]);
    expect(plan.nodes.map((node: { name: string; action: string }) => `${node.action} ${node.name}`)).toEqual([
      'create people',
    ]);
    expect(plan.nodes[0]).not.toHaveProperty('sql');
    const wrong = await tsdbt(['plan', 'biuld'], { cwd });
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain("Did you mean 'build'?");
  });

  it('knows a source that the project builds itself, before and after it stands', async () => {
    const cwd = tempProject({
      'seeds/orders.csv': 'id,amount\n1,2\n',
      'models/sources.yml': 'sources: [{name: raw, schema: "{{ target.schema }}", tables: [{name: orders}]}]\n',
      'models/stg.sql': "select id, amount from {{ source('raw', 'orders') }}",
      'models/mart.sql': "{{ config(materialized='table') }} select sum(amount) as total from {{ ref('stg') }}",
    });
    const first = await tsdbt(['plan'], { cwd });
    expect(first.stdout.split('\n').slice(0, 3)).toEqual([
      '+ orders  create table  new',
      '+ stg     create view   new',
      '+ mart    create table  new',
    ]);
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    writeFiles(cwd, {
      'seeds/orders.csv': 'id,amount,note\n1,2,x\n',
      'models/stg.sql': "select id, amount, note from {{ source('raw', 'orders') }}",
    });
    const { stdout } = await tsdbt(['plan', '--full-refresh'], { cwd });
    expect(stdout).toMatch(
      /~ stg +replace view +full refresh; changed SQL; other columns; changed parents: raw\.orders/,
    );
    expect(stdout).toContain('    + column note');
  });

  it('says what has changed since the build, from the ledger, and leaves the results of the build alone', async () => {
    const cwd = tempProject({
      ...files,
      'macros/one.sql': '{% macro one() %}1{% endmacro %}',
      'models/m.sql': "{{ config(materialized='table', tags=['x']) }} select {{ one() }} as id",
      'seeds/people.csv': 'id\n1\n',
    });
    await tsdbt(['build'], { cwd });
    // What parsing keeps for the next time is the same whatever the command.
    const left = () => listed(join(cwd, 'target')).filter((path) => !path.startsWith('tsdbt_parse'));
    const results = left();
    writeFiles(cwd, {
      'macros/one.sql': '{% macro one() %}2{% endmacro %}',
      'models/b.sql': "{{ config(materialized='table') }} select id from {{ ref('a') }}",
      'seeds/people.csv': 'id\n1\n2\n',
      'models/a.sql': "{{ config(materialized='table', tags=['y']) }} select 1 as id",
    });
    const { stdout } = await tsdbt(['plan'], { cwd });
    expect(stdout.split('\n')).toEqual([
      '= a       replace table            1 row  unchanged',
      '~ m       replace table            1 row  SQL renders differently',
      '> people  reload rows              1 row  changed file',
      '~ b       replace view with table         view becomes table; changed config: materialized',
      '',
      'Plan of build: 3 to replace, 1 to reload.',
      '',
    ]);
    expect(left()).toEqual(results);
  });

  it('lets no template write, says so, and goes on with the other nodes', async () => {
    const cwd = tempProject({
      ...files,
      'models/writes.sql':
        "{% if execute %}{% do run_query('create table made_by_plan as select 1 as id') %}{% endif %} select 1 as id",
      'models/sneaky.sql':
        "{% if execute %}{% do run_query('commit; begin; create table made_by_plan as select 1 as id') %}{% endif %} select 1 as id",
      'models/hooked.sql':
        "{{ config(materialized='table', post_hook='create table made_by_hook as select 1 as id') }} select 1 as id",
    });
    await tsdbt(['run', '--select', 'a', 'hooked'], { cwd });
    const { stdout, code } = await tsdbt(['plan', 'run', '--sql'], { cwd });
    expect(code).toBe(0);
    expect(stdout.match(/unknown: It changes the database while it is rendered/g)).toHaveLength(1);
    expect(stdout).toContain('| create table made_by_hook as select 1 as id');
    expect(stdout).toContain('assumed: its post-hook changes nothing that it reads');
    expect(stdout).toContain('+ b ');
    const left = await tsdbt(
      [
        'show',
        '--quiet',
        '--output',
        'json',
        '--inline',
        "select count(*) as n from sqlite_master where name = 'made_by_plan'",
      ],
      { cwd },
    );
    expect(JSON.parse(left.stdout).show).toEqual([{ n: 0 }]);
  });

  it('does not take a relation that is still to be built for one without columns', async () => {
    const cwd = tempProject({
      ...files,
      'models/star.sql': `select {% for column in adapter.get_columns_in_relation(ref('a')) %}{{ column.name }}, {% endfor %} 1 as last`,
      'models/pivot.sql':
        "-- depends_on: {{ ref('a') }}\n{% if execute %}{% set rows = run_query('select id from ' ~ ref('a')) %}{% endif %} select {{ rows.rows | length if execute else 0 }} as n",
    });
    const fresh = await tsdbt(['plan', '--sql'], { cwd });
    expect(fresh.stdout).toMatch(/\+ star .*\n\s+\| create view "star" as\n\s+\| +select id, +1 as last/);
    expect(fresh.stdout).not.toContain('assumed');
    expect(fresh.stdout).toMatch(
      /\+ pivot .*\n\s+unknown: It is not known before its parents are built \(model\.shop\.a\): no such table: a/,
    );
    await tsdbt(['run', '--select', 'a'], { cwd });
    writeFiles(cwd, { 'models/a.sql': "{{ config(materialized='table') }} select 1 as id union all select 2" });
    const changed = await tsdbt(['plan', '--sql', '--select', 'a', 'pivot'], { cwd });
    expect(changed.stdout).toContain('assumed: its template gets the same answers from the database once its parents');
  });

  it('says which files of a source are new, with the columns that they bring, and reads their headers alone', async () => {
    const cwd = tempProject({
      'models/sources.yml':
        'sources: [{name: raw, tables: [{name: orders, external: {location: "data/*.csv"}, columns: [{name: id}]}]}]\n',
      'models/stg.sql': "select id from {{ source('raw', 'orders') }}",
      'data/1.csv': 'id\n1\n',
    });
    const sayings = async () => (await tsdbt(['plan'], { cwd })).stdout.split('\n').slice(0, -3);
    expect(await sayings()).toEqual([
      '> raw.orders  load files   new; 1 new file',
      '    file data/1.csv',
      '+ stg         create view  new',
    ]);
    await tsdbt(['build'], { cwd });
    expect(await sayings()).toEqual([
      '= raw.orders  load files    1 row  no new files',
      '= stg         replace view         unchanged',
    ]);
    writeFiles(cwd, { 'data/2.csv': 'id,channel\n2,web\n' });
    expect(await sayings()).toEqual([
      '> raw.orders  load files    1 row  other columns; 1 new file',
      '    + column channel TEXT',
      '    file data/2.csv',
      expect.stringContaining('unknown column "channel" is kept'),
      '~ stg         replace view         changed parents: raw.orders',
    ]);
  });

  it('prints a secret nowhere', async () => {
    const cwd = tempProject({ 'models/s.sql': "select '{{ env_var('DBT_ENV_SECRET_KEY') }}' as k" });
    const env = { DBT_ENV_SECRET_KEY: 'hush-hush' };
    for (const words of [
      ['plan', '--sql'],
      ['plan', '--sql', '--output', 'json'],
    ]) {
      const { stdout, stderr } = await tsdbt(words, { cwd, env });
      expect(stdout + stderr).not.toContain('hush-hush');
    }
    expect(existsSync(join(cwd, 'shop.sqlite'))).toBe(false);
  });
});
