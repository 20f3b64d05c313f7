import { describe, expect, it } from 'vitest';
import { knownKeys, maxOf } from '../../../../adapters/postgres/pool/app-pool.js';
import { type SessionState, undoing } from '../../../../adapters/postgres/pool/session-state.js';
import { shareOf } from '../../../../adapters/postgres/pool/share.js';

const fresh: SessionState = {
  database: 'app',
  authorization: 'app',
  role: 'none',
  settings: {},
  prepared: [],
  cursors: [],
  channels: [],
  temporary: [],
  locks: [],
};

describe('undoing', () => {
  it('has nothing to do in a session that is as it was', () => {
    const used = {
      ...fresh,
      role: 'etl',
      settings: { work_mem: '4096' },
      prepared: ['p'],
      temporary: ['drop table t'],
    };
    expect(undoing(used, used)).toEqual([]);
  });

  it('takes away what came, in the role that made it, and gives roles and settings back last', () => {
    const now: SessionState = {
      ...fresh,
      authorization: 'other',
      role: 'e"tl',
      settings: { 'plpgsql.extra_errors': 'all', work_mem: '1' },
      prepared: ['a"b'],
      cursors: ['c'],
      channels: ['news'],
      temporary: ['drop table if exists pg_temp.t'],
      locks: ['pg_catalog.pg_advisory_unlock(7)'],
    };
    const before = { ...fresh, settings: { work_mem: "4'096", timezone: 'UTC' } };
    expect(undoing(now, before)).toEqual([
      'close "c"',
      'drop table if exists pg_temp.t',
      'deallocate "a""b"',
      'unlisten "news"',
      'select pg_catalog.pg_advisory_unlock(7)',
      'set session authorization "app"',
      "select pg_catalog.set_config('role', 'none', false)",
      'reset "plpgsql"."extra_errors"',
      "select pg_catalog.set_config('work_mem', '4''096', false)",
      "select pg_catalog.set_config('timezone', 'UTC', false)",
    ]);
  });

  it('leaves alone what the app has had before', () => {
    const app = { ...fresh, prepared: ['of_the_app'], locks: ['pg_catalog.pg_advisory_unlock(1)'], channels: ['app'] };
    expect(undoing({ ...app, prepared: ['of_the_app', 'new'] }, app)).toEqual(['deallocate "new"']);
  });
});

describe('what a pool says of itself', () => {
  const pool = (options: object) => ({ connect: async () => ({}), options });

  it('are the keys of a profile, from single options or a connection string', () => {
    expect(knownKeys(pool({ host: 'h', port: 5433, user: 'u', database: 'd' }))).toEqual({
      ...{ host: 'h', port: 5433, user: 'u', dbname: 'd' },
    });
    expect(knownKeys(pool({ connectionString: 'postgres://a%40b:secret@db:6000/shop%20x' }))).toEqual({
      ...{ host: 'db', port: 6000, user: 'a@b', dbname: 'shop x' },
    });
    expect(knownKeys(pool({ connectionString: 'not a url' }))).toEqual({});
    expect(knownKeys({ connect: async () => ({}) })).toEqual({});
  });

  it('is shared so that every run that holds locks can go on, and one connection is left to the app', () => {
    const shares = [2, 3, 4, 5, 10].map((max) => shareOf(max));
    expect(shares.map(({ locks, sessions }) => [locks, sessions])).toEqual([
      ...[
        [1, 1],
        [1, 1],
        [1, 2],
        [2, 2],
        [4, 5],
      ],
    ]);
    expect(() => shareOf(1)).toThrow('The pool holds at most 1 connection');
  });

  it('is how many connections it holds, ten when it was not told', () => {
    expect([maxOf(pool({ max: 3 })), maxOf(pool({}))]).toEqual([3, 10]);
  });
});
