/** Promises about SQLite files: locks of others are waited for, within bounds; what is no database stays as it is; nothing of a failed write stays. */
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../adapters/sqlite/driver/driver.js';
import { sqliteAdapter } from '../../adapters/sqlite/index.js';
import type { Adapter } from '../../core/adapter/adapter.js';
import type { AdapterTable, Diagnostic } from '../../core/index.js';
import { canRunAsNobody, snapshotOf, tsdbt, writeFiles } from '../support/cli.js';
import { otherProcess } from '../support/faults/other-process.js';
import { type Files, type Place, withPlace } from '../support/faults/place.js';
import { runFolder } from '../support/faults/run-folder.js';
import { canMount, withSmallDisk } from '../support/faults/small-disk.js';

const table = (sql: string) => `{{ config(materialized='table') }}${sql}`;
const tableOf = (adapter: Adapter): AdapterTable => ({ sqlite: { type: 'sqlite', load: async () => adapter } });
const adapters = tableOf(sqliteAdapter);
const inPlace = (files: Files, work: (place: Place, file: string) => Promise<void>) =>
  withPlace('sqlite', files, (place) => work(place, join(place.folder, 'shop.sqlite')));
const logsOf = (file: string) =>
  readdirSync(dirname(file)).filter((name) => /-(wal|shm|journal|tsdbt-locks)$/.test(name));
const messagesOf = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ message }) => message).join('\n');

