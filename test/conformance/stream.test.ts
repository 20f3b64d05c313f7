import { expect, it } from 'vitest';
import { forEachAdapter } from './support.js';

const series = (count: number) =>
  `with recursive n (id) as (select 1 union all select id + 1 from n where id < ${count}) select id from n`;

forEachAdapter('a stream of rows', (under) => {
  const sizes = async (count: number, batchRows: number) =>
    under.withSession(async (session) => {
      const found: number[] = [];
      for await (const rows of session.stream(series(count), { batchRows })) found.push(rows.length);
      return found;
    });

  it('comes in batches, the last one shorter or not at all', async () => {
    expect(await sizes(7, 3)).toEqual([3, 3, 1]);
    expect(await sizes(6, 3)).toEqual([3, 3]);
    expect(await sizes(1, 3)).toEqual([1]);
  });

  it('keeps values as they are', async () => {
    await under.withSession(async (session) => {
      const stream = session.stream("select 9007199254740993 as n, 'ä' as t, null as missing", { batchRows: 10 });
      for await (const rows of stream) expect(rows).toEqual([[9007199254740993n, 'ä', null]]);
    });
  });

  it('can be left early, in a transaction or not, and the session goes on', async () => {
    await under.withSession(async (session) => {
      for await (const rows of session.stream(series(1000), { batchRows: 2 })) {
        expect(rows).toEqual([[1n], [2n]]);
        break;
      }
      expect(session.inTransaction).toBe(false);
      await session.begin();
      for await (const _ of session.stream(series(1000), { batchRows: 2 })) break;
      expect(session.inTransaction).toBe(true);
      expect((await session.execute('select 1')).rows).toEqual([[1n]]);
      await session.rollback();
    });
  });

  it('is one query', async () => {
    const several = async () =>
      under.withSession(async (session) => {
        for await (const _ of session.stream('select 1; select 2', { batchRows: 2 }));
      });
    await expect(several()).rejects.toThrow();
  });

  it('fails as any statement does, and the session goes on', async () => {
    await under.withSession(async (session) => {
      const read = async () => {
        for await (const _ of session.stream('select * from not_there', { batchRows: 2 }));
      };
      expect((await under.failureOf(read())).kind).toBe('missing_relation');
      expect((await session.execute('select 1')).rows).toEqual([[1n]]);
    });
  });

  it('ends when its signal is aborted', async () => {
    const controller = new AbortController();
    const read = under.withSession(async (session) => {
      for await (const _ of session.stream(series(1_000_000), { batchRows: 2, signal: controller.signal }))
        controller.abort();
    });
    expect((await under.failureOf(read)).kind).toBe('cancelled');
  });
});
