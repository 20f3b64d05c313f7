import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { postgresShop, shopFiles, sqliteShop } from '../../support/watch/places.js';
import { startWatch } from '../../support/watch/watch-run.js';

const MART = 'models/statuses.sql';

describe('tsdbt watch', () => {
  it('builds what is missing, then what changed and what depends on it, and says what changed', async () => {
    const { cwd, query } = sqliteShop();
    const watch = startWatch({ cwd });
    const first = await watch.says('Watching 7 nodes');
    expect(first).toContain('4 of the selected relations are not in the database yet.');
    await watch.says('4 built, 3 passed');

    watch.save({
      'models/stg_orders.sql': "select id, 'x' || status as status, amount from {{ ref('raw_orders') }} where id > 1\n",
    });
    const said = await watch.says(/3 built, 3 passed in/);
    expect(said).toContain('models/stg_orders.sql: stg_orders (SQL)');
    expect(said).toMatch(/OK {4}view stg_orders \(\d+ ms\) 3 -> 2 rows/);
    expect(said).toMatch(/1 removed, 2 changed\n.*\| +\| id \| status/);
    expect(said).toMatch(/\| ~ +\| +2 \| shipped -> xshipped \|/);
    expect(said).toMatch(/OK {4}table orders \(\d+ ms\) 3 -> 2 rows/);
    expect(said).not.toContain('seed raw_orders');
    const artifact = (name: string) => JSON.parse(readFileSync(join(cwd, 'target', name), 'utf8'));
    await vi.waitFor(() => {
      expect(artifact('run_results.json').results).toHaveLength(6);
      expect(artifact('manifest.json').nodes['model.shop.stg_orders'].compiled_code).toContain("'x' || status");
    }, 5_000);
    expect(await query('select id, cents from orders order by id')).toEqual([
      { id: 2, cents: 2000 },
      { id: 3, cents: 3000 },
    ]);
  });

  it('shows a broken file with its line at once, keeps what stands, and goes on when it is mended', async () => {
    const { cwd, query } = sqliteShop();
    const watch = startWatch({ cwd });
    await watch.says('4 built');
    watch.save({ [MART]: "select status from {{ ref('stg_order') }}\n" });
    const error = await watch.says("Did you mean 'stg_orders'?");
    expect(error).toContain(`${MART}:1:23`);
    expect(error).toMatch(/> 1 \| select status from/);
    watch.save({ [MART]: 'select nonsense from {{ ref("stg_orders") }}\n' });
    expect(await watch.says('1 in error')).toContain('no such column: nonsense');
    expect(await query('select count(*) as n from statuses')).toEqual([{ n: 2 }]);
    watch.save({ [MART]: "select 1 as one from {{ ref('stg_orders') }}\n" });
    await watch.says('1 built');
    expect(await query('select * from statuses limit 1')).toEqual([{ one: 1 }]);
  });

  it('builds exactly the users of a macro, a seed with what depends on it, and a new test alone', async () => {
    const { cwd } = sqliteShop();
    const watch = startWatch({ cwd });
    await watch.says('4 built');
    watch.save({ 'macros/cents.sql': '{% macro cents(column) %}({{ column }} * 1000){% endmacro %}\n' });
    const users = await watch.says(/built.* in .*\n/);
    expect(users).toContain('orders (macro shop.cents)');
    expect(users).toContain('1 built, 1 passed');
    watch.save({ 'seeds/raw_orders.csv': `${shopFiles['seeds/raw_orders.csv']}4,placed,40\n` });
    const seeded = await watch.says('4 built, 3 passed');
    expect(seeded).toContain('raw_orders (data)');
    expect(seeded).toMatch(/OK {4}seed raw_orders \(\d+ ms\) 3 -> 4 rows/);
    watch.save({
      'models/more.yml': 'models:\n  - name: statuses\n    columns: [{name: status, tests: [not_null]}]\n',
    });
    expect(await watch.says(/passed in .*\n/)).toContain('not_null_statuses_status (new)');
    expect(watch.rest()).not.toContain('built');
  });

  it('takes a hundred files as one build, and follows new, renamed and deleted ones', async () => {
    const { cwd, query } = sqliteShop();
    const watch = startWatch({ cwd, args: ['--no-test'] });
    await watch.says('4 built');
    const many = Array.from({ length: 100 }, (_, index) => [`models/many/m${index}.sql`, `select ${index} as id\n`]);
    watch.save(Object.fromEntries(many));
    expect(await watch.says(/\d+ built in/)).toContain('100 built in');
    renameSync(join(cwd, 'models/many/m7.sql'), join(cwd, 'models/many/seven.sql'));
    const renamed = await watch.says('1 built in');
    expect(renamed).toContain('seven (new), m7 (removed)');
    expect(await query('select id from seven')).toEqual([{ id: 7 }]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    rmSync(join(cwd, 'models/many/m8.sql'));
    const removed = await watch.says('m8 (removed)');
    expect(removed).toContain('models/many/m8.sql');
    rmSync(join(cwd, 'models/stg_orders.sql'));
    await watch.says("depends on a node named 'stg_orders'");
  });

  it('takes the ways in which editors save as one change, and the same content as none', async () => {
    const { cwd } = sqliteShop();
    const watch = startWatch({ cwd });
    await watch.says('4 built');
    const path = join(cwd, MART);
    writeFileSync(`${path}.tmp`, "select 1 as renamed from {{ ref('stg_orders') }}\n");
    renameSync(`${path}.tmp`, path);
    expect(await watch.says('1 built in')).toContain('+ renamed');
    rmSync(path);
    writeFileSync(path, "select 2 as made_anew from {{ ref('stg_orders') }}\n");
    const anew = await watch.says('1 built in');
    expect(anew).toContain('+ made_anew');
    expect(anew).not.toContain('error');
    watch.save({ [MART]: "select 2 as made_anew from {{ ref('stg_orders') }}\n" });
    expect(await watch.says('nothing to build')).toContain(`${MART}: nothing to build`);
  });

  it('works where the profile says, from the moment that it says so', async () => {
    const { cwd, query } = sqliteShop();
    const watch = startWatch({ cwd, args: ['--select', 'raw_orders', 'stg_orders'] });
    await watch.says('2 built');
    const outputs = { dev: { type: 'sqlite', path: 'other.sqlite' } };
    watch.save({ 'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs } }) });
    await watch.says('2 of the selected relations are not in the database yet.');
    await watch.says('2 built');
    expect(await query('select count(*) as n from stg_orders', 'other.sqlite')).toEqual([{ n: 3 }]);
    watch.save({ 'profiles.yml': 'shop: [\n' });
    await watch.says('profiles.yml:');
    watch.save({ 'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs } }) });
    await watch.says('profiles.yml: nothing to build');
    expect(await watch.stop()).toBe(130);
  });

  it('builds what reads a variable that changed, and all that is missing when the database file is gone', async () => {
    const { cwd, query } = sqliteShop({
      [MART]:
        "select '{{ var('mark', 'none') }} {{ env_var('SHOP_MARK', 'none') }}' as mark from {{ ref('stg_orders') }}\n",
    });
    const watch = startWatch({ cwd });
    await watch.says('4 built');
    watch.save({ 'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\nvars: {mark: a, other: b}\n' });
    const said = await watch.says(/built.* in/);
    expect(said).toContain('dbt_project.yml: statuses (var mark)');
    expect(said).toContain('1 built in');
    watch.save({ '.env': 'SHOP_MARK=c\n' });
    await watch.says('1 built in');
    expect(await query('select distinct mark from statuses')).toEqual([{ mark: 'a c' }]);
    for (const ending of ['', '-wal', '-shm']) rmSync(join(cwd, `shop.sqlite${ending}`), { force: true });
    watch.save({ 'models/schema.yml': `${shopFiles['models/schema.yml']}# saved\n` });
    await watch.says('4 of the selected relations are not in the database yet.');
    expect(await watch.says(/4 built, 3 passed/)).toContain('is another one than before');
    expect(await query('select count(*) as n from orders')).toEqual([{ n: 3 }]);
  });

  it('has a status line and keys at a terminal: the difference of the SQL, rows, filters, the end', async () => {
    const { cwd } = sqliteShop();
    const watch = startWatch({ cwd, isTerminal: true });
    await watch.says('PASS  4 built, 3 passed');
    watch.save({ [MART]: "select status, 1 as one from {{ ref('stg_orders') }}\n" });
    await watch.says('PASS  1 built');
    watch.press('d');
    expect(await watch.says('+select status, 1 as one from')).toContain('-select status, count(*) as orders');
    watch.press('v\r');
    await watch.says(/statuses: 3 of 3 rows\n\| status +\| one \|/);
    watch.press('v');
    watch.press('statuse\r');
    await watch.says("There is no model statuse. Did you mean 'statuses'?");
    watch.press('pstatus');
    await watch.says('Name or path: status_ (1 node)');
    watch.press('\r');
    await watch.says('filter status | waiting for changes');
    watch.press('ttga:nightly\r');
    await watch.says("Did you mean 'tag'?");
    await watch.says('filter status | waiting for changes');
    watch.press('q');
    expect(await watch.ended).toBe(0);
    expect(watch.isRaw()).toBe(false);
  });

  it('starts with mistakes too, and builds once they are mended', async () => {
    const { cwd, query } = sqliteShop({ [MART]: "select 1 as one from {{ ref('nowhere') }}\n" });
    const watch = startWatch({ cwd, isTerminal: true });
    await watch.says('which was not found');
    await watch.says('FAIL  waiting for the mistakes to be mended');
    watch.save({ [MART]: 'select 1 as one\n' });
    await watch.says('4 built, 3 passed');
    expect(await query('select one from statuses')).toEqual([{ one: 1 }]);
  });

  it('ends at once when the words of its selection mean nothing', async () => {
    const { cwd } = sqliteShop();
    const watch = startWatch({ cwd, args: ['--select', 'tga:nightly'] });
    await watch.says("Did you mean 'tag'?");
    expect(await watch.ended).toBe(2);
  });

  it('says at the start that the database cannot be reached, and builds what is missing once it can', async () => {
    const { cwd, query, refuse } = await postgresShop();
    await refuse(true);
    const watch = startWatch({ cwd });
    const said = await watch.says('Watching 7 nodes');
    expect(said).toContain('[TSDBT_DATABASE_ERROR]');
    expect(said).not.toContain('mistake of its own');
    await refuse(false);
    watch.save({ [MART]: "select 8 as eight from {{ ref('stg_orders') }}\n" });
    await watch.says('4 built');
    expect(await query('select eight from statuses limit 1')).toEqual([{ eight: 8 }]);
  });

  it('waits for a database that cannot be reached, and keeps what was to be built', async () => {
    const { cwd, query, refuse } = await postgresShop();
    const watch = startWatch({ cwd });
    await watch.says('4 built, 3 passed');
    await refuse(true);
    watch.save({ [MART]: "select 8 as eight from {{ ref('stg_orders') }}\n" });
    await watch.says('nothing was built');
    await refuse(false);
    watch.save({ 'models/new.sql': 'select 1 as one\n' });
    await watch.says('2 built');
    expect(await query('select eight from statuses limit 1')).toEqual([{ eight: 8 }]);
  });

  it('cancels a build for a key, leaves no half-built table, and builds what was saved meanwhile', async () => {
    const { cwd, query } = await postgresShop();
    const watch = startWatch({ cwd, args: ['--select', 'stg_orders', 'orders', 'raw_orders'], isTerminal: true });
    await watch.says('PASS  3 built');
    const slow =
      "{{ config(materialized='table') }}\nselect id, pg_sleep(30)::text as slept from {{ ref('stg_orders') }}\n";
    watch.save({ 'models/orders.sql': slow });
    await watch.says('table orders, ');
    watch.press(' ');
    watch.save({ 'models/stg_orders.sql': "select id, status from {{ ref('raw_orders') }} where id < 3\n" });
    watch.press('c');
    await watch.says('CANCELLED  1 skipped, 1 cancelled');
    expect(await query('select count(*)::int as n, max(cents)::int as most from orders')).toEqual([
      { n: 3, most: 3000 },
    ]);
    watch.save({ 'models/orders.sql': "{{ config(materialized='table') }}\nselect id from {{ ref('stg_orders') }}\n" });
    watch.press(' ');
    await watch.says('PASS  2 built, 3 passed');
    expect(await query('select * from orders order by id')).toEqual([{ id: 1 }, { id: 2 }]);
    const standing = await query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by 1",
    );
    expect(standing.map(({ relname }) => relname)).toEqual(['_tsdbt_ledger', 'orders', 'raw_orders', 'stg_orders']);
  });

  it('on Postgres too, where connections that the server ends are made again', async () => {
    const { cwd, query } = await postgresShop();
    const watch = startWatch({ cwd });
    await watch.says('4 built, 3 passed');
    watch.save({ [MART]: "select status, count(*)::text as orders from {{ ref('stg_orders') }} group by status\n" });
    expect(await watch.says('1 built')).toContain('orders bigint -> text');
    await query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    watch.save({ [MART]: "select 7 as seven from {{ ref('stg_orders') }}\n" });
    const said = await watch.says('1 built');
    expect(said).toMatch(/The connection to the database was lost and is made again: terminating connection/);
    expect(await query('select seven from statuses limit 1')).toEqual([{ seven: 7 }]);
  });
});