describe('a lock of another program', () => {
  it('that is given back after 3 s is waited for', async () => {
    await inPlace({ 'models/a.sql': table('select 1 as id') }, async (place, file) => {
      await otherProcess(
        file,
        `database.exec('begin immediate'); console.log(1); pause(3000); database.exec('rollback');`,
      );
      const started = Date.now();
      const { results } = await runFolder(place.folder, { adapters });
      expect(results.get('a')?.status).toBe('success');
      expect(Date.now() - started).toBeGreaterThan(2000);
      expect(await place.query('select id from a')).toEqual([['1']]);
    });
  });

  it.each(['begin immediate', 'begin exclusive'])(
    'that is kept is an error that names file and process, in bounded time, with exit code 1 (%s)',
    async (begin) => {
      await inPlace({ 'models/a.sql': table('select 1 as id') }, async (place, file) => {
        place.profile({ busy_timeout: 1 });
        const other = await otherProcess(file, `database.exec('${begin}'); console.log(1); pause(60000);`);
        const started = Date.now();
        const { code, stdout } = await tsdbt(['build'], { cwd: place.folder });
        expect(Date.now() - started).toBeLessThan(12_000);
        expect(stdout).toContain(`The SQLite file ${file} is locked by`);
        if (process.platform === 'linux') expect(stdout).toContain(`node (process ${other.pid})`);
        expect(code).toBe(1);
      });
    },
  );

  it('that comes in mid-run fails the nodes that need it, skips their readers, and leaves what was built', async () => {
    const files = {
      'models/a.sql': table('select 1 as id'),
      'models/b.sql': table("select * from {{ ref('a') }}"),
      'models/c.sql': table("select * from {{ ref('a') }}"),
      'models/d.sql': table("select * from {{ ref('b') }}"),
    };
    await inPlace(files, async (place, file) => {
      place.profile({ busy_timeout: 3, threads: 1 });
      await runFolder(place.folder, { adapters });
      const [go, held] = [join(place.folder, 'go'), join(place.folder, 'held')];
      const wait = `while (!existsSync(${JSON.stringify(go)})) pause(5);`;
      const take = `database.exec('begin immediate'); writeFileSync(${JSON.stringify(held)}, ''); pause(60000);`;
      await otherProcess(file, `console.log(1); ${wait} ${take}`);
      const { results } = await runFolder(place.folder, {
        adapters,
        onEvent: (event) => {
          if (event.kind !== 'node-finished' || event.result.node.name !== 'a') return;
          writeFileSync(go, '');
          while (!existsSync(held)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        },
      });
      expect(['a', 'b', 'c', 'd'].map((name) => results.get(name)?.status)).toEqual([
        'success',
        'error',
        'error',
        'skipped',
      ]);
      // The first wait is whole, later ones are short: many nodes do not make it long.
      const waits = ['b', 'c'].map((name) => results.get(name)?.executionTime ?? 0);
      expect(Math.max(...waits)).toBeGreaterThan(2.5);
      expect(Math.min(...waits)).toBeLessThan(2.5);
      expect(await place.query('select (select id from b), (select id from c), (select id from d)')).toEqual([
        ['1', '1', '1'],
      ]);
    });
  });

  it('for reading does not keep a run from building, and sees the old rows to its end', async () => {
    await inPlace({ 'models/a.sql': table('select 1 as id') }, async (place, file) => {
      await runFolder(place.folder, { adapters });
      const seen = join(place.folder, 'seen');
      const read = `database.prepare('select id from a').pluck().get()`;
      const reader = await otherProcess(
        file,
        `database.exec('begin'); ${read}; console.log(1);
         while (!existsSync(${JSON.stringify(`${seen}.go`)})) pause(5);
         const old = ${read}; database.exec('commit'); writeFileSync(${JSON.stringify(seen)}, JSON.stringify([old, ${read}]));`,
      );
      writeFiles(place.folder, { 'models/a.sql': table('select 2 as id') });
      const { results } = await runFolder(place.folder, { adapters });
      expect(results.get('a')?.status).toBe('success');
      writeFileSync(`${seen}.go`, '');
      await once(reader, 'exit');
      expect(JSON.parse(readFileSync(seen, 'utf8'))).toEqual([1, 2]);
    });
  });
});

describe('a file that is no database', () => {
  const whole = async () => {
    let bytes = Buffer.alloc(0);
    await inPlace({ 'models/a.sql': table('select 1 as id') }, async (place, file) => {
      await place.query(
        'create table kept (a); insert into kept with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) select i from n',
      );
      bytes = readFileSync(file);
    });
    return bytes;
  };

  it.each<[string, () => Promise<Buffer>, string]>([
    ['a text file', async () => Buffer.from('id,name\n1,Ann\n'.repeat(100)), 'is no SQLite database'],
    ['a few bytes', async () => Buffer.from('x'), 'is no SQLite database'],
    ['a database that was cut off', async () => (await whole()).subarray(0, 8192), 'is cut off'],
    ['a database that was cut off in its first page', async () => (await whole()).subarray(0, 700), 'is cut off'],
    [
      'a database whose first page is damaged',
      async () => {
        const bytes = await whole();
        return Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(500, 0xff), bytes.subarray(600)]);
      },
      'cannot be read',
    ],
  ])('(%s) stays byte for byte, with nothing beside it, and the error says so', async (_, content, words) => {
    await inPlace({ 'models/a.sql': table('select 1 as id') }, async (place, file) => {
      const bytes = await content();
      writeFileSync(file, bytes);
      await expect(runFolder(place.folder, { adapters })).rejects.toThrow(words);
      expect(readFileSync(file).equals(bytes)).toBe(true);
      expect(logsOf(file)).toEqual([]);
    });
  });

  it('is written no further once it is found to be damaged inside', async () => {
    const files = {
      'models/a.sql': table('select sum(a) as a from kept'),
      'models/b.sql': table("select * from other -- depends_on: {{ ref('c') }}"),
      'models/c.sql': table('select * from other'),
    };
    await inPlace(files, async (place, file) => {
      writeFileSync(file, await whole());
      await place.query('create table other (a); insert into other values (7)');
      const bytes = readFileSync(file);
      bytes.fill(0xff, 3 * 4096, 4 * 4096);
      writeFileSync(file, bytes);
      const { results } = await runFolder(place.folder, { adapters, threads: 1 });
      expect(messagesOf(results.get('a')!.diagnostics)).toContain('cannot be read: database disk image is malformed');
      const later = [...results.values()].filter(({ node }) => node.name !== 'a');
      const written = later.filter(({ status }) => status === 'success').map(({ node }) => node.name);
      const found = await place.query("select name from sqlite_master where name in ('a', 'b', 'c') order by 1");
      expect(found.map(([name]) => name)).toEqual(written);
      expect(messagesOf(later.flatMap(({ diagnostics }) => diagnostics))).toContain(
        'so nothing more is written into it',
      );
      expect(await place.query('select a from other')).toEqual([['7']]);
    });
  });

  it('is told with an exit code that is not zero', async () => {
    await inPlace({ 'models/a.sql': 'select 1 as id', 'shop.sqlite': 'no database' }, async (place, file) => {
      const { code, stdout } = await tsdbt(['build'], { cwd: place.folder });
      expect([code, stdout]).toEqual([2, expect.stringContaining(`The file ${file} is no SQLite database.`)]);
      expect(readFileSync(file, 'utf8')).toBe('no database');
    });
  });

  it('is one when it is empty', async () => {
    await inPlace({ 'models/a.sql': table('select 1 as id'), 'shop.sqlite': '' }, async (place) => {
      expect((await runFolder(place.folder, { adapters })).results.get('a')?.status).toBe('success');
    });
  });
});

