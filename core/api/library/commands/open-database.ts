/** A database that programs keep open between runs. */
import { TsdbtError } from '../../../diagnostics/error.js';
import { openRunDatabase, type RunDatabase } from '../../run-database.js';
import { type Loaded, loadedOf, openedOf, standingFor } from '../loaded.js';
import type { OpenDatabase } from '../types/options.js';
import type { Project } from '../types/project.js';

/** Opens on first use. */
export function openDatabase(project: Project, { threads }: { readonly threads?: number } = {}): OpenDatabase {
  const loaded = loadedOf(project);
  const { target } = loaded.project;
  const database = openRunDatabase(loaded.project, { threads: threads ?? target.credentials.threads });
  const shown: OpenDatabase = { kind: 'database', close: database.close };
  return standingFor(shown, { database, place: placeOf(loaded) });
}

/** The database to run in: the caller's, which must be of the same target; null when the run opens its own. */
export function databaseOf(given: OpenDatabase | undefined, loaded: Loaded): RunDatabase | null {
  if (given === undefined) return null;
  const { database, place } = openedOf(given);
  if (place === placeOf(loaded)) return database;
  const message = `The database was opened for another target: ${place}, not ${placeOf(loaded)}.`;
  throw new TsdbtError([{ code: 'TSDBT_ARGUMENT_INVALID', severity: 'error', message }]);
}

function placeOf({ project }: Loaded): string {
  const { credentials } = project.target;
  return `${credentials.type} ${credentials.describe}`;
}
