import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, writeFiles } from '../support/cli.js';
import { differences, halfBuilt, leftOvers } from '../support/faults/oracle.js';
import { databaseTypes, type Files, makePlace, type Place } from '../support/faults/place.js';
import { databaseProcesses, isRunning } from '../support/faults/processes.js';
import { runFolder } from '../support/faults/run-folder.js';
import type { Snapshot } from '../support/faults/snapshot/postgres-snapshot.js';
import { connectionsGone } from '../support/faults/sudden-death.js';
import { testedAdapters } from '../support/faults/tested-adapters.js';

/** How often the process is killed on each database. */
const MOMENTS = 30;

/** So many at the same time, each with a project and a database of its own. */
const AT_ONCE = 3;

const orders = "select id, amount from {{ source('raw', 'raw_orders') }}";

/** Fifteen nodes of all kinds in four layers; `n` changes what they hold. */
function shop(n: number): Files {
  const models: [string, string][] = [1, 2, 3, 4].flatMap((index) => [
    [`models/stage_${index}.sql`, `select id + ${n} as id, amount from {{ source('raw', 'raw_orders') }}`],
    [
      `models/table_${index}.sql`,
      `{{ config(materialized='table', indexes=[{'columns': ['id']}]) }} select * from {{ ref('stage_${index}') }}`,
    ],
  ]);
  return {
    ...Object.fromEntries(models),
    'models/sources.yml': 'sources: [{name: raw, schema: "{{ target.schema }}", tables: [{name: raw_orders}]}]',
    'models/appended.sql': `{{ config(materialized='incremental') }} ${orders}
      {% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}`,
    'models/replaced.sql': `{{ config(materialized='incremental', unique_key='id', incremental_strategy='delete+insert') }} ${orders}`,
    'models/changing.sql': n === 0 ? 'select 1 as id' : "select 'other' as columns, 1 as id",
    'models/report.sql': `{{ config(materialized='table') }} select count(*) as orders, ${n} as edition from {{ ref('table_1') }}`,
    'models/last.sql': `{{ config(materialized='table') }} select * from {{ ref('report') }}`,
    'seeds/names.csv': `id,name\n1,a\n2,b${n}\n`,
    'seeds/wide.csv': n === 0 ? 'id\n1\n' : 'id,size\n1,2\n',
  };
}

describe.each(databaseTypes)('a run that is killed at any moment on %s', (type) => {
  const state = {} as { start: Place; old: Snapshot; next: Snapshot; milliseconds: number };

  beforeAll(async () => {
    const start = await makePlace(type, shop(0));
    start.profile({ threads: 4 });
    const raw = `${start.prefix}raw_orders`;
    await start.query(`create table ${raw} (id integer, amount integer); insert into ${raw} values (1, 10), (2, 20)`);
    await runFolder(start.folder, { adapters: testedAdapters });
    await start.query(`insert into ${raw} values (3, 30); update ${raw} set amount = 21 where id = 2`);
    writeFiles(start.folder, shop(1));
    const whole = await start.copy();
    const began = performance.now();
    expect((await build(whole)).code).toBe(0);
    const milliseconds = performance.now() - began;
    Object.assign(state, { start, milliseconds, old: await start.snapshot(), next: await whole.snapshot() });
    await whole.remove();
  });
  afterAll(() => state.start.remove());

  const killAt = async (share: number): Promise<void> => {
    const place = await state.start.copy();
    try {
      await build(place, share * state.milliseconds);
      await connectionsGone(place);
      expect(halfBuilt(await place.snapshot(), state.old, state.next)).toEqual([]);
      const { results } = await runFolder(place.folder, { adapters: testedAdapters });
      expect([...results.values()].filter(({ status }) => status !== 'success')).toEqual([]);
      const after = await place.snapshot();
      expect(leftOvers(after)).toEqual([]);
      expect(differences(after, state.next)).toEqual([]);
    } finally {
      await place.remove();
    }
  };

  it('leaves every relation old or new in full; nothing goes on running, the next run succeeds and leaves nothing behind', async () => {
    const moments = Array.from({ length: MOMENTS }, () => 0.3 + 0.75 * Math.random());
    for (let first = 0; first < MOMENTS; first += AT_ONCE) {
      await Promise.all(moments.slice(first, first + AT_ONCE).map(killAt));
    }
  }, 300_000);
});

/** Runs `tsdbt build`, and kills it after so many milliseconds. Resolves when nothing of it runs any more. */
async function build(place: Place, killAfter?: number): Promise<{ readonly code: number | null }> {
  const child = spawn(process.execPath, [bin, 'build'], { cwd: place.folder, stdio: 'ignore' });
  let children: readonly number[] = [];
  const timer =
    killAfter === undefined
      ? undefined
      : setTimeout(() => {
          children = place.type === 'sqlite' ? databaseProcesses(child.pid!) : [];
          child.kill('SIGKILL');
        }, killAfter);
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearTimeout(timer);
  const deadline = Date.now() + 3000;
  while (children.some(isRunning)) {
    if (Date.now() > deadline) throw new Error('A process of SQLite outlived tsdbt.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { code };
}
