/** What a report learns of one node on both sides; what a side lacks is told, and never taken for no difference. */
import { expect, it } from 'vitest';
import { compareNode } from '../../../core/api/report/compare-node.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

/** A node of manifest.json. */
function dict({ credentials }: AdapterUnderTest, alias: string) {
  const { database, schema } = credentials;
  return { database, schema, alias, relation_name: `"${schema}"."${alias}"`, config: { materialized: 'table' } };
}

function compare(under: AdapterUnderTest, before: string, after: string) {
  return under.withSession(async (session) => {
    const side = { adapter: under.adapter, credentials: under.credentials, session };
    return compareNode(
      { before: dict(under, before), after: dict(under, after) },
      { before: side, after: side },
      { key: [], limits: { rows: 0, samples: 1 }, isIgnored: () => false, signal: new AbortController().signal },
    );
  });
}

forEachAdapter('one node of two builds', (under) => {
  it('says on which side its relation is missing', async () => {
    await under.withSession((session) => session.execute(`create table ${under.name('there')} as select 1 as id`));
    const gone = { rows: { before: null, after: 1 }, columns: null, missing: ['base'] };
    expect(await compare(under, 'not_there', 'there')).toMatchObject(gone);
    expect(await compare(under, 'there', 'not_there')).toMatchObject({ missing: ['change'] });
    const both = await compare(under, 'there', 'there');
    expect(both).toMatchObject({ rows: { before: 1, after: 1 }, missing: [] });
    expect(both.note).toContain('more than the 0 up to which rows are compared');
  });
});
