import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCodeStore } from '../../../cli/program/code-store.js';
import { tempFolder, tempProject, tsdbt } from '../../support/cli.js';

const code = Buffer.from('compiled code');

/** A folder of caches with one piece of kept code. */
function kept(): { readonly env: NodeJS.ProcessEnv; readonly folder: string; readonly file: string } {
  const env = { XDG_CACHE_HOME: join(tempFolder(), 'caches') };
  placeIn(env)?.write(code);
  const folder = join(env.XDG_CACHE_HOME, 'tsdbt');
  return { env, folder, file: join(folder, readdirSync(folder)[0]) };
}

const placeIn = (env: NodeJS.ProcessEnv, part = 'program') => openCodeStore(env)?.placeOf([part, 'parse']) ?? null;

describe('kept code', () => {
  it('comes back as it was, from a folder and a file for this user alone', () => {
    const { env, folder, file } = kept();
    expect(placeIn(env)?.read()).toEqual(code);
    expect([folder, file].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
  });

  it('is not taken for that of another program', () => {
    expect(placeIn(kept().env, 'another program')?.read()).toBeNull();
  });

  it('is not read where it is damaged, cut or empty, and can be replaced', () => {
    const { env, file } = kept();
    const whole = readFileSync(file);
    for (const at of [0, code.length - 1, whole.length - 1]) {
      const damaged = Buffer.from(whole);
      damaged[at] ^= 1;
      writeFileSync(file, damaged);
      expect(placeIn(env)?.read()).toBeNull();
    }
    for (const length of [whole.length - 1, 10, 0]) {
      truncateSync(file, length);
      expect(placeIn(env)?.read()).toBeNull();
    }
    placeIn(env)?.write(code);
    expect(placeIn(env)?.read()).toEqual(code);
  });

  it('is not read under the name of another', () => {
    const { env, folder, file } = kept();
    placeIn(env, 'another program')?.write(Buffer.from('other code'));
    const other = readdirSync(folder).find((name) => !file.endsWith(name)) as string;
    writeFileSync(file, readFileSync(join(folder, other)));
    expect(placeIn(env)?.read()).toBeNull();
  });

  it.each([0o770, 0o707, 0o750])('is neither read nor written in a folder of mode %o', (mode) => {
    const { env, folder, file } = kept();
    chmodSync(folder, mode);
    expect(openCodeStore(env)).toBeNull();
    chmodSync(folder, 0o700);
    chmodSync(file, 0o660);
    expect(placeIn(env)?.read()).toBeNull();
  });

  it.runIf(process.getuid?.() === 0)('is neither read nor written where another user owns folder or file', () => {
    const { env, folder, file } = kept();
    chownSync(file, 65534, 65534);
    expect(placeIn(env)?.read()).toBeNull();
    chownSync(file, 0, 0);
    expect(placeIn(env)?.read()).toEqual(code);
    chownSync(folder, 65534, 65534);
    expect(openCodeStore(env)).toBeNull();
  });

  it.runIf(process.getuid?.() === 0)('is not made in a folder of another user, whose environment root may have', () => {
    const home = tempFolder();
    chownSync(home, 65534, 65534);
    expect(openCodeStore({ HOME: home })).toBeNull();
    expect(readdirSync(home)).toEqual([]);
    mkdirSync(join(home, '.cache'));
    chownSync(join(home, '.cache'), 65534, 65534);
    expect(openCodeStore({ HOME: home })).toBeNull();
    expect(readdirSync(join(home, '.cache'))).toEqual([]);
  });

  it('is not followed to another place', () => {
    const { env, folder, file } = kept();
    const elsewhere = join(tempFolder(), 'elsewhere');
    writeFileSync(elsewhere, readFileSync(file), { mode: 0o600 });
    rmSync(file);
    symlinkSync(elsewhere, file);
    expect(placeIn(env)?.read()).toBeNull();
    rmSync(folder, { recursive: true });
    symlinkSync(tempFolder(), folder);
    expect(openCodeStore(env)).toBeNull();
  });

  it('has no place when it is switched off, without a home, or by a path that leads into the project', () => {
    const { env } = kept();
    expect(openCodeStore({ ...env, TSDBT_CODE_CACHE: '0' })).toBeNull();
    const absent = join(tempFolder(), 'absent');
    for (const each of [{}, { HOME: absent }, { XDG_CACHE_HOME: 'caches' }, { HOME: '' }]) {
      expect(openCodeStore(each)).toBeNull();
    }
    expect(existsSync(absent)).toBe(false);
  });

  it('does not grow without end: what was read longest ago goes', () => {
    const { env, folder, file } = kept();
    utimesSync(file, new Date(0), new Date(0));
    for (let index = 0; index < 40; index++) placeIn(env, String(index))?.write(code);
    expect(readdirSync(folder)).toHaveLength(32);
    expect(existsSync(file)).toBe(false);
  });

  it('takes no file with it that is not its own, however old', () => {
    const { env, folder } = kept();
    const names = Array.from({ length: 40 }, (_, index) => `note-${index}.txt`);
    for (const name of names) {
      writeFileSync(join(folder, name), 'not compiled code');
      utimesSync(join(folder, name), new Date(0), new Date(0));
    }
    placeIn(env, 'another program')?.write(code);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(names));
  });
});

describe('a process of the program', () => {
  it('keeps its code, does the same with it, and lives with what V8 would die of', async () => {
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id' });
    const caches = join(tempFolder(), 'caches');
    mkdirSync(caches);
    const list = () => tsdbt(['ls'], { cwd, env: { XDG_CACHE_HOME: caches }, isOwnProcess: true });
    const first = await list();
    const [name] = readdirSync(join(caches, 'tsdbt'));
    const file = join(caches, 'tsdbt', name);
    const made = statSync(file);
    expect([first.code, first.stdout]).toEqual([0, 'shop.a\n']);
    expect(await list()).toEqual(first);
    expect(statSync(file).mtimeMs).toBe(made.mtimeMs);

    const damaged = readFileSync(file);
    damaged.fill(0xff, 5000, 5200);
    writeFileSync(file, damaged);
    expect(await list()).toEqual(first);
    expect(readFileSync(file)).not.toEqual(damaged);
    expect(readdirSync(join(cwd)).sort()).toEqual(['dbt_project.yml', 'logs', 'models', 'target']);
    rmSync(join(caches, 'tsdbt'), { recursive: true });
    writeFileSync(join(caches, 'tsdbt'), 'a file in its place');
    expect(await list()).toEqual(first);
  });

  it('keeps nothing of a command line that it refuses', async () => {
    const caches = join(tempFolder(), 'caches');
    mkdirSync(caches);
    const env = { XDG_CACHE_HOME: caches };
    expect((await tsdbt(['biuld'], { cwd: tempFolder(), env, isOwnProcess: true })).code).toBe(2);
    expect(readdirSync(join(caches, 'tsdbt'))).toEqual([]);
  });
});
