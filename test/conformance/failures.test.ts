/** What goes wrong in a database comes back as data: kind, message, position. Nothing waits without a bound. */
import { writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Session } from '../../core/adapter/database.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres, forSqlite } from './support.js';

const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n';

function execute(under: AdapterUnderTest, sql: string) {
  return under.withSession((session) => session.execute(sql));
}

forEachAdapter('failures', (under) => {
  it.each([
    ['syntax', 'select 1 as a\n  frmo here x', 'frmo'],
    ['missing_relation', 'select *\nfrom absent_table', 'absent_table'],
    ['missing_column', "select '🎉', absent_column from (select 1 as a) x", 'absent_column'],
  ] as const)('classifies %s and finds its place', async (kind, sql, token) => {
    const failure = await under.failureOf(execute(under, sql));
    expect(failure.kind).toBe(kind);
    expect(failure.isTransient).toBe(false);
    expect(failure.position).toBe(sql.indexOf(token));
  });

  it('finds the place in a later statement of a text', async () => {
    const sql = 'select 1;\nselect 2 from absent_table;';
    const failure = await under.failureOf(execute(under, sql));
    expect(failure.position).toBe(sql.indexOf('absent_table'));
  });

  it('classifies a broken constraint', async () => {
    const sql = `create table ${under.name('constrained')} (a integer not null)`;
    await execute(under, sql);
    const failure = await under.failureOf(execute(under, `insert into ${under.name('constrained')} values (null)`));
    expect(failure.kind).toBe('constraint');
  });

  it.each([false, true])('names the failed one of several statements (in a transaction: %s)', async (isInside) => {
    await under.withSession(async (session) => {
      if (isInside) await session.begin();
      const missing = await under.failureOf(
        session.executeAll(['select 1', '-- none', "select '🎉', * from absent_table", 'select 2']),
      );
      expect(missing).toMatchObject({ kind: 'missing_relation', statementIndex: 2 });
      expect(missing.position).toBe("select '🎉', * from ".length);
      await session.rollback();
      if (isInside) await session.begin();
      const syntax = await under.failureOf(session.executeAll(['select 1', 'select 1 frmo here']));
      expect(syntax).toMatchObject({ kind: 'syntax', statementIndex: 1 });
      await session.rollback();
    });
  });

  it('goes on after an error outside of a transaction', async () => {
    await under.withSession(async (session) => {
      await under.failureOf(session.execute('select * from absent_table'));
      expect((await session.execute('select 1')).rows).toEqual([[1n]]);
    });
  });

  it('cancels a running statement within two seconds and works on afterwards', async () => {
    const controller = new AbortController();
    const session = await under.database.session({ purpose: 'write', label: 'long', signal: controller.signal });
    const started = Date.now();
    setTimeout(() => controller.abort(), 300);
    const failure = await under.failureOf(session.execute(endless));
    expect(failure.kind).toBe('cancelled');
    expect(Date.now() - started).toBeLessThan(2300);
    await session.rollback();
    await session.release();
    expect((await execute(under, 'select 1')).rows).toEqual([[1n]]);
  });

  it('cancels one statement by its own signal', async () => {
    const session = await under.database.session({ purpose: 'write', label: 'long' });
    const failure = await under.failureOf(session.execute(endless, { signal: AbortSignal.timeout(200) }));
    expect(failure.kind).toBe('cancelled');
    await session.release();
    const refused = await under.failureOf(
      execute(under, 'select 1').then(() =>
        under.database.session({ purpose: 'write', label: 'x', signal: AbortSignal.abort() }),
      ),
    );
    expect(refused.kind).toBe('cancelled');
  });

  it('undoes what a cancelled transaction had done', async () => {
    const t = under.name('half_done');
    await execute(under, `create table ${t} (a integer)`);
    const session = await under.database.session({ purpose: 'write', label: 'long' });
    await session.begin();
    await session.execute(`insert into ${t} values (1)`);
    await under.failureOf(session.execute(endless, { signal: AbortSignal.timeout(200) }));
    await session.rollback();
    await session.release();
    expect((await execute(under, `select count(*) from ${t}`)).rows).toEqual([[0n]]);
  });

  it('closes while statements run, twice, and refuses sessions afterwards', async () => {
    const database = await under.adapter.open(under.credentials, { threads: 2, applicationName: 'tsdbt' });
    const session = await database.session({ purpose: 'write', label: 'long' });
    const failing = under.failureOf(session.execute(endless));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await Promise.all([database.close(), database.close()]);
    expect((await failing).kind).toBe('cancelled');
    expect((await under.failureOf(database.session({ purpose: 'read', label: 'late' }))).kind).toBe('cancelled');
    await session.release();
  });

  it('closes a database that was never used', async () => {
    const database = await under.adapter.open(under.credentials, { threads: 1, applicationName: 'tsdbt' });
    await database.close();
  });
});

