/**
 * `build --reuse` leaves exactly what a build without it would leave: rows, relations and results of tests, whatever has
 * been changed in the project, in the data or by hand; and what is unchanged is not built.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFiles } from '../support/cli.js';
import { databaseTypes, type Files, type Place, withPlace } from '../support/faults/place.js';
import { type FinishedFolderRun, type FolderRun, runFolder } from '../support/faults/run-folder.js';
import { testedAdapters as adapters } from '../support/faults/tested-adapters.js';

const run = (place: Place, options: Omit<FolderRun, 'adapters'> = {}) =>
  runFolder(place.folder, { adapters, ...options });
const reuse = (place: Place, options: Omit<FolderRun, 'adapters'> = {}) =>
  run(place, { reuse: true, isKept: true, ...options });

/** Names of the nodes that were not left as they were, each with the reason. */
function built({ results }: FinishedFolderRun): Record<string, string> {
  const own = [...results].filter(([, { reuse: decision }]) => decision?.isReused === false);
  return Object.fromEntries(own.map(([name, { reuse: decision }]) => [name, decision!.reason]));
}

function statuses({ results }: FinishedFolderRun): Record<string, string> {
  return Object.fromEntries([...results].map(([name, { status }]) => [name, status]).sort());
}

/** The ledger tells of runs. SQLite writes a name between quotes once its table was renamed. */
async function standing(place: Place): Promise<Record<string, string>> {
  const snapshot = [...(await place.snapshot())].filter(([name]) => !name.includes('_tsdbt_'));
  return Object.fromEntries(snapshot.map(([name, text]) => [name, text.replaceAll('\\"', '')]).sort());
}

const files: Files = {
  'seeds/people.csv': 'id,name\n1,Ada\n2,Grace\n',
  'macros/cents.sql': '{% macro cents(x) %}({{ x }} * 100){% endmacro %}',
  'macros/unused.sql': '{% macro unused(x) %}{{ x }}{% endmacro %}',
  'models/stg.sql': "select id, name, id * 10 as amount from {{ ref('people') }}",
  'models/eph.sql':
    "{{ config(materialized='ephemeral') }} select id, {{ cents('amount') }} as cents from {{ ref('stg') }}",
  'models/mart.sql':
    "{{ config(materialized='table') }} select * from {{ ref('eph') }} where id < {{ var('most', 100) }}",
  'models/inc.sql': `{{ config(materialized='incremental', unique_key='id') }}
    select id, amount from {{ ref('stg') }}
    {% if is_incremental() %} where id >= (select max(id) from {{ this }}) {% endif %}`,
  'models/top.sql': "select max(m.cents) as most, count(*) as n from {{ ref('mart') }} m",
  'models/raws.sql': "{{ config(materialized='table') }} select id, note from {{ source('raw', 'notes') }}",
  'models/under.sql': "{{ config(materialized='table') }} select n from {{ ref('top') }}",
  'models/sources.yml': `
sources:
  - name: raw
    schema: "{{ 'main' if target.type == 'sqlite' else 'public' }}"
    tables: [{name: notes, config: {loaded_at_field: loaded_at}}, {name: unknown}]`,
  'models/schema.yml': `
models:
  - name: stg
    columns: [{name: id, data_tests: [not_null, unique]}, {name: name, data_tests: [not_null]}]
  - name: mart
    description: a mart
    columns: [{name: id, data_tests: [not_null]}]`,
  'tests/few.sql': "select * from {{ ref('mart') }} where id > 1000",
};

const changes: readonly (readonly [string, Files])[] = [
  ['stg', { 'models/stg.sql': "select id, name, 7 as amount from {{ ref('people') }}" }],
  ['mart', { 'macros/cents.sql': '{% macro cents(x) %}({{ x }} * 1000){% endmacro %}' }],
  ['people', { 'seeds/people.csv': 'id,name\n1,Ada\n2,Grace\n3,Edsger\n' }],
  ['mart', { 'dbt_project.yml': 'name: shop\nprofile: shop\nvars: {most: 2}\n' }],
  ['mart', { 'models/eph.sql': "{{ config(materialized='ephemeral') }} select id, 5 as cents from {{ ref('stg') }}" }],
  [
    'mart',
    { 'models/mart.sql': "{{ config(materialized='table', post_hook='select 1') }} select * from {{ ref('eph') }}" },
  ],
];

