/** A seed that is large enough for its first rows to tell the types while it is loaded: it becomes what all of its rows say. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { tempProject, tsdbt, writeFiles } from '../support/cli.js';

const ROWS = 2_800;
const header = 'id,amount,day,note\n';
const row = (id: number | string, amount: number | string, day = '2024-02-29') =>
  `${id},${amount},${day},${'x'.repeat(3_000)}\n`;
const rows = Array.from({ length: ROWS }, (_, number) => row(number, number * 2)).join('');

async function shop(csv: string, more: Readonly<Record<string, string>> = {}) {
  const settings = inject('postgres');
  const schema = `large_seed_${Math.random().toString(36).slice(2)}`;
  const output = { type: 'postgres', ...settings, dbname: 'postgres', schema, threads: 1 };
  const cwd = tempProject({
    'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
    'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
    'seeds/orders.csv': csv,
    ...more,
  });
  const client = new pg.Client({ ...settings, database: 'postgres' });
  await client.connect();
  onTestFinished(async () => {
    await client.query(`drop schema if exists ${schema} cascade`);
    await client.end();
  });
  const ask = async (sql: string) =>
    (await client.query({ text: sql.replaceAll('SCHEMA', schema), rowMode: 'array' })).rows;
  return {
    write: (text: string) => writeFiles(cwd, { 'seeds/orders.csv': text }),
    /** `begun`: how often a table was made. */
    seed: async () => {
      rmSync(join(cwd, 'logs'), { recursive: true, force: true });
      const result = await tsdbt(['seed'], { cwd });
      const log = readFileSync(join(cwd, 'logs/tsdbt.log'), 'utf8');
      return { ...result, begun: [...log.matchAll(/create table (?!if not exists)\S+orders/g)].length };
    },
    ask,
    types: async () =>
      (
        await ask(
          `select data_type from information_schema.columns where table_schema = 'SCHEMA' and table_name = 'orders' order by ordinal_position`,
        )
      ).flat(),
    sums: async () => (await ask('select count(*)::int, sum(id)::float8, sum(amount)::float8 from SCHEMA.orders'))[0],
  };
}

const SUM = (ROWS * (ROWS - 1)) / 2;

it('is loaded once when the first rows tell the types of all', async () => {
  const project = await shop(`${header}${rows}`);
  const { code, stdout, begun } = await project.seed();
  expect([code, stdout, begun]).toEqual([0, expect.stringContaining(`INSERT ${ROWS} in`), 1]);
  expect(await project.types()).toEqual(['integer', 'integer', 'date', 'text']);
  expect(await project.sums()).toEqual([ROWS, SUM, 2 * SUM]);
});

it('has the types of its last row where that is another, on a new table and in the place of one', async () => {
  const project = await shop(`${header}${rows}${row(5, 0.5)}`);
  expect(await project.seed()).toMatchObject({ code: 0, stdout: expect.stringContaining(`INSERT ${ROWS + 1} in`) });
  expect(await project.types()).toEqual(['integer', 'double precision', 'date', 'text']);
  expect(await project.sums()).toEqual([ROWS + 1, SUM + 5, 2 * SUM + 0.5]);
  project.write(`${header}${rows}${row('five', 1, 'someday')}`);
  expect(await project.seed()).toMatchObject({ code: 0, begun: 2 });
  expect(await project.types()).toEqual(['text', 'integer', 'text', 'text']);
  project.write(`${header}${rows}`);
  expect(await project.seed()).toMatchObject({ code: 0 });
  expect(await project.sums()).toEqual([ROWS, SUM, 2 * SUM]);
});

it('takes a number that the guessed type cannot hold where a later row widens the type', async () => {
  const project = await shop(`${header}${rows}${row(1, 3_000_000_000)}${row(2, 0.5)}`);
  expect(await project.seed()).toMatchObject({ code: 0 });
  expect(await project.types()).toEqual(['integer', 'double precision', 'date', 'text']);
});

it('is loaded when a late cell or row has a form that is not plain', async () => {
  const project = await shop(`${header}${rows}${row('"1,000"', '$7')}\n${row(' 1 ', 'null', '')}`);
  expect(await project.seed()).toMatchObject({ code: 0, stdout: expect.stringContaining(`INSERT ${ROWS + 2} in`) });
  expect(await project.types()).toEqual(['integer', 'integer', 'date', 'text']);
  expect(await project.sums()).toEqual([ROWS + 2, SUM + 1_001, 2 * SUM + 7]);
});

it.each([
  ['a row that is short', '1,2\n', 'the row has 2 values, expected 4 as in the header'],
  ['a number that no integer holds', row(1, 3_000_000_000), 'out of range for type integer'],
])('leaves what stands as it is, and names the line, for %s', async (_, last, message) => {
  const project = await shop(`${header}${rows}`);
  expect(await project.seed()).toMatchObject({ code: 0 });
  project.write(`${header}${rows}${last}`);
  const { code, stdout } = await project.seed();
  expect(code).toBe(1);
  expect(stdout).toContain(message);
  expect(stdout).toContain(`seeds/orders.csv:${ROWS + 2}`);
  expect(await project.sums()).toEqual([ROWS, SUM, 2 * SUM]);
  expect(
    await project.ask("select count(*)::int from pg_tables where schemaname = 'SCHEMA' and tablename like 'orders%'"),
  ).toEqual([[1]]);
});

it('runs its hooks once', async () => {
  const hooks = ['pre-hook', 'post-hook'].map(
    (which) =>
      `    ${which}:\n      - sql: "insert into {{ target.schema }}.hooks values ('${which}')"\n        transaction: false\n`,
  );
  const project = await shop(`${header}${rows}${row(5, 0.5)}`, {
    'seeds/orders.yml': `seeds:\n- name: orders\n  config:\n${hooks.join('')}`,
  });
  await project.ask('create schema SCHEMA');
  await project.ask('create table SCHEMA.hooks (hook text)');
  expect(await project.seed()).toMatchObject({ code: 0 });
  expect(await project.ask('select hook from SCHEMA.hooks order by 1')).toEqual([['post-hook'], ['pre-hook']]);
  expect(await project.types()).toEqual(['integer', 'double precision', 'date', 'text']);
});