forSqlite('failures of the file', (under) => {
  const openFailure = async (path: string, purpose: 'write' | 'read' = 'write') => {
    const credentials = under.credentialsWith({ path });
    const database = await under.adapter.open(credentials, { threads: 1, applicationName: 'tsdbt' });
    const failure = await under.failureOf(database.session({ purpose, label: 'x' }));
    await database.close();
    return failure;
  };

  it.each(['write', 'read'] as const)('says that a file is no database (%s)', async (purpose) => {
    const path = join(under.folder, 'text.sqlite');
    await writeFile(path, 'id,name\n1,this is a csv file and no database\n'.repeat(20));
    const failure = await openFailure(path, purpose);
    expect(failure).toMatchObject({ kind: 'corrupt', message: expect.stringContaining(path) });
  });

  it('says that the folder is missing', async () => {
    const failure = await openFailure(join(under.folder, 'no/such/folder/x.sqlite'));
    expect(failure).toMatchObject({
      kind: 'connection',
      message: expect.stringMatching(/folder .* does not exist/),
      hint: expect.stringContaining('Make the folder'),
    });
  });

  it('waits a bounded time for the lock of another process, then names the file', async () => {
    const other = await under.adapter.open(under.credentials, { threads: 1, applicationName: 'other' });
    const holder: Session = await other.session({ purpose: 'write', label: 'holder' });
    await holder.begin();
    const started = Date.now();
    const failure = await under.failureOf(under.withSession((session) => session.begin()));
    expect(failure).toMatchObject({
      kind: 'locked',
      isTransient: true,
      message: expect.stringContaining('test.sqlite'),
    });
    expect(Date.now() - started).toBeGreaterThan(800);
    expect(Date.now() - started).toBeLessThan(3000);
    await holder.rollback();
    await holder.release();
    await other.close();
    await under.withSession((session) => session.begin());
  });

  it('points at the end of an incomplete statement', async () => {
    const failure = await under.failureOf(execute(under, 'select (1  \n'));
    expect(failure).toMatchObject({ kind: 'syntax', position: 'select (1'.length });
  });

  it('names no place when the token stands there twice', async () => {
    const failure = await under.failureOf(execute(under, 'select absent, absent from (select 1 as a)'));
    expect(failure).toMatchObject({ kind: 'missing_column', position: null });
  });
});

