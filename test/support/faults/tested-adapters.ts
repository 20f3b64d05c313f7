/** The adapters that fault tests run with, plain or under a watch. SQLite's comes from the build: its processes start faster so. */
import { dirname, join } from 'node:path';
import { adapters } from '../../../adapters/index.js';
import type { AdapterTable } from '../../../core/index.js';
import { bin } from '../cli.js';
import { type Watch, watchedAdapter } from './watched-adapter.js';

/** Without a watch. */
export const testedAdapters: AdapterTable = {
  ...adapters,
  sqlite: {
    type: 'sqlite',
    load: async () => {
      const built = await import(/* @vite-ignore */ join(dirname(bin), '../adapters/index.js'));
      return (built as typeof import('../../../adapters/index.js')).adapters.sqlite.load();
    },
  },
};

/** The same under a watch. */
export function watchedAdapters(watch: Watch): AdapterTable {
  return Object.fromEntries(
    Object.entries(testedAdapters).map(([type, entry]) => [
      type,
      { type, load: async () => watchedAdapter(await entry.load(), watch) },
    ]),
  );
}
