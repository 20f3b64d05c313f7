/** Asks the database of a project for its version. */
import { askVersion } from '../../test-connection.js';
import { loadedOf } from '../loaded.js';
import { throwErrors, toTsdbtError } from '../to-error.js';
import type { Project } from '../types/project.js';

/** Throws why there is no answer. */
export async function askDatabase(project: Project): Promise<string> {
  const { project: loaded, scrub } = loadedOf(project);
  const { adapter, target } = loaded;
  try {
    const open = () => adapter.open(target.credentials, { threads: 1, applicationName: 'tsdbt' });
    const { value, diagnostics } = await askVersion(adapter, open, { finish: (database) => database.close() });
    throwErrors(diagnostics);
    return value ?? '';
  } catch (error) {
    throw toTsdbtError(error, scrub);
  }
}
