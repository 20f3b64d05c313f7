/** What SQLite's views may read: found by name, and remembered over a run without missing what has changed meanwhile. */
import { expect, it } from 'vitest';
import type { Session } from '../../core/adapter/database.js';
import type { Relation } from '../../core/resources/relation.js';
import { forSqlite } from './support.js';

/** Whole numbers below a limit, the same each time. */
function createRandom(): (below: number) => number {
  let state = 7;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

async function dropHandMade(session: Session): Promise<void> {
  const found = await session.execute("select type, name from sqlite_master where type in ('index', 'trigger')");
  for (const [type, name] of found.rows) await session.execute(`drop ${type} "${name}"`);
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
    const remembered = introspector.remember!();
    const random = createRandom();
    const changeView = async (session: Session) => {
      const view = `${random(2) === 0 ? 'v' : 'V'}${random(8)}`;
      await session.execute(`drop view if exists ${view}`);
      if (random(4) > 0) await session.execute(`create view ${view} as select * from v${random(8)}, t${random(2)}`);
    };
    const changeTable = async (session: Session) => {
      const table = `t${random(3)}`;
      await session.execute(`drop table if exists built; create table built (a); drop table if exists ${table}`);
      await session.execute(`alter table built rename to ${table}`);
      if (random(3) === 0) await session.execute(`create index by_a_${random(3)}_${table} on ${table} (a)`);
      if (random(9) > 0) return;
      await session.execute(`create trigger on_${table} after insert on ${table} begin select 1; end`);
    };
    const change = (session: Session) => (random(3) === 0 ? changeTable(session) : changeView(session));
    const expectSame = async (session: Session, relation: Relation) => {
      for (const about of ['dependents', 'relation', 'handMade'] as const) {
        const [known, fresh] = [remembered[about], introspector[about]];
        expect(await known(session, relation, relation)).toEqual(await fresh(session, relation, relation));
      }
    };
    const other = await under.adapter.open(under.credentials, { threads: 1, applicationName: 'tsdbt' });
    try {
      for (let round = 0; round < 60; round++) {
        await under.withSession(async (session) => {
          await session.begin();
          for (let times = random(3); times > 0; times--) await change(session);
          for (const name of ['t0', 'v3']) await expectSame(session, under.relation(name));
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

  it('looks at single rows of a catalog, however many it has', async () => {
    const remembered = under.adapter.introspector.remember!();
    await under.withSession(async (session) => {
      const views = Array.from({ length: 50 }, (_, index) => `create view many_${index} as select ${index} as a`);
      await dropHandMade(session);
      await session.execute(`create table many (a); ${views.join('; ')}`);
      const relation = under.relation('many_20');
      await remembered.dependents(session, relation);
      const sent: string[] = [];
      let rows = 0;
      const execute = async (sql: string) => {
        sent.push(sql);
        const result = await session.execute(sql);
        rows += result.rows.length;
        return result;
      };
      const executeAll = (statements: readonly string[]) => Promise.all(statements.map(execute));
      const watched = { ...session, execute, executeAll };
      await session.execute('drop view many_20; create view many_20 as select 21 as a');
      await remembered.dependents(watched, relation);
      await remembered.relation(watched, relation);
      await remembered.handMade(watched, relation, relation);
      // The last row twice and a new one, two versions, two counts, the relation.
      expect(rows).toBeLessThanOrEqual(9);
      for (const sql of sent.filter((text) => !/^pragma|count\(\*\)/.test(text))) {
        const plan = await session.execute(`explain query plan ${sql}`);
        const steps = plan.rows.map((row) => String(row[3]));
        expect(steps.filter((step) => /^SCAN (main\.)?sqlite_(master|schema)/.test(step))).toEqual([]);
      }
      expect(sent.length).toBeGreaterThan(6);
    });
  });

  it('reads what a node asks about its place in one message, and again once something else was sent', async () => {
    const remembered = under.adapter.introspector.remember!();
    await under.withSession(async (session) => {
      await dropHandMade(session);
      await session.execute('create view once as select 1 as a; create view on_once as select * from once');
      const relation = under.relation('once');
      await remembered.dependents(session, relation);
      await session.begin();
      expect(names(await remembered.dependents(session, relation))).toEqual(['on_once']);
      const { sent } = session;
      expect(await remembered.relation(session, relation)).toMatchObject({ identifier: 'once', type: 'view' });
      expect(await remembered.handMade(session, relation, relation)).toEqual([]);
      expect(session.sent).toBe(sent);
      await session.execute('drop view once; create trigger late instead of insert on on_once begin select 1; end');
      expect(await remembered.relation(session, relation)).toBeNull();
      expect(await remembered.handMade(session, under.relation('on_once'), relation)).toHaveLength(1);
      await session.rollback();
      await session.begin();
      expect(await remembered.relation(session, relation)).toMatchObject({ type: 'view' });
      expect(await remembered.handMade(session, under.relation('on_once'), relation)).toEqual([]);
    });
  });
});
