/** `show` and `compile` change nothing, whatever they are asked and whatever templates send. */
import { expect, it } from 'vitest';
import { placed, rowsOf, runProject } from '../../support/execute/project-run.js';
import { modelNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

/** A table of two rows, and after the command: what became of the model, and the rows. */
async function look(
  under: AdapterUnderTest,
  command: 'show' | 'compile',
  { name, sql }: Record<'name' | 'sql', string>,
) {
  const table = under.name(name);
  await under.withSession((session) => session.execute(`create table ${table} as select 1 as id union all select 2`));
  const node = placed(under, modelNode(`look_${name}`, { rawCode: sql.replace('{table}', table) }));
  const { results } = await runProject(under, [node], { command, options: { showLimit: null } });
  const rows = await rowsOf(under, `select id from ${table} order by id`);
  return { status: results.get(`look_${name}`)?.status, rows: rows.flat() };
}

forEachAdapter('a look', (under) => {
  it.each([
    ['asked', 'select id from {table} order by id', 'success'],
    ['emptied', 'delete from {table} returning id', 'error'],
    ['grown', 'insert into {table} select 3 returning id', 'error'],
    ['gone', 'drop table {table}', 'error'],
  ])('at all rows leaves a table as it was that is %s by the query', async (name, sql, status) => {
    expect(await look(under, 'show', { name, sql })).toEqual({ status, rows: ['1', '2'] });
  });

  it.each(['show', 'compile'] as const)('by %s leaves a table as it was that the template writes', async (command) => {
    const sql = `{% do run_query('insert into {table} select 3') %} select 1 as id`;
    const found = await look(under, command, { name: `written_by_${command}`, sql });
    expect(found).toEqual({ status: 'error', rows: ['1', '2'] });
  });
});
