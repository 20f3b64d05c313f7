/**
 * At the end of a run: drops the old versions that stayed under a temporary name because views of the run still read
 * them. One that is read still, as its reader was not built after all, stays and is named; a later run drops it.
 */

import type { LeftBehindStep } from '../plan/node-plan.js';
import { dropTemporary } from './ledger/drop-temporary.js';
import { openNode } from './node/open-node.js';
import type { RunContext } from './run-context.js';

/** Longest wait for somebody who still has a query open over the old version. */
const LOCK_WAIT_MS = 5_000;

/** Never throws: what cannot be dropped is one warning. */
export async function dropLeftBehind(context: RunContext, signal: AbortSignal): Promise<void> {
  for (const left of context.leftBehind.splice(0)) {
    const problem = signal.aborted ? 'the run was cancelled' : await drop(context, left, signal);
    if (problem !== null) tell(context, left, problem);
  }
}

/** Null when it is gone, else why it stays. */
async function drop(context: RunContext, { relation }: LeftBehindStep, signal: AbortSignal): Promise<string | null> {
  const { adapter } = context.deps;
  const { ledger, relations } = context;
  const open = openNode(context, { node: null, purpose: 'write', signal, threadId: 'main' });
  try {
    await dropTemporary({ adapter, ledger, relations }, relation, await open.session(), LOCK_WAIT_MS);
    return null;
  } catch (error) {
    return adapter.classifyError(error).message;
  } finally {
    await open.close();
  }
}

function tell({ deps, sink }: RunContext, { relation, readers }: LeftBehindStep, problem: string): void {
  const name = deps.adapter.dialect.renderRelation(relation);
  const message = `An old version stays as ${name}, which ${readers.join(', ')} still read${readers.length === 1 ? 's' : ''}: ${problem}. A later run drops it when nothing depends on it any more.`;
  sink({
    kind: 'diagnostic',
    diagnostic: {
      code: 'TSDBT_RELATION_LEFT_BEHIND',
      severity: 'warning',
      message,
      hint: `Build ${readers.join(', ')}.`,
    },
  });
}
