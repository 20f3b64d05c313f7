/** Promises about files: what tsdbt writes under target/ and logs/ is whole or absent, and a folder that cannot be written stops a run before it begins. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { removeLeftOvers, writeFilesAtomic } from '../../core/io/write-file.js';
import { createSmallFileWriter } from '../../core/io/writing/small-files.js';
import { canRunAsNobody, root, tempFolder, tempProject, tsdbt, writeFiles } from '../support/cli.js';
import { canMount, withSmallDisk } from '../support/faults/small-disk.js';

const TEMPORARY = /\.tmp$/;
const project = (files: Readonly<Record<string, string>> = {}) =>
  tempProject({ 'models/a.sql': 'select 1 as id', 'models/sub/b.sql': 'select 2 as id', ...files });
const jsonIn = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
const temporaryIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => TEMPORARY.test(name));

/** The URL of one module of the program, built so that a process that imports it starts at once. */
async function builtModule(path: string): Promise<string> {
  const outfile = join(tempFolder(), 'module.mjs');
  await build({ entryPoints: [join(root, path)], outfile, bundle: true, format: 'esm', platform: 'node' });
  return pathToFileURL(outfile).href;
}

describe('the files of compiled SQL', () => {
  it('are left alone when they hold the text, and replaced when they do not', async () => {
    const folder = tempFolder();
    const paths = ['same.sql', 'other.sql', 'new.sql'].map((name) => join(folder, 'a/b', name));
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    for (const path of paths.slice(0, 2)) {
      writeFileSync(path, 'select 1 as é');
      utimesSync(path, 1, 1);
    }
    const write = createSmallFileWriter();
    for (const [index, text] of ['select 1 as é', 'select 2 as é', 'select 3'].entries())
      await write(paths[index]!, text);
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['select 1 as é', 'select 2 as é', 'select 3']);
    expect(paths.map((path) => statSync(path).mtimeMs === 1000)).toEqual([true, false, false]);
    expect(readdirSync(join(folder, 'a/b')).sort()).toEqual(['new.sql', 'other.sql', 'same.sql']);
  });

  it('are written into a folder that somebody removes meanwhile', async () => {
    const path = join(tempFolder(), 'a/one.sql');
    const write = createSmallFileWriter();
    await write(path, 'select 1');
    rmSync(dirname(path), { recursive: true });
    await write(path, 'select 2');
    expect(readFileSync(path, 'utf8')).toBe('select 2');
  });

  it.runIf(canMount())('stay whole when the disk fills up, and no part of a new one stays', async () => {
    const folder = join(tempFolder(), 'small');
    mkdirSync(folder);
    await withSmallDisk(folder, 64, async () => {
      const write = createSmallFileWriter();
      await write(join(folder, 'a.sql'), 'old');
      await expect(write(join(folder, 'a.sql'), 'x'.repeat(1_000_000))).rejects.toThrow('ENOSPC');
      expect(readFileSync(join(folder, 'a.sql'), 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['a.sql']);
    });
  });
});

describe('a process that is killed while it writes', () => {
  it('leaves the old files or the new ones, whole, at each of 30 moments', async () => {
    const folder = tempFolder();
    const paths = ['one.json', 'two.json'].map((name) => join(folder, name));
    const module = await builtModule('core/io/write-file.ts');
    const script = `
      const { writeFilesAtomic } = await import(${JSON.stringify(module)});
      const text = (version) => JSON.stringify({ version, rows: Array(20000).fill(version), end: version });
      for (let version = 0; ; version++) {
        const [one, two] = ${JSON.stringify(paths)};
        const pieces = text(version).match(/[^]{1,4000}/g);
        await writeFilesAtomic([{ path: one, text: text(version) }, { path: two, pieces }]);
        if (version === 0) console.log('ready');
      }`;
    for (let kill = 0; kill < 30; kill++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
      expect(child.exitCode).toBeNull();
      await new Promise((done) => setTimeout(done, Math.random() * 15));
      child.kill('SIGKILL');
      await once(child, 'exit');
      const versions = paths.map((path) => {
        const { version, end, rows } = jsonIn(path) as { version: number; end: number; rows: number[] };
        expect([end, rows.length]).toEqual([version, 20_000]);
        return version;
      });
      expect(Math.abs(versions[0]! - versions[1]!)).toBeLessThanOrEqual(1);
    }
    expect(readdirSync(folder).filter((name) => !TEMPORARY.test(name))).toEqual(['one.json', 'two.json']);
    await removeLeftOvers(folder, Date.now() + 2 * 60 * 60 * 1000);
    expect(readdirSync(folder)).toEqual(['one.json', 'two.json']);
  });

  it('leaves the old files as they are, and nothing else, when a text ends in an error half way', async () => {
    const folder = tempFolder();
    const paths = ['one.json', 'two.json'].map((name) => join(folder, name));
    await writeFilesAtomic(paths.map((path) => ({ path, text: 'old' })));
    function* pieces() {
      for (let index = 0; index < 1000; index++) yield 'x'.repeat(2000);
      throw new Error('no more');
    }
    const files = [
      { path: paths[0]!, text: 'new' },
      { path: paths[1]!, pieces: pieces() },
    ];
    await expect(writeFilesAtomic(files)).rejects.toThrow('no more');
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['old', 'old']);
    expect(readdirSync(folder)).toEqual(['one.json', 'two.json']);
  });

  it('leaves valid artifacts when the whole command is killed at its end', async () => {
    const cwd = project();
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    for (let kill = 0; kill < 3; kill++) {
      await tsdbt(['build'], {
        cwd,
        onOutput: (text, send) => {
          if (text.includes('Finished running')) setTimeout(() => send('SIGKILL'), kill * 8);
        },
      });
      for (const name of ['manifest.json', 'run_results.json'])
        expect(jsonIn(join(cwd, 'target', name)).metadata).toBeDefined();
    }
    const { code } = await tsdbt(['build'], { cwd });
    expect(code).toBe(0);
  });
});

