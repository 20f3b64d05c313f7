/** Runs folders with the program as `npm run build` made it: its child processes start without a loader, in a fraction of the time. */
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bin } from '../cli.js';
import { type FinishedFolderRun, runFolder } from '../faults/run-folder.js';
import { type Watch, watchedAdapter } from '../faults/watched-adapter.js';
import type { RunSettings } from './model.js';

const folder = pathToFileURL(join(dirname(bin), '..'));
const program = (await import(`${folder}/core/index.js`)) as typeof import('../../../core/index.js');
const { adapters: builtAdapters } = (await import(
  `${folder}/adapters/index.js`
)) as typeof import('../../../adapters/index.js');

/** The class of errors that a built program throws. */
export const { TsdbtError } = program;

export interface BuiltRun {
  readonly settings: RunSettings;
  /** Every message to the database passes it. */
  readonly watch?: Watch;
  readonly signal?: AbortSignal;
}

/** `tsdbt run` in this process. */
export function runBuilt(path: string, { settings, watch = {}, signal }: BuiltRun): Promise<FinishedFolderRun> {
  const adapters = Object.fromEntries(
    Object.entries(builtAdapters).map(([type, entry]) => [
      type,
      { ...entry, load: async () => watchedAdapter(await entry.load(), watch) },
    ]),
  );
  return runFolder(path, {
    command: 'run',
    program,
    adapters,
    locking: { host: hostname(), pid: process.pid, timeoutMs: 10_000 },
    ...settings,
    ...(signal === undefined ? {} : { signal }),
  });
}
