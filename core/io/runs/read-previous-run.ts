/** Reads what the last command came to from the run_results.json of a target folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../../artifacts/json-text.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { type PreviousRun, readPreviousRun } from '../../state/previous-run.js';
import { shownPath } from '../read-text.js';

/** Throws a TsdbtError when there is none that can be used. `folder` is absolute. */
export async function loadPreviousRun(folder: string, root: string): Promise<PreviousRun> {
  const path = join(folder, 'run_results.json');
  const shown = shownPath(root, path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    throw problem(isMissing ? `There is no earlier run: ${shown} does not exist` : `${shown} cannot be read (${code})`);
  }
  const run = readPreviousRun(parseJson(text));
  if (run === null) throw problem(`${shown} is no run_results.json of dbt or tsdbt`);
  return run;
}

function problem(message: string): TsdbtError {
  const hint = 'Run `tsdbt build` first, or name the target folder of the run with --state.';
  return new TsdbtError([{ code: 'TSDBT_RETRY_IMPOSSIBLE', severity: 'error', message: `${message}.`, hint }]);
}
