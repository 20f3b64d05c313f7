/** A bounded look at a relation: its columns as far as the database knows them, its first rows in the order of the key. */
import { expect, it } from 'vitest';
import type { Project } from '../../../core/api/load-project.js';
import { sampleRelation } from '../../../core/api/sample-relation.js';
import { compareSamples } from '../../../core/compare/compare-samples.js';
import { placed } from '../../support/execute/project-run.js';
import { manifestOf, modelNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

async function look(under: AdapterUnderTest, name: string, key: readonly string[] = []) {
  const { adapter, credentials } = under;
  const node = placed(under, modelNode(name));
  const project = { manifest: manifestOf([node]), adapter, target: { credentials } } as unknown as Project;
  const database = { open: async () => under.database, close: async () => {} };
  return sampleRelation(project, node.uniqueId, { database, key, limit: 2, signal: new AbortController().signal });
}

forEachAdapter('a look at a relation', (under) => {
  it('gives the first rows in the order of the key, and how many there are', async () => {
    const rows = 'select 3 as id union all select 1 union all select 2';
    await under.withSession((session) => session.execute(`create table ${under.name('looked')} as ${rows}`));
    const found = await look(under, 'looked', ['ID']);
    expect(found).toMatchObject({ key: ['id'], isWhole: false, count: 3 });
    expect(found?.rows.flat().map(String)).toEqual(['1', '2']);
    expect(await look(under, 'not_there')).toBeNull();
  });

  it('takes a column for retyped only where both types are known', async () => {
    const make = (sql: string) =>
      under.withSession(async (session) => {
        await session.execute(`drop view if exists ${under.name('shown')}`);
        await session.execute(`create view ${under.name('shown')} as ${sql}`);
      });
    await make('select 1 + 1 as n');
    const before = await look(under, 'shown');
    await make('select cast(2 as integer) as n');
    const after = await look(under, 'shown');
    expect(compareSamples(before!, after!).retyped).toEqual([]);
  });
});