describe('a place that cannot be used', () => {
  it('is named when it is a folder, or its folder is missing', async () => {
    await inPlace({ 'models/a.sql': 'select 1 as id' }, async (place) => {
      place.profile({ path: 'models' });
      await expect(runFolder(place.folder, { adapters })).rejects.toThrow(
        `${join(place.folder, 'models')} is a folder`,
      );
      place.profile({ path: 'nowhere/shop.sqlite' });
      await expect(runFolder(place.folder, { adapters })).rejects.toThrow(
        `The folder of the SQLite file ${join(place.folder, 'nowhere/shop.sqlite')} does not exist.`,
      );
      expect(existsSync(join(place.folder, 'nowhere'))).toBe(false);
    });
  });

  it.runIf(canRunAsNobody())('is named when the file or its folder may not be written; reading goes on', async () => {
    await inPlace({ 'models/a.sql': table('select 1 as id') }, async (place, file) => {
      await runFolder(place.folder, { adapters });
      const before = readFileSync(file);
      for (const path of ['..', '.', 'target', 'logs']) {
        mkdirSync(join(place.folder, path), { recursive: true });
        chmodSync(join(place.folder, path), 0o777);
      }
      for (const path of readdirSync(join(place.folder, 'target'), { recursive: true, encoding: 'utf8' })) {
        chmodSync(join(place.folder, 'target', path), 0o777);
      }
      const build = () => tsdbt(['build'], { cwd: place.folder, asNobody: true });
      chmodSync(file, 0o444);
      expect(await build()).toMatchObject({
        code: 2,
        stdout: expect.stringContaining('may not be written: it is read-only'),
      });
      const show = () => tsdbt(['show', '--inline', 'select id from a'], { cwd: place.folder, asNobody: true });
      expect(await show()).toMatchObject({ code: 0 });
      chmodSync(file, 0o666);
      // A reader that may not write the file cannot take away what it made beside it.
      for (const ending of ['-wal', '-shm']) rmSync(file + ending, { force: true });
      chmodSync(place.folder, 0o555);
      expect(await build()).toMatchObject({
        code: 2,
        stdout: expect.stringContaining(`The folder ${place.folder} may not be written`),
      });
      const words = `may not be written, but reading ${file} needs files beside it`;
      expect(await show()).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
      chmodSync(place.folder, 0o755);
      expect(readFileSync(file).equals(before)).toBe(true);
    });
  });

  it('may be a link: the file behind it is written, the link stays', async () => {
    await inPlace({ 'models/a.sql': table('select 1 as id') }, async (place, file) => {
      mkdirSync(join(place.folder, 'data'));
      symlinkSync('data/real.sqlite', file);
      await runFolder(place.folder, { adapters });
      expect((await runFolder(place.folder, { adapters })).results.get('a')?.status).toBe('success');
      expect(lstatSync(file).isSymbolicLink()).toBe(true);
      expect(readdirSync(join(place.folder, 'data'))).toEqual(['real.sqlite']);
      expect(logsOf(file)).toEqual([]);
    });
  });

  it('on a network file system is told, and used with a rollback journal', async () => {
    const open: Adapter['open'] = (credentials, options) => openDatabase(credentials, options, () => 0x6969);
    const files = {
      'models/a.sql': table('select 1 as id'),
      'models/b.sql': table("select * from {{ ref('a') }}"),
      'tests/t.sql': "select * from {{ ref('a') }} where id <> 1",
    };
    await inPlace(files, async (place, file) => {
      // From the local disk it comes in WAL mode.
      await runFolder(place.folder, { adapters });
      const { result, events } = await runFolder(place.folder, { adapters: tableOf({ ...sqliteAdapter, open }) });
      expect(result.results.map(({ status }) => status)).toEqual(['success', 'pass', 'success']);
      const told = events.flatMap((event) => (event.kind === 'diagnostic' ? [event.diagnostic] : []));
      expect(messagesOf(told)).toContain(`The SQLite file ${file} lies on a network file system (NFS)`);
      expect(readFileSync(file)[18]).toBe(1);
      expect(logsOf(file)).toEqual([]);
    });
  });
});