const notes = `create table notes (id int, note text, loaded_at text);
  insert into notes values (1, 'a', '2026-01-01');
  create table unknown (id int); insert into unknown values (1)`;

async function started(place: Place): Promise<void> {
  await place.query(notes);
  const first = await reuse(place);
  expect([...first.results.values()].filter(({ status }) => !/^(success|pass)$/.test(status))).toEqual([]);
}

describe.each(databaseTypes)('reuse on %s', (type) => {
  const inPlace = (work: (place: Place) => Promise<void>, more: Files = {}) =>
    withPlace(type, { ...files, ...more }, async (place) => {
      await started(place);
      await work(place);
    });

  it('builds nothing and tests nothing when nothing has changed, and says so', { timeout: 30_000 }, () =>
    inPlace(async (place) => {
      const before = await standing(place);
      writeFiles(place.folder, {
        'macros/unused.sql': '{% macro unused(x) %}{{ x }} + 1{% endmacro %}',
        'models/schema.yml': String(files['models/schema.yml']).replace('a mart', 'the mart'),
      });
      const again = await reuse(place);
      expect(built(again)).toEqual({});
      expect([...again.results.values()].every(({ message }) => message === 'REUSED')).toBe(true);
      expect(await standing(place)).toEqual(before);
      expect(Object.keys(built(await reuse(place, { fullRefresh: true })))).toHaveLength(again.results.size);
    }),
  );

  it('builds what a change of the project changes, and what depends on it', { timeout: 60_000 }, () =>
    inPlace(async (place) => {
      for (const [changed, change] of changes) {
        writeFiles(place.folder, change);
        const again = built(await reuse(place));
        const told = JSON.stringify(change);
        expect(again, told).toMatchObject({ [changed]: expect.any(String), under: 'model.shop.top: it has changed' });
        expect(again, told).not.toHaveProperty('raws');
      }
      expect(built(await reuse(place))).toEqual({});
    }),
  );

  it('builds what somebody has dropped, replaced or altered', { timeout: 30_000 }, () =>
    inPlace(async (place) => {
      await place.query(`drop view ${place.prefix}top`);
      await place.query(`alter table ${place.prefix}inc add column mine int`);
      const again = await reuse(place);
      expect(built(again)).toMatchObject({
        top: 'its relation does not stand',
        inc: 'its relation is not as tsdbt left it',
      });
      expect(built(again)).not.toHaveProperty('mart');
    }),
  );

  it('reads a source by its loaded_at_field, and takes any other for changed', { timeout: 30_000 }, () =>
    inPlace(
      async (place) => {
        expect(built(await reuse(place))).toEqual({
          blind: 'source.shop.raw.unknown: nothing tells whether it has changed; a loaded_at_field would',
        });
        await place.query(`insert into ${place.prefix}notes values (2, 'late', '2025-01-01')`);
        expect(Object.keys(built(await reuse(place))).sort()).toEqual(['blind', 'raws']);
        expect(await place.query(`select count(*) from ${place.prefix}raws`)).toEqual([['2']]);
      },
      { 'models/blind.sql': "{{ config(materialized='table') }} select id from {{ source('raw', 'unknown') }}" },
    ),
  );

  it('always builds what may change by itself, unless the config says that it does not', { timeout: 30_000 }, () =>
    inPlace(
      async (place) => {
        expect(built(await reuse(place))).toEqual({
          clock: 'it reads current_timestamp',
          asking: 'its template uses run_query',
          hidden: `it reads ${place.prefix}notes, which is no ref and no source`,
          never: 'its config says reuse: false',
          big: 'its file is too big to be compared',
          filled: 'it has a hook that may leave other rows each time',
        });
        writeFiles(place.folder, { 'seeds/blank.csv': 'name\nAda ' });
        expect(Object.keys(built(await reuse(place, { select: ['blank'] })))).toEqual(['blank']);
      },
      {
        'models/clock.sql': "{{ config(materialized='table') }} select current_timestamp as at",
        'models/trusted.sql': "{{ config(materialized='table', reuse=true) }} select current_timestamp as at",
        'models/asking.sql': "{% set x = run_query('select 1') %} select 1 as id",
        'models/hidden.sql': `select * from ${type === 'sqlite' ? '' : 'public.'}notes`,
        'models/filled.sql': `{{ config(materialized='table', post_hook='insert into {{ this }} select id from ${type === 'sqlite' ? '' : 'public.'}notes') }} select 1 as id`,
        'seeds/big.csv': `id\n${'1234567\n'.repeat(140_000)}`,
        'seeds/blank.csv': 'name\nAda',
        'models/never.sql': "{{ config(materialized='table', reuse=false) }} select 1 as id",
      },
    ),
  );

  it('compares what is not selected by what was built last, and forgets tests that failed', { timeout: 30_000 }, () =>
    inPlace(async (place) => {
      expect(built(await reuse(place, { select: ['under'] }))).toEqual({});
      await run(place, { command: 'run', select: ['mart'] });
      // On Postgres the view was told to read the new table.
      const reason = type === 'sqlite' ? 'it has changed' : 'it is not as tsdbt left it';
      expect(built(await reuse(place, { select: ['under'] }))).toEqual({ under: `model.shop.top: ${reason}` });
      await reuse(place);
      await place.query(`insert into ${place.prefix}mart (id) values (2000)`);
      await run(place, { command: 'test', select: ['few'] });
      const again = await reuse(place, { select: ['few'] });
      expect(again.results.get('few')).toMatchObject({ status: 'fail', reuse: { isReused: false } });
    }),
  );

  it('builds again what did not come to its end', { timeout: 30_000 }, () =>
    inPlace(async (place) => {
      const hook = (sql: string) => ({
        'models/mart.sql': `{{ config(materialized='table', post_hook={'sql': '${sql}', 'transaction': false}) }} select 1 as id, 2 as cents`,
      });
      writeFiles(place.folder, hook('select nothing from nowhere'));
      expect((await reuse(place)).results.get('mart')?.status).toBe('error');
      const second = await reuse(place);
      expect(second.results.get('mart')).toMatchObject({ status: 'error', reuse: { isReused: false } });
      writeFiles(place.folder, hook('select 1'));
      expect((await reuse(place)).results.get('mart')?.status).toBe('success');
      expect(built(await reuse(place))).toEqual({});
    }),
  );

  it('leaves what a build without it leaves, after any changes', { timeout: 180_000 }, () =>
    withPlace(type, files, (reused) =>
      withPlace(type, files, async (plain) => {
        const both = [reused, plain];
        for (const place of both) await place.query(notes);
        const random = createRandom(Number(process.env.TSDBT_REUSE_SEED ?? 1));
        const state: State = { files: new Map(Object.entries(files)), told: [] };
        for (let step = 0; step < Number(process.env.TSDBT_REUSE_STEPS ?? 5); step++) {
          await change(random, state, both);
          const [one, other] = [await reuse(reused), await run(plain)];
          const told = `seed ${process.env.TSDBT_REUSE_SEED ?? 1}\n${state.told.join('\n')}`;
          expect(statuses(one), told).toEqual(statuses(other));
          expect(await standing(reused), told).toEqual(await standing(plain));
          const again = await reuse(reused);
          expect(statuses(again), told).toEqual(statuses(one));
          // Only what failed, or is skipped for that, is left to do.
          const undone = [...again.results.values()].filter(({ reuse: decision }) => decision?.isReused === false);
          expect(
            undone.filter(({ status }) => status === 'success' || status === 'pass'),
            told,
          ).toEqual([]);
        }
      }),
    ),
  );
});

