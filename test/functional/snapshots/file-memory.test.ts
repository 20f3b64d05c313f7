import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileMemory, type FileMemory } from '../../../core/io/files/file-memory.js';
import { readProjectFiles } from '../../../core/io/read-project-files.js';
import { filesIn } from '../../support/cli.js';
import { projectConfig } from '../../support/project-config.js';

/** A memory by whose clock every file is old, and a reading that tells texts by name and which files are the same objects. */
function open(root: string, memory: FileMemory = createFileMemory({ clock: () => Date.now() + 60_000 })) {
  let last: ReadonlyMap<string, object> = new Map();
  return async (changed: readonly string[] = []) => {
    const reading = memory.open(new Set(changed.map((name) => join(root, name))));
    const { value, diagnostics } = await readProjectFiles({ ...projectConfig('name: p'), root }, reading);
    reading.commit();
    const kept = value.filter((file) => last.get(file.path) === file).map(({ path }) => path);
    last = new Map(value.map((file) => [file.path, file]));
    const texts = Object.fromEntries(value.map(({ path, text, hash }) => [path, text === '' ? hash : text]));
    return { kept, texts, problems: diagnostics.map(({ message }) => message) };
  };
}

const files = { 'models/a.sql': 'select 1', 'models/b.sql': 'select 2', 'seeds/s.csv': 'id\n1\n' };

describe('files that were read before', () => {
  it('are the same as long as nothing of them changes', async () => {
    const read = open(filesIn(files));
    const first = await read();
    expect(await read()).toEqual({ ...first, kept: ['models/a.sql', 'models/b.sql', 'seeds/s.csv'] });
  });

  it('are read anew when they change, and only they', async () => {
    const root = filesIn(files);
    const read = open(root);
    await read();
    writeFileSync(join(root, 'models/a.sql'), 'select 10');
    writeFileSync(join(root, 'seeds/s.csv'), 'id\n2\n');
    const { kept, texts } = await read();
    expect(kept).toEqual(['models/b.sql']);
    expect(texts['models/a.sql']).toBe('select 10');
  });

  it('are noticed when another file of the same size and age takes their place', async () => {
    const root = filesIn({ ...files, 'new.sql': 'select 9' });
    const read = open(root);
    await read();
    const { atime, mtime } = statSync(join(root, 'models/a.sql'));
    utimesSync(join(root, 'new.sql'), atime, mtime);
    renameSync(join(root, 'new.sql'), join(root, 'models/a.sql'));
    expect((await read()).texts['models/a.sql']).toBe('select 9');
  });

  it('are read anew while they are so new that a later write might not show', async () => {
    const root = filesIn(files);
    let reads = 0;
    const memory = createFileMemory();
    const counting: FileMemory = {
      rows: memory.rows,
      open: (changed) => {
        const reading = memory.open(changed);
        const counted = <T>(read: () => T) => {
          reads++;
          return read();
        };
        return { ...reading, file: (facts, read) => reading.file(facts, () => counted(read)) };
      },
    };
    const read = open(root, counting);
    await read();
    const { kept } = await read();
    expect([reads, kept]).toEqual([6, ['models/a.sql', 'models/b.sql', 'seeds/s.csv']]);
  });

  it('are read anew when they are known to have changed, and stay the same when they have not', async () => {
    const root = filesIn(files);
    const read = open(root);
    await read();
    expect((await read(['models/a.sql'])).kept).toContain('models/a.sql');
  });

  it('are new when a seed is written that is too big to be hashed', async () => {
    const rows = (digit: string) => `id\n${`${digit}\n`.repeat(600_000)}`;
    const root = filesIn({ 'seeds/big.csv': rows('1') });
    const read = open(root);
    await read();
    expect((await read(['seeds/big.csv'])).kept).toEqual(['seeds/big.csv']);
    writeFileSync(join(root, 'seeds/big.csv'), rows('2'));
    expect((await read()).kept).toEqual([]);
  });

  it('are gone, come, and cannot be read, as the folder has it', async () => {
    const root = filesIn(files);
    const read = open(root);
    await read();
    rmSync(join(root, 'models/a.sql'));
    writeFileSync(join(root, 'models/c.sql'), 'select 3');
    writeFileSync(join(root, 'models/b.sql'), Buffer.from([0xff, 0xfe, 0xff]));
    const { texts, problems } = await read();
    expect(Object.keys(texts)).toEqual(['models/c.sql', 'seeds/s.csv']);
    expect(problems).toEqual(['Cannot read models/b.sql: it is not UTF-8 text.']);
    writeFileSync(join(root, 'models/b.sql'), 'select 2');
    expect((await read()).problems).toEqual([]);
  });
});
