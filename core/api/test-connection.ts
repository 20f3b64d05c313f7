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
  readonly finish: (database: Database) => Promise<void>;
}

/** The same for a database that somebody else opens. */
export async function askVersion(
  adapter: Adapter,
  open: () => Promise<Database>,
  { finish }: AskOptions,
): Promise<Outcome<string | null>> {
  try {
    const database = await open();
    try {
      return { value: await database.version(), diagnostics: [] };
    } finally {
      await finish(database);
    }
  } catch (error) {
    return { value: null, diagnostics: [connectionProblem(adapter.classifyError(error))] };
  }
}

interface TryOptions {
  readonly signal: AbortSignal;
  /** Whether the database will be written: then it must be open to that. What only reads is asked for by who reads. */
  readonly isWriting: boolean;
}

/**
 * Why a run cannot use a database that somebody else opens and closes. Somebody else's lock is no finding: it may be gone by
 * the time a node needs it; if not, the node says so.
 */
export async function findConnectionProblems(
  adapter: Adapter,
  open: () => Promise<Database>,
  { signal, isWriting }: TryOptions,
): Promise<readonly Diagnostic[]> {
  try {
    const database = await open();
    if (isWriting) await tryWriting(database, signal);
    else await database.version(signal);
    return [];
  } catch (error) {
    const failure = adapter.classifyError(error);
    return failure.kind === 'locked' ? [] : [connectionProblem(failure)];
  }
}

/** Opens what writing needs, and writes nothing. */
async function tryWriting(database: Database, signal: AbortSignal): Promise<void> {
  const session = await database.session({ purpose: 'write', label: 'connection check', signal });
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