interface State {
  readonly files: Map<string, string | Buffer>;
  readonly told: string[];
}

type Random = (below: number) => number;

/** Numbers that depend on the seed alone. */
function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const contents: Readonly<Record<string, readonly string[]>> = {
  'models/stg.sql': [
    "select id, name, id * 10 as amount from {{ ref('people') }}",
    "select id, name, {{ cents('id') }} as amount from {{ ref('people') }}",
    "select id, name, id * 10 as amount, 1 as more from {{ ref('people') }}",
    "select nothing from {{ ref('people') }}",
  ],
  'models/mart.sql': [
    "{{ config(materialized='table') }} select * from {{ ref('eph') }} where id < {{ var('most', 100) }}",
    "{{ config(materialized='view') }} select * from {{ ref('eph') }} where id < {{ var('most', 100) }}",
    "{{ config(materialized='table', post_hook='update {{ this }} set cents = cents + 1') }} select * from {{ ref('eph') }}",
  ],
  'models/top.sql': [
    "select max(m.cents) as most, count(*) as n from {{ ref('mart') }} m",
    "{{ config(materialized='table') }} select max(m.cents) as most, count(*) as n from {{ ref('mart') }} m",
    "select max(m.cents) as most, count(*) as n from {{ ref('eph') }} m",
  ],
  'models/eph.sql': [
    "{{ config(materialized='ephemeral') }} select id, {{ cents('amount') }} as cents from {{ ref('stg') }}",
    "{{ config(materialized='view') }} select id, {{ cents('amount') }} as cents from {{ ref('stg') }}",
    "{{ config(materialized='ephemeral') }} select id, amount as cents from {{ ref('inc') }}",
  ],
  'macros/cents.sql': [
    '{% macro cents(x) %}({{ x }} * 100){% endmacro %}',
    '{% macro cents(x) %}({{ x }} * 1000){% endmacro %}',
    "{% macro cents(x) %}({{ x }} * {{ env_var('FACTOR', '3') }}){% endmacro %}",
  ],
  'macros/unused.sql': ['{% macro unused(x) %}{{ x }}{% endmacro %}', '{% macro unused(x) %}1{% endmacro %}'],
  'seeds/people.csv': ['id,name\n1,Ada\n2,Grace\n', 'id,name\n1,Ada\n2,Grace\n3,Edsger\n', 'id,name\n1,\n1,Ada\n'],
  'tests/few.sql': [
    "select * from {{ ref('mart') }} where id > 1000",
    "select * from {{ ref('mart') }} where id > 1",
    "{{ config(severity='warn') }} select * from {{ ref('mart') }} where id > 1",
  ],
  'dbt_project.yml': [
    'name: shop\nprofile: shop\n',
    'name: shop\nprofile: shop\nvars: {most: 2}\n',
    'name: shop\nprofile: shop\nvars: {other: 2}\n',
  ],
};

