/** The ledger as a preview reads it: once, whole, and never written. Where there is none, nothing is recorded yet. */
import type { Session } from '../../adapter/database.js';
import type { ExecuteDeps } from '../execute-deps.js';
import { listRelations } from '../ledger/ledger-sql.js';
import { createRunLedger, type KnownRelation, type RunLedger } from '../ledger/run-ledger.js';

export interface PreviewLedger extends RunLedger {
  /** What the ledger says that a relation was built from; null when it says nothing. */
  readonly fingerprintOf: (key: string) => string | null;
}

interface Recorded extends KnownRelation {
  readonly fingerprint: string | null;
}

/** Reads the ledger. One that cannot be read is a problem that the ledger tells; a lost connection throws. */
export async function readLedger(deps: ExecuteDeps, session: Session): Promise<PreviewLedger> {
  const { adapter } = deps;
  const ledger = createRunLedger(deps);
  const known = new Map<string, Recorded>();
  let problem: string | null = null;
  try {
    const { rows } = await session.execute(listRelations({ dialect: adapter.dialect, table: ledger.table }));
    for (const [key, ...rest] of rows) {
      const [kind, owner, fingerprint] = rest.map((cell) => (cell === null ? null : String(cell)));
      known.set(String(key), { kind, owner, fingerprint });
    }
  } catch (error) {
    const failure = adapter.classifyError(error);
    if (failure.kind === 'connection' || failure.kind === 'cancelled') throw error;
    if (failure.kind !== 'missing_relation') problem = failure.message;
  }
  return {
    table: ledger.table,
    start: async () => problem,
    finish: async () => {},
    problem: () => problem,
    record: () => [],
    forget: () => [],
    noteTests: async () => {},
    find: async (key) => known.get(key) ?? null,
    unclean: async () => [],
    fingerprintOf: (key) => known.get(key)?.fingerprint ?? null,
  };
}
