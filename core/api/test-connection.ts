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
  /** Whether the database will be written: then it must be open to that too. */
  readonly isWriting?: boolean;
  /** Somebody else's lock is no finding: it may be gone by the time a node needs it; if not, the node says so. */
  readonly mayBeLocked?: boolean;
}

/** The same for a database that somebody else opens and closes. */
export async function askVersion(
  adapter: Adapter,
  open: () => Promise<Database>,
  { finish = async () => {}, signal, isWriting = false, mayBeLocked = false }: AskOptions = {},
): Promise<Outcome<string | null>> {
  try {
    const database = await open();
    try {
      const value = await database.version(signal);
      if (isWriting) await tryWriting(database, signal);
      return { value, diagnostics: [] };
    } finally {
      await finish(database);
    }
  } catch (error) {
    const failure = adapter.classifyError(error);
    const isBorne = mayBeLocked && failure.kind === 'locked';
    return { value: null, diagnostics: isBorne ? [] : [connectionProblem(failure)] };
  }
}

/** Opens what writing needs, and writes nothing. */
async function tryWriting(database: Database, signal: AbortSignal | undefined): Promise<void> {
  const options = { purpose: 'write', label: 'connection check' } as const;
  const session = await database.session(signal === undefined ? options : { ...options, signal });
  await session.release();
}

/** The finding of a database that cannot be reached. */
export function connectionProblem({ message, detail, hint }: DatabaseFailure): Diagnostic {
  return {
    code: 'TSDBT_DATABASE_ERROR',
    severity: 'error',
    message,
    ...(hint === null ? {} : { hint }),
    ...(detail === null ? {} : { notes: [{ message: detail }] }),
  };
}