forPostgres('failures of the connection', (under) => {
  const connectFailure = async (changes: Parameters<typeof under.credentialsWith>[0]) => {
    const database = await under.adapter.open(under.credentialsWith({ retries: 0, ...changes }), {
      threads: 1,
      applicationName: 'tsdbt',
    });
    const failure = await under.failureOf(database.session({ purpose: 'write', label: 'x' }));
    await database.close();
    return failure;
  };

  it('calls a wrong password authentication', async () => {
    const failure = await connectFailure({ password: 'wrong' });
    expect(failure).toMatchObject({
      kind: 'authentication',
      code: '28P01',
      isTransient: false,
      hint: expect.stringContaining('`password`'),
    });
    expect(failure.message).not.toContain('wrong');
    for (const password of [null, '']) {
      expect(await connectFailure({ password })).toMatchObject({
        kind: 'authentication',
        message: 'The server asks for a password, and the profile has none.',
        hint: expect.stringContaining('`password`'),
      });
    }
  });

  it('says what else may have the name of a relation', async () => {
    await under.withSession(async (session) => {
      await session.execute('create table has_index (a int); create index taken_name on has_index (a)');
      expect(await under.failureOf(session.execute('create table taken_name (a int)'))).toMatchObject({
        code: '42P07',
        hint: expect.stringContaining('An index, a sequence, a type'),
      });
    });
  });

  it('calls a missing database, a closed port and an unknown host a connection problem', async () => {
    expect(await connectFailure({ dbname: 'absent' })).toMatchObject({
      kind: 'connection',
      code: '3D000',
      hint: expect.stringContaining('`dbname`'),
    });
    expect(await connectFailure({ port: 1 })).toMatchObject({
      kind: 'connection',
      code: 'ECONNREFUSED',
      isTransient: true,
    });
    expect(await connectFailure({ host: 'no-such-host.invalid' })).toMatchObject({ kind: 'connection' });
    expect(await connectFailure({ sslmode: 'require' })).toMatchObject({
      kind: 'connection',
      message: expect.stringContaining('SSL'),
    });
  });

  it('gives up on a server that does not answer within connect_timeout', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const port = (silent.address() as { port: number }).port;
    const started = Date.now();
    const failure = await connectFailure({ port, connect_timeout: 1 });
    expect(failure.kind).toBe('timeout');
    expect(Date.now() - started).toBeLessThan(3000);
    silent.close();
  });

  it('tries a refused connection again', async () => {
    const started = Date.now();
    await connectFailure({ port: 1, retries: 1 });
    expect(Date.now() - started).toBeGreaterThan(450);
  });

  it('sets the role, quoted, and refuses one that does not exist', async () => {
    await execute(under, 'create role "odd ""role"');
    const database = await under.adapter.open(under.credentialsWith({ role: 'odd "role' }), {
      threads: 1,
      applicationName: 'tsdbt',
    });
    const session = await database.session({ purpose: 'read', label: 'x' });
    expect((await session.execute("select current_user, current_setting('datestyle')")).rows[0]![0]).toBe('odd "role');
    await session.release();
    await database.close();
    await execute(under, 'drop role "odd ""role"');
    expect((await connectFailure({ role: 'absent"; drop' })).message).toContain('absent"; drop');
  });

  it('sets search_path and application_name', async () => {
    const changes = { search_path: 'public, pg_catalog', application_name: 'my loader' };
    const database = await under.adapter.open(under.credentialsWith(changes), { threads: 1, applicationName: 'tsdbt' });
    const session = await database.session({ purpose: 'read', label: 'x' });
    const { rows } = await session.execute(
      "select current_setting('search_path'), current_setting('application_name')",
    );
    expect(rows).toEqual([['public, pg_catalog', 'my loader']]);
    await session.release();
    await database.close();
  });

  it('says that the connection was cut, and connects anew for the next session', async () => {
    const session = await under.database.session({ purpose: 'write', label: 'victim' });
    const { rows } = await session.execute('select pg_backend_pid()');
    const failing = under.failureOf(session.execute('select pg_sleep(20)'));
    await execute(under, `select pg_terminate_backend(${rows[0]![0]})`);
    expect(await failing).toMatchObject({ kind: 'connection', isTransient: false });
    await session.release();
    expect((await execute(under, 'select 1')).rows).toEqual([[1n]]);
  });

  it('tells a statement timeout from a cancel, a lock from other errors', async () => {
    expect(await under.failureOf(execute(under, "set statement_timeout to '100ms'; select pg_sleep(5)"))).toMatchObject(
      {
        kind: 'timeout',
        code: '57014',
      },
    );
    await execute(under, 'create table locked (a int)');
    await under.withSession(async (holder) => {
      await holder.begin();
      await holder.execute('lock table locked');
      const failure = await under.failureOf(execute(under, "set lock_timeout to '100ms'; select * from locked"));
      expect(failure).toMatchObject({ kind: 'locked', code: '55P03', isTransient: true });
    });
  });

  it('gives up on a server that answers no more, though a cancel cannot reach it either', async () => {
    const { port, host } = under.output as { port: number; host: string };
    let isSilent = false;
    const proxy = createServer((client) => {
      const server = connect(port, host);
      client.on('data', (data) => isSilent || server.write(data));
      server.on('data', (data) => isSilent || client.write(data));
      for (const socket of [client, server]) socket.on('error', () => {});
      client.on('close', () => server.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const credentials = under.credentialsWith({ port: (proxy.address() as { port: number }).port });
    const database = await under.adapter.open(credentials, { threads: 1, applicationName: 'tsdbt' });
    const session = await database.session({ purpose: 'write', label: 'x' });
    await session.begin();
    isSilent = true;
    const started = Date.now();
    const failure = await under.failureOf(session.execute('select 1', { signal: AbortSignal.timeout(100) }));
    expect(failure.kind).toBe('cancelled');
    expect(Date.now() - started).toBeLessThan(6000);
    await session.rollback();
    await session.release();
    await database.close();
    proxy.close();
  });

  it('refuses a copy from stdin in a statement instead of waiting for rows', async () => {
    await execute(under, 'create table copied (a int)');
    const failure = await under.failureOf(execute(under, 'copy copied from stdin'));
    expect(failure.message).toContain('no rows');
  });

  it('leaves no statement running after a cancel', async () => {
    await under.withSession(async (session) => {
      await under.failureOf(session.execute('select pg_sleep(20) as marked', { signal: AbortSignal.timeout(100) }));
      const { rows } = await session.execute(
        "select count(*) from pg_stat_activity where state = 'active' and query like '%as marked%' and pid <> pg_backend_pid()",
      );
      expect(rows).toEqual([[0n]]);
    });
  });
});