const manyRows =
  "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) select i as id, printf('%.100c', 'x') as pad from n";

describe('a disk that is full', () => {
  it('fails the node; old rows stay, the others are built', async () => {
    await inPlace(
      { 'models/a.sql': table('select 1 as id'), 'models/b.sql': table('select 1 as id') },
      async (place, file) => {
        await runFolder(place.folder, { adapters });
        const hook = `{{ config(materialized='table', pre_hook='pragma max_page_count = 1', post_hook='select 1') }}`;
        writeFiles(place.folder, { 'models/a.sql': `${hook}${manyRows}`, 'models/b.sql': 'select 2 as id' });
        writeFiles(place.folder, { 'models/b.sql': table('select 2 as id') });
        const { results } = await runFolder(place.folder, { adapters });
        expect(messagesOf(results.get('a')!.diagnostics)).toContain(`Writing to the SQLite file ${file} failed`);
        expect(await place.query('select id from a')).toEqual([['1']]);
        expect(await place.query('pragma integrity_check')).toEqual([['ok']]);
      },
    );
  });

  it.runIf(canMount())('leaves a whole database on a disk that is really full, and the next run works', async () => {
    await inPlace({ 'models/a.sql': table('select 1 as id') }, async (place) => {
      const disk = join(place.folder, 'data');
      await withSmallDisk(disk, 700, async () => {
        place.profile({ path: 'data/shop.sqlite' });
        await runFolder(place.folder, { adapters });
        const shown = () => tsdbt(['show', '--inline', 'select id from a', '--output', 'json'], { cwd: place.folder });
        writeFiles(place.folder, { 'models/a.sql': table(manyRows) });
        const { results } = await runFolder(place.folder, { adapters });
        expect(results.get('a')?.status).toBe('error');
        expect(messagesOf(results.get('a')!.diagnostics)).toContain('data/shop.sqlite failed');
        expect(JSON.parse((await shown()).stdout)).toEqual({ show: [{ id: 1 }] });
        writeFiles(place.folder, { 'models/a.sql': table('select 3 as id') });
        expect((await runFolder(place.folder, { adapters })).results.get('a')?.status).toBe('success');
        expect(Object.keys(snapshotOf(disk))).toEqual(['shop.sqlite']);
      });
    });
  });
});

describe('the log of a program that was killed', () => {
  it('is taken over: what was committed counts, what was not is gone', async () => {
    await inPlace({ 'models/a.sql': table("select group_concat(a, ',') as ids from kept") }, async (place, file) => {
      const killed = await otherProcess(
        file,
        `database.pragma('journal_mode = wal'); database.exec('create table kept (a)');
         database.exec('insert into kept values (1), (2)'); database.exec('begin; insert into kept values (3)');
         console.log(1); pause(60000);`,
      );
      killed.kill('SIGKILL');
      await once(killed, 'exit');
      expect(logsOf(file)).toContain('shop.sqlite-wal');
      await runFolder(place.folder, { adapters });
      expect(await place.query('select ids from a')).toEqual([['1,2']]);
      expect(logsOf(file)).toEqual([]);
    });
  });
});
