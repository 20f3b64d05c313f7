/**
 * Locks what a run writes before it creates anything, so that two runs never build the same relation at once. A run that
 * writes nothing locks nothing and opens no database.
 */
import type { RunLocks } from '../../adapter/run-locks.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { pauseFor } from '../clock.js';
import { failureDiagnostics } from '../failure/failure-diagnostics.js';
import type { RunContext } from '../run-context.js';
import { describeHolder } from './describe-holder.js';
import { type Locking, lockOwner } from './lock-owner.js';
import { waitForLocks } from './wait-for-locks.js';
import { writtenRelations } from './written-relations.js';

export type HeldLocks = Pick<RunLocks, 'lost' | 'release'>;

const noLocks = (): HeldLocks => ({ lost: new AbortController().signal, release: async () => {} });

/** What fails here is not about a node. */
const noNode = { node: null, compiled: null, compiledPath: null, session: null, activity: 'step' } as const;

/** Waits for other runs. Throws a TsdbtError when they take too long, with nothing changed. A cancel ends the wait without locks. */
export async function holdLocks(context: RunContext, signal: AbortSignal): Promise<HeldLocks> {
  const { compiler } = context;
  const { adapter, database, invocation, locking } = context.deps;
  const relations = locking === null ? [] : writtenRelations(context);
  if (locking === null || relations.length === 0) return noLocks();
  const { timeoutMs } = locking;
  const locks = (await database()).locks({ relations, owner: lockOwner(invocation, locking), timeoutMs });
  try {
    const outcome = await waitForLocks(locks, {
      timeoutMs,
      signal,
      onWait: (holder, waitedMs) => context.sink({ kind: 'lock-waiting', holder, waitedMs, timeoutMs }),
      now: () => performance.now(),
      pause: pauseFor,
    });
    if (outcome.kind === 'held') return locks;
    if (outcome.kind === 'refused') throw new TsdbtError([refusal(describeHolder(outcome.holder), locking)]);
    await locks.release();
    return noLocks();
  } catch (error) {
    await locks.release();
    throw new TsdbtError(
      failureDiagnostics(error, { ...noNode, locate: compiler.locate, classify: adapter.classifyError }),
    );
  }
}

function refusal(holder: string, { timeoutMs }: Locking): Diagnostic {
  const waited = timeoutMs === 0 ? '' : `, after a wait of ${timeoutMs / 1000} s`;
  return {
    code: 'TSDBT_LOCK_HELD',
    severity: 'error',
    message: `Nothing was run${waited}: ${holder}.`,
    hint: 'Run again when the other run has ended, or wait longer with --lock-timeout SECONDS.',
  };
}

/** What is said when the locks of a run that goes on are gone. */
export const lostLocks: Diagnostic = {
  code: 'TSDBT_LOCK_LOST',
  severity: 'error',
  message: 'The connection that held the locks of this run ended and they could not be taken again: the run stops.',
  hint: 'Run again; what was finished stays.',
};