/** By hand, in both databases alike. */
const byHand: readonly ((place: Place, number: number) => string)[] = [
  ({ prefix }, number) => `insert into ${prefix}notes values (${number}, 'n', '2026-02-0${number % 9}')`,
  ({ prefix }) => `delete from ${prefix}notes where id = (select max(id) from ${prefix}notes)`,
  ({ prefix }) => `drop table if exists ${prefix}under`,
  ({ prefix, type }) => `drop table if exists ${prefix}inc${type === 'postgres' ? ' cascade' : ''}`,
  ({ prefix, type }) => (type === 'postgres' ? `truncate ${prefix}raws` : `drop table if exists ${prefix}raws`),
  ({ prefix, type }) =>
    type === 'postgres'
      ? `comment on table ${prefix}raws is 'by hand'`
      : `create index if not exists by_hand on ${prefix}raws (id)`,
];

async function change(random: Random, state: State, places: readonly Place[]): Promise<void> {
  const kind = random(10);
  if (kind < 6) {
    const name = pick(random, Object.keys(contents));
    const content = pick(random, contents[name]!);
    state.told.push(`${name}: ${content}`);
    state.files.set(name, content);
    for (const place of places) writeFiles(place.folder, { [name]: content });
  } else if (kind < 8) {
    const [statement, number] = [pick(random, byHand), random(1000)];
    state.told.push(statement(places[0]!, number));
    for (const place of places) {
      // What does not stand at the moment, or stands as another kind, cannot be changed by hand.
      await place.query(statement(place, number)).catch(() => {});
    }
  } else if (kind === 8) {
    const select = [pick(random, ['stg', 'people', 'mart', 'inc', 'top'])];
    state.told.push(`run of ${select}`);
    for (const place of places) await run(place, { command: 'build', select });
  } else {
    state.told.push('new artifacts');
    for (const place of places) rmSync(join(place.folder, 'target'), { recursive: true, force: true });
  }
}

function pick<T>(random: Random, values: readonly T[]): T {
  return values[random(values.length)]!;
}
