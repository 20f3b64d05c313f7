/** What the ledger says of earlier builds and tests, and which sources a run depends on. */
import type { Session } from '../../adapter/database.js';
import { withAncestors } from '../../graph/walk.js';
import type { RunPlan } from '../../plan/run-plan.js';
import type { SourceNode, UniqueId } from '../../resources/node.js';
import type { ExecuteDeps } from '../execute-deps.js';
import { listReuse } from '../ledger/ledger-sql.js';
import type { RunLedger } from '../ledger/run-ledger.js';
import { type ReuseRow, readRow } from './reuse-row.js';

interface LedgerParts {
  readonly deps: ExecuteDeps;
  readonly ledger: RunLedger;
}

/** False when the ledger cannot be read. */
export async function readLedger(
  session: Session,
  { deps, ledger }: LedgerParts,
  { rows, tests }: { readonly rows: Map<string, ReuseRow>; readonly tests: Map<UniqueId, ReuseRow> },
): Promise<boolean> {
  const { adapter } = deps;
  if (adapter.introspector.marks === undefined || adapter.dialect.markOf === undefined) return false;
  try {
    const answer = await session.execute(listReuse({ dialect: adapter.dialect, table: ledger.table }));
    for (const [entry, name, kind, details] of answer.rows) {
      const row = readRow(kind === null ? null : String(kind), String(details));
      if (row !== null) (entry === 'test' ? tests : rows).set(String(name), row);
    }
    return true;
  } catch (error) {
    const { kind } = adapter.classifyError(error);
    if (kind === 'connection' || kind === 'cancelled') throw error;
    return kind === 'missing_relation';
  }
}

/** Sources that are read by nodes of the plan, or by views above them, and that nothing of the project fills. */
export function sourcesOf({
  deps,
  plan,
}: {
  readonly deps: ExecuteDeps;
  readonly plan: RunPlan;
}): readonly SourceNode[] {
  const { manifest } = deps;
  if (manifest.sources.size === 0) return [];
  return withAncestors(manifest.graph, plan.nodes.keys()).flatMap((id) => manifest.sources.get(id) ?? []);
}