describe('temporary files of killed runs', () => {
  it('are removed by the next run when they are old; young ones and files of others stay', async () => {
    const name = (digit: string) => `.tsdbt-${digit.repeat(16)}.tmp`;
    const old = [`target/${name('0')}`, `target/compiled/shop/models/${name('1')}`];
    const kept = [`target/${name('2')}`, 'target/.tsdbt-notes.tmp', 'target/manifest.json.tmp', `models/${name('3')}`];
    const cwd = project(Object.fromEntries([...old, ...kept].map((path) => [path, 'x'])));
    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);
    for (const path of [...old, ...kept.slice(1)]) utimesSync(join(cwd, path), yesterday, yesterday);
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    expect([...old, ...kept].filter((path) => existsSync(join(cwd, path)))).toEqual(kept);
  });
});

describe('a target folder that cannot be written', () => {
  const expectRefused = async (cwd: string, words: string, asNobody = false) => {
    const { code, stdout } = await tsdbt(['build'], { cwd, asNobody });
    expect(stdout).toContain(words);
    expect(stdout).toContain('TSDBT_FILE_ACCESS');
    expect(code).toBe(2);
    expect(existsSync(join(cwd, 'shop.sqlite'))).toBe(false);
  };

  it('stops the run before the database is touched when it is a file', async () => {
    await expectRefused(
      project({ target: 'mine' }),
      'target cannot be written: a file stands where a folder is needed',
    );
  });

  it('stops the run before the database is touched when what it holds is a file', async () => {
    const cwd = project({ 'target/compiled': 'mine' });
    await expectRefused(cwd, 'target/compiled cannot be written: a file stands where a folder is needed');
  });

  it('stops the run before the database is touched when it is a link to nowhere', async () => {
    const cwd = project();
    symlinkSync('/nowhere/at/all', join(cwd, 'target'));
    await expectRefused(cwd, 'target cannot be written');
  });

  it.runIf(canRunAsNobody())('stops the run before the database is touched when it may not be written', async () => {
    const cwd = project({ 'target/manifest.json': '{"old": true}', 'logs/tsdbt.log': '' });
    for (const path of ['..', '.', 'logs', 'logs/tsdbt.log']) chmodSync(join(cwd, path), 0o777);
    chmodSync(join(cwd, 'target'), 0o555);
    await expectRefused(cwd, 'target cannot be written: permission denied', true);
    expect(jsonIn(join(cwd, 'target/manifest.json'))).toEqual({ old: true });
  });

  it.runIf(canMount())('stops the run before the database is touched when its disk is full', async () => {
    const cwd = project();
    await withSmallDisk(join(cwd, 'target'), 64, async () => {
      writeFileSync(join(cwd, 'target/big'), Buffer.alloc(40_000));
      await expectRefused(cwd, 'target cannot be written: no space is left on the disk');
      // The names for shell completion and what parsing gave are written before a command runs.
      const before = ['completion.json', 'tsdbt_parse'];
      expect(readdirSync(join(cwd, 'target')).filter((name) => !before.includes(name))).toEqual(['big']);
      expect(readdirSync(join(cwd, 'target/tsdbt_parse'))).toEqual([]);
    });
  });

  it.runIf(canMount())('keeps the old artifacts when its disk fills up while the new ones are written', async () => {
    const cwd = project();
    await withSmallDisk(join(cwd, 'target'), 128, async () => {
      writeFiles(cwd, { 'target/manifest.json': '{"old": 1}', 'target/run_results.json': '{"old": 2}' });
      const { code, stdout } = await tsdbt(['build'], { cwd });
      expect(stdout).toContain('Done. PASS=2');
      expect(stdout).toContain('target/manifest.json cannot be written: no space is left on the disk');
      expect(code).toBe(2);
      expect([jsonIn(join(cwd, 'target/manifest.json')), jsonIn(join(cwd, 'target/run_results.json'))]).toEqual([
        { old: 1 },
        { old: 2 },
      ]);
      expect(temporaryIn(join(cwd, 'target'))).toEqual([]);
    });
  });

  it('is an error of the node whose SQL cannot be written, and of no other', async () => {
    const cwd = project({ 'target/compiled/shop/models/sub': 'a file' });
    const { code, stdout } = await tsdbt(['build'], { cwd });
    expect(stdout).toContain(
      'target/compiled/shop/models/sub/b.sql cannot be written: a file stands where a folder is needed',
    );
    expect(stdout).toContain('Done. PASS=1 WARN=0 ERROR=1');
    expect(code).toBe(1);
  });
});

