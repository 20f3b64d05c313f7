import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFiles } from '../support/cli.js';
import { differences, halfBuilt, leftOvers } from '../support/faults/oracle.js';
import { type DatabaseType, databaseTypes, makePlace, type Place } from '../support/faults/place.js';
import { runFolder } from '../support/faults/run-folder.js';
import type { Snapshot } from '../support/faults/snapshot/postgres-snapshot.js';
import { changesSomething, type Death, keepsSomething, runAndDie } from '../support/faults/sudden-death.js';
import { testedAdapters } from '../support/faults/tested-adapters.js';

const orders = "select id, amount from {{ source('raw', 'raw_orders') }}";
const newer = '{% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}';

const merge =
  "{{ config(materialized='incremental', unique_key='id', incremental_strategy='merge', on_schema_change='append_new_columns') }}";

/** One node of each kind; none waits for another. */
const files = {
  'models/a_table.sql': `{{ config(materialized='table', indexes=[{'columns': ['id']}]) }} ${orders}`,
  'models/a_view.sql': orders,
  'models/appended.sql': `{{ config(materialized='incremental') }} ${orders} ${newer}`,
  'models/replaced.sql': `{{ config(materialized='incremental', unique_key='id', incremental_strategy='delete+insert') }}
    ${orders} {% if is_incremental() %} where id >= 2 {% endif %}`,
  'models/merged.sql': `${merge} ${orders}`,
  'models/sources.yml': `sources:
  - {name: raw, schema: "{{ target.schema }}", tables: [{name: raw_orders}]}
  - {name: landing, schema: "{{ target.schema }}", tables: [{name: landed, external: {location: 'data/*.csv'}}]}`,
  'data/first.csv': 'id,name\n1,a\n2,b\n',
  'seeds/a_seed.csv': 'id,name\n1,a\n2,b\n',
  'seeds/wider_seed.csv': 'id,name\n1,a\n2,b\n',
};

/** What the run that dies has to do beside the new rows. */
const changes = {
  'models/a_view.sql': "select amount, id * 2 as twice from {{ source('raw', 'raw_orders') }}",
  'models/merged.sql': `${merge} select id, amount, id * 3 as thrice from {{ source('raw', 'raw_orders') }}`,
  'data/second.csv': 'id,name,size\n3,c,7\n',
  'seeds/a_seed.csv': 'id,name\n1,a\n2,c\n3,d\n',
  'seeds/wider_seed.csv': 'id,name,size\n1,a,5\n2,c,6\n',
};

const NODES = 8;

/** Deaths that are tried beside each other. */
const AT_ONCE = 4;

const plainRun = (place: Place) => runFolder(place.folder, { adapters: testedAdapters });

async function firstState(type: DatabaseType): Promise<Place> {
  const place = await makePlace(type, files);
  await place.query(`create table ${place.prefix}raw_orders (id integer, amount integer);
    insert into ${place.prefix}raw_orders values (1, 10), (2, 20)`);
  await plainRun(place);
  await place.query(`insert into ${place.prefix}raw_orders values (3, 30), (4, 40);
    update ${place.prefix}raw_orders set amount = 21 where id = 2`);
  writeFiles(place.folder, changes);
  return place;
}

describe.each(databaseTypes)('a process that dies at a message to %s', (type) => {
  const state = {} as { start: Place; old: Snapshot; next: Snapshot };

  beforeAll(async () => {
    state.start = await firstState(type);
    state.old = await state.start.snapshot();
    const whole = await state.start.copy();
    const { results } = await plainRun(whole);
    expect([...results.values()].filter(({ status }) => status !== 'success')).toEqual([]);
    expect(results.size).toBe(NODES);
    state.next = await whole.snapshot();
    await whole.remove();
  });
  afterAll(() => state.start.remove());

  /** False when the run ended before its death. A SQLite file mends itself, so there the next run is tried after some deaths only. */
  const dieAndRecover = async (death: Death): Promise<boolean> => {
    const place = await state.start.copy();
    try {
      const { finished, diedAt } = await runAndDie(place, death, { threads: type === 'postgres' ? 8 : 1 });
      expect(halfBuilt(await place.snapshot(), state.old, state.next), diedAt.join('\n')).toEqual([]);
      if (finished !== null) return false;
      if (type === 'sqlite' && death.number % 3 !== 1) return true;
      const { results } = await plainRun(place);
      const failed = [...results.values()].filter(({ status }) => status !== 'success');
      expect(failed, diedAt.join('\n')).toEqual([]);
      const after = await place.snapshot();
      expect(leftOvers(after), diedAt.join('\n')).toEqual([]);
      expect(differences(after, state.next), diedAt.join('\n')).toEqual([]);
      return true;
    } finally {
      await place.remove();
    }
  };

  it.each([
    { when: 'before', what: 'a change is sent', among: changesSomething, least: { postgres: 4, sqlite: 25 } },
    { when: 'during', what: 'a commit', among: keepsSomething, least: { postgres: 1, sqlite: 7 } },
  ] as const)(
    'leaves every relation old or new in full when it dies $when $what, and the next run succeeds and leaves nothing behind',
    async ({ when, among, least }) => {
      const counted = type === 'postgres' ? { nodes: NODES } : 'run';
      let deaths = 0;
      for (let hasDied = true; hasDied; ) {
        const numbers = Array.from({ length: AT_ONCE }, (_, index) => deaths + 1 + index);
        const died = await Promise.all(numbers.map((number) => dieAndRecover({ number, when, counted, among })));
        deaths += died.filter(Boolean).length;
        hasDied = died.every(Boolean);
      }
      expect(deaths).toBeGreaterThanOrEqual(least[type]);
    },
    120_000,
  );
});
