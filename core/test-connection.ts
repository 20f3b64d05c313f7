/** Asks the database of a target for its version: the smallest proof that the connection works. */
import type { AdapterTable } from './adapter/adapter.js';
import type { DatabaseFailure } from './adapter/failure.js';
import type { Diagnostic, Outcome } from './diagnostics/diagnostic.js';
import type { LocatedProject } from './project/project-config.js';

/** The server's version, or why there is none. */
export async function testConnection(
  { target }: LocatedProject,
  adapters: AdapterTable,
): Promise<Outcome<string | null>> {
  const adapter = await adapters[target.credentials.type].load();
  try {
    const database = await adapter.open(target.credentials, { threads: 1, applicationName: 'tsdbt' });
    try {
      return { value: await database.version(), diagnostics: [] };
    } finally {
      await database.close();
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
