import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCacheFolder } from '../../../core/io/parse-cache/cache-folder.js';
import { tempFolder } from '../../support/cli.js';

const HOUR_S = 3600;

/** A folder in which time goes by for all files at once. */
function openFolder() {
  const path = tempFolder();
  const cache = openCacheFolder(path);
  return {
    keep: async (text: string) => {
      const name = await cache.writeShard(text, 'nodes');
      await cache.writeIndex(`names ${name}`, [name], 'nodes');
      return name;
    },
    waitAnHour: (names: readonly string[]) => {
      const age = Date.now() / 1000 - HOUR_S;
      for (const name of names) utimesSync(join(path, name), age, age);
    },
    has: (name: string) => existsSync(join(path, name)),
    read: cache.readShard,
  };
}

describe('a shard that no index names any more', () => {
  it('stands for those who read the index that was replaced just now, however old it is', async () => {
    const folder = openFolder();
    const first = await folder.keep('first');
    folder.waitAnHour(['manifest.cache', first]);
    await folder.keep('second');
    expect(folder.read(first)).toEqual({ text: 'first' });
  });

  it('is removed when nobody can need it any more', async () => {
    const folder = openFolder();
    const first = await folder.keep('first');
    const second = await folder.keep('second');
    folder.waitAnHour(['manifest.cache', second]);
    await folder.keep('third');
    expect([folder.has(first), folder.has(second)]).toEqual([true, true]);
    folder.waitAnHour([first]);
    await folder.keep('fourth');
    expect([folder.has(first), folder.has(second)]).toEqual([false, true]);
  });
});
