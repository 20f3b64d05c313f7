/** What a report learns of one node on both sides; what a side lacks is told, and never taken for no difference. */
import { expect, it } from 'vitest';
import type { Session } from '../../../core/adapter/database.js';
import { compareNode } from '../../../core/api/report/compare-node.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

/** A node of manifest.json. */
function dict({ credentials }: AdapterUnderTest, alias: string) {
  const { database, schema } = credentials;
  return { database, schema, alias, relation_name: `"${schema}"."${alias}"`, config: { materialized: 'table' } };
}

function compare(under: AdapterUnderTest, before: string, after: string, { key = [] as string[], rows = 0 } = {}) {
  const { adapter, credentials } = under;
  const look = (sessions: readonly [Session, Session]) =>
    compareNode(
      { before: dict(under, before), after: dict(under, after) },
      { before: { adapter, credentials, session: sessions[0] }, after: { adapter, credentials, session: sessions[1] } },
      { key, limits: { rows, samples: 1 }, isIgnored: () => false, signal: new AbortController().signal },
    );
  return under.withSession((one) => under.withSession((other) => look([one, other]), 'preview'), 'preview');
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

  it('says when the key of the project is not on both sides', async () => {
    await under.withSession(async (session) => {
      await session.execute(`create table ${under.name('by_id')} as select 1 as id, 2 as n`);
      await session.execute(`create table ${under.name('by_code')} as select 1 as code, 2 as n`);
    });
    const look = await compare(under, 'by_id', 'by_code', { key: ['code'], rows: 10 });
    expect(look.note).toBe('was compared by whole rows: its key code is not on both sides');
    expect(look.comparison).toMatchObject({ key: null, rows: { same: 1 } });
    expect((await compare(under, 'by_id', 'by_id', { key: ['ID'], rows: 10 })).note).toBeNull();
  });
});
