import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Database } from '../../core/adapter/database.js';
import { databaseProcesses, isRunning } from '../support/faults/processes.js';
import { type AdapterUnderTest, forEachAdapter, forSqlite, readOutput } from './support.js';

/** A database that outlives what happens to its connections, and what it said of them. */
async function kept(under: AdapterUnderTest, changes: Readonly<Record<string, string>> = {}) {
  const losses: string[] = [];
  const credentials = readOutput(under.adapter, { ...under.output, ...changes }, under.folder);
  const database = await under.adapter.open(credentials, {
    ...{ threads: 1, applicationName: 'kept' },
    onLost: (reason) => losses.push(reason),
  });
  return { database, losses };
}

async function ask(database: Database, sql: string): Promise<unknown> {
  const session = await database.session({ purpose: 'write', label: 'kept' });
  try {
    return (await session.execute(sql)).rows[0]?.[0];
  } finally {
    await session.release();
  }
}

forEachAdapter('a database that is kept open', (under) => {
  it('says once that what stood open has ended, and the next session works', async () => {
    const { database, losses } = await kept(under);
    const before = databaseProcesses(process.pid);
    try {
      expect(await ask(database, 'select 1')).toBe(1n);
      expect(losses).toEqual([]);
      if (under.adapter.type === 'sqlite') {
        const [own] = databaseProcesses(process.pid).filter((pid) => !before.includes(pid));
        process.kill(own ?? 0, 'SIGKILL');
        await vi.waitFor(() => expect(isRunning(own ?? 0)).toBe(false));
      } else {
        const others = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kept'";
        await under.withSession((session) => session.execute(others));
      }
      await vi.waitFor(() => expect(losses).toHaveLength(1));
      expect(losses[0]).toMatch(/ended unexpectedly|terminat/);
      expect(await ask(database, 'select 2')).toBe(2n);
      expect(losses).toHaveLength(1);
    } finally {
      await database.close();
    }
    expect(losses).toHaveLength(1);
  });

  it('gives locks back so that a run after another run can take them', async () => {
    const { database } = await kept(under);
    try {
      for (let run = 0; run < 3; run++) {
        const owner = { invocationId: `run-${run}`, host: 'h', pid: process.pid, startedAt: '', command: 'build' };
        const locks = database.locks({ relations: [under.relation('held')], owner, timeoutMs: 0 });
        expect(await locks.take()).toBeNull();
        await ask(database, 'select 1');
        await locks.release();
      }
    } finally {
      await database.close();
    }
  });
});

forSqlite('a file that is kept open', (under) => {
  it('is followed to the file that took its place, and made anew when it is gone', async () => {
    const { database, losses } = await kept(under, { path: join(under.folder, 'first.sqlite') });
    const other = await kept(under, { path: join(under.folder, 'second.sqlite') });
    try {
      await ask(database, 'create table t (x integer)');
      await ask(other.database, 'create table t (x integer)');
      await ask(other.database, 'insert into t values (2)');
      await other.database.close();
      for (const end of ['-wal', '-shm']) rmSync(join(under.folder, `first.sqlite${end}`), { force: true });
      renameSync(join(under.folder, 'second.sqlite'), join(under.folder, 'first.sqlite'));
      expect(await ask(database, 'select x from t')).toBe(2n);
      expect(losses[0]).toContain('is another one than before');
      for (const end of ['', '-wal', '-shm']) rmSync(join(under.folder, `first.sqlite${end}`), { force: true });
      expect(await ask(database, 'select count(*) from sqlite_master')).toBe(0n);
      expect(losses).toHaveLength(2);
    } finally {
      await database.close();
    }
  });
});
