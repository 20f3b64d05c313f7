/** Rows that others keep on a model stay: a node that deletes rows only to put new ones in their place takes none of theirs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { NodeResult } from '../../core/results/node-result.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres } from '../conformance/support.js';
import { runIncremental } from '../support/execute/incremental-run.js';
import { placed, rowsOf, runProject } from '../support/execute/project-run.js';
import { otherNode } from '../support/manifest.js';

const execute = (under: AdapterUnderTest, ...statements: string[]) =>
  under.withSession((session) => session.executeAll(statements));

async function seed(under: AdapterUnderTest, name: string, csv: string): Promise<NodeResult> {
  const dataPath = join(under.folder, `${name}.csv`);
  await writeFile(dataPath, csv);
  const parts = { originalFilePath: `seeds/${name}.csv`, dataPath };
  const node = placed(under, otherNode('seed', name, parts as Parameters<typeof otherNode>[2]));
  return (await runProject(under, [node], { command: 'seed' })).results.get(name)!;
}

forEachAdapter('rows of the model itself', (under) => {
  it.each(['delete+insert', 'merge'])(
    '%s touches no row outside of its conditions, however they are written',
    async (strategy) => {
      const config = {
        unique_key: 'id',
        incremental_strategy: strategy,
        incremental_predicates: ["DBT_INTERNAL_DEST.area = 'eu' or DBT_INTERNAL_DEST.area = 'us'"],
      };
      const name = `areas_${strategy.slice(0, 5)}`;
      await runIncremental(under, name, { sql: "select 1 as id, 'eu' as area union all select 2, 'us'", config });
      await runIncremental(under, name, { sql: "select 1 as id, 'us' as area", config });
      expect(await rowsOf(under, `select id, area from ${under.name(name)} order by id`)).toEqual([
        ['1', 'us'],
        ['2', 'us'],
      ]);
    },
  );
});

forPostgres('rows of others', (under) => {
  it('a seed whose rows others refer to, with an action on delete, stays as it is and names the foreign key', async () => {
    const load = (text: string) => seed(under, 'countries', text);
    await load('id,name\n1,a\n');
    await execute(
      under,
      'alter table countries add primary key (id)',
      'create table notes_on (country int references countries on delete cascade, note text)',
      "insert into notes_on values (1, 'mine')",
    );
    expect(await load('id,name\n1,b\n')).toMatchObject({
      status: 'error',
      message: expect.stringMatching(/rows of .*"countries" were not replaced because .*notes_on_country_fkey/),
      diagnostics: [{ code: 'TSDBT_DEPENDENT_BLOCKS' }],
    });
    expect(await rowsOf(under, 'select note from notes_on')).toEqual([['mine']]);
    expect(await rowsOf(under, 'select name from countries')).toEqual([['a']]);
  });

  it.each(['cascade', 'set null', 'set default'])(
    'delete+insert takes no rows with it by on delete %s',
    async (action) => {
      const name = `parent_${action.replace(' ', '_')}`;
      const build = (value: string, strategy: string) =>
        runIncremental(under, name, {
          sql: `select 1 as id, '${value}'::text as v`,
          config: { unique_key: 'id', incremental_strategy: strategy },
        });
      await build('old', 'delete+insert');
      await execute(
        under,
        `alter table ${name} add primary key (id)`,
        `create table child_of_${name} (id int references ${name} on delete ${action})`,
        `insert into child_of_${name} values (1)`,
      );
      expect(await build('new', 'delete+insert')).toMatchObject({
        status: 'error',
        message: expect.stringContaining(`child_of_${name}_id_fkey`),
      });
      expect(await rowsOf(under, `select v from ${name}`)).toEqual([['old']]);
      expect(await build('new', 'merge')).toMatchObject({ status: 'success' });
      expect(await rowsOf(under, `select v, c.id from ${name} join child_of_${name} c using (id)`)).toEqual([
        ['new', '1'],
      ]);
    },
  );

  it('delete+insert takes no rows of its own table with it that the batch does not have', async () => {
    const build = (sql: string) => runIncremental(under, 'tree', { sql, config: { unique_key: 'id' } });
    await build('select 1 as id, null::int as parent union all select 2, 1');
    await execute(
      under,
      'alter table tree add primary key (id)',
      'alter table tree add foreign key (parent) references tree on delete cascade',
    );
    expect(await build('select 1 as id, null::int as parent')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('tree_parent_fkey'),
    });
    expect(await rowsOf(under, 'select id from tree order by id')).toEqual([['1'], ['2']]);
  });
});
