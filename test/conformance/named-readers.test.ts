/** What SQLite's views may read: found by name, and remembered over a run without missing what has changed meanwhile. */
import { expect, it } from 'vitest';
import type { Session } from '../../core/adapter/database.js';
import { forSqlite } from './support.js';

/** Whole numbers below a limit, the same each time. */
function createRandom(): (below: number) => number {
  let state = 7;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

forSqlite('named readers', (under) => {
  const names = (found: readonly { readonly identifier: string }[]) => found.map(({ identifier }) => identifier);

  it('finds views by whole names, however they are quoted, outermost first', async () => {
    const { introspector } = under.adapter;
    await under.withSession(async (session) => {
      await session.execute(`create table "odd ""name" (a); create table base (a); create table base_2 (a);
        create view bare as select a from BASE -- base_2
        ; create view "In Brackets" as select a from [base] union select a from \`base_2\`;
        create view over as select a from "In Brackets"; create view odd as select a from "odd ""name";
        create view as_text as select a from 'base'`);
      const of = async (name: string) => names(await introspector.dependents(session, under.relation(name)));
      expect(await of('base')).toEqual(['over', 'In Brackets', 'as_text', 'bare']);
      expect(await of('base_2')).toEqual(['over', 'In Brackets']);
      expect(await of('odd "name')).toEqual(['odd']);
      expect(await of('over')).toEqual([]);
    });
  });

  it('answers from memory what a new look answers, after changes of its own, undone ones and those of others', async () => {
    const { introspector } = under.adapter;
    const remembered = introspector.rememberDependents!();
    const random = createRandom();
    const change = async (session: Session) => {
      const view = `v${random(8)}`;
      await session.execute(`drop view if exists ${view}`);
      if (random(4) > 0) await session.execute(`create view ${view} as select * from v${random(8)}, t${random(2)}`);
    };
    const other = await under.adapter.open(under.credentials, { threads: 1, applicationName: 'tsdbt' });
    try {
      for (let round = 0; round < 60; round++) {
        await under.withSession(async (session) => {
          await session.begin();
          for (let times = random(3); times > 0; times--) await change(session);
          for (const name of ['t0', 'v3']) {
            const relation = under.relation(name);
            expect(await remembered(session, relation)).toEqual(await introspector.dependents(session, relation));
          }
          await (random(3) === 0 ? session.rollback() : session.commit());
        });
        if (random(5) > 0) continue;
        const session = await other.session({ purpose: 'write', label: 'other' });
        await change(session);
        await session.release();
      }
    } finally {
      await other.close();
    }
  });
});