describe('what stands under target/', () => {
  it('may be damaged: it is written anew', async () => {
    const cwd = project({
      'target/manifest.json': '{"nodes": {',
      'target/run_results.json': '',
      'target/cache.json': 'x',
    });
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    expect(Object.keys(jsonIn(join(cwd, 'target/manifest.json')))).toContain('nodes');
    expect(jsonIn(join(cwd, 'target/run_results.json')).results).toHaveLength(2);
  });

  it('may lie elsewhere, behind a link', async () => {
    const cwd = project();
    mkdirSync(join(cwd, '../elsewhere'));
    symlinkSync('../elsewhere', join(cwd, 'target'));
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    expect(existsSync(join(cwd, '../elsewhere/run_results.json'))).toBe(true);
  });
});

describe('a log that cannot be written', () => {
  it('is told once and stops nothing', async () => {
    const { code, stdout } = await tsdbt(['build'], { cwd: project({ logs: 'mine' }) });
    expect(stdout.match(/There is no log file/g)).toHaveLength(1);
    expect(code).toBe(0);
  });

  it.runIf(canMount())('is told once and stops nothing when its disk fills up', async () => {
    const cwd = project();
    await withSmallDisk(join(cwd, 'logs'), 4, async () => {
      const { code, stderr } = await tsdbt(['build', '--debug'], { cwd });
      expect(stderr.match(/The log file ends here: ENOSPC/g)).toHaveLength(1);
      expect(code).toBe(0);
    });
  });
});

describe('two processes in one project folder', () => {
  it('never mix their files: logs by whole lines, artifacts and SQL each of one process', async () => {
    const models = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `models/m${index}.sql`,
        `select '{{ target.name }}' as who, '{{ target.name * 3000 }}' as long`,
      ]),
    );
    const output = (name: string) => `{type: sqlite, path: ${name}.sqlite}`;
    const cwd = tempProject({
      ...models,
      'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
      'profiles.yml': `shop: {target: red, outputs: {red: ${output('red')}, blue: ${output('blue')}}}\n`,
    });
    const flags = ['--debug', '--log-format-file', 'json'];
    const run = (target: string) => tsdbt(['build', '--target', target, ...flags], { cwd, isOwnProcess: true });
    const finished = await Promise.all([run('red'), run('blue')]);
    expect(finished.map(({ code }) => code)).toEqual([0, 0]);

    const lines = readFileSync(join(cwd, 'logs/tsdbt.log'), 'utf8').split('\n');
    const records = lines.filter((line) => line !== '' && !line.startsWith('='));
    const infos = records.map((line) => (JSON.parse(line) as { info: { pid: number; name: string } }).info);
    const finishes = infos.filter(({ name }) => name === 'LogModelResult').map(({ pid }) => pid);
    expect([...new Set(finishes)].map((pid) => finishes.filter((each) => each === pid).length)).toEqual([12, 12]);
    for (const name of ['manifest.json', 'run_results.json'])
      expect(jsonIn(join(cwd, 'target', name)).metadata).toBeDefined();
    for (const kind of ['compiled', 'run']) {
      for (let index = 0; index < 12; index++) {
        const sql = readFileSync(join(cwd, 'target', kind, `shop/models/m${index}.sql`), 'utf8');
        expect([/red/.test(sql), /blue/.test(sql)]).toContain(false);
      }
    }
    expect(temporaryIn(join(cwd, 'target'))).toEqual([]);
    expect(statSync(join(cwd, 'red.sqlite')).size).toBeGreaterThan(0);
    expect(statSync(join(cwd, 'blue.sqlite')).size).toBeGreaterThan(0);
  });
});
