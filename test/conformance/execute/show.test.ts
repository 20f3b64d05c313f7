/** A look at rows changes nothing, whatever is asked for and however many rows are wanted. */
import { expect, it } from 'vitest';
import { placed, rowsOf, runProject } from '../../support/execute/project-run.js';
import { modelNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

async function tableOf(under: AdapterUnderTest, table: string): Promise<void> {
  await under.withSession((session) => session.execute(`create table ${table} as select 1 as id union all select 2`));
}

forEachAdapter('show', (under) => {
  it.each([
    ['asked', 'select id from {table} order by id', 'success'],
    ['emptied', 'delete from {table} returning id', 'error'],
    ['grown', 'insert into {table} select 3 returning id', 'error'],
    ['gone', 'drop table {table}', 'error'],
  ])('a table is as before when it was %s by a query without a limit', async (name, sql, status) => {
    const table = under.name(name);
    await tableOf(under, table);
    const node = placed(under, modelNode(`look_${name}`, { rawCode: sql.replace('{table}', table) }));
    const { results } = await runProject(under, [node], { command: 'show', options: { showLimit: null } });
    expect(results.get(`look_${name}`)?.status).toBe(status);
    expect(await rowsOf(under, `select id from ${table} order by id`)).toEqual([['1'], ['2']]);
  });
});
