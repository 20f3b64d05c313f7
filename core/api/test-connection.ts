/** Asks a database for its version: the smallest proof that the connection works. */
import type { Adapter, AdapterTable } from '../adapter/adapter.js';
import type { Database } from '../adapter/database.js';
import type { DatabaseFailure } from '../adapter/failure.js';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.js';
import type { LocatedProject } from '../project/project-config.js';

/** The server's version, or why there is none. */
export async function testConnection(
  { target }: LocatedProject,
  adapters: AdapterTable,
): Promise<Outcome<string | null>> {
  const adapter = await adapters[target.credentials.type].load();
  const open = () => adapter.open(target.credentials, { threads: 1, applicationName: 'tsdbt' });
  return askVersion(adapter, open, { finish: (database) => database.close() });
}

interface AskOptions {
  readonly finish?: (database: Database) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** The same for a database that somebody else opens and closes. */
export async function askVersion(
  adapter: Adapter,
  open: () => Promise<Database>,
  { finish = async () => {}, signal }: AskOptions = {},
): Promise<Outcome<string | null>> {
  try {
    const database = await open();
    try {
      return { value: await database.version(signal), diagnostics: [] };
    } finally {
      await finish(database);
    }
  } catch (error) {
    return { value: null, diagnostics: [connectionProblem(adapter.classifyError(error))] };
  }
}

function connectionProblem({ message, detail, hint }: DatabaseFailure): Diagnostic {
  return {
    code: 'TSDBT_DATABASE_ERROR',
    severity: 'error',
    message,
    ...(hint === null ? {} : { hint }),
    ...(detail === null ? {} : { notes: [{ message: detail }] }),
  };
}
