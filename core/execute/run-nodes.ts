/** Runs the nodes of a plan over the scheduler: tells the sink, skips what cannot run, stops on cancel and on fail-fast. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { PlannedNode } from '../plan/run-plan.js';
import type { GraphNode, UniqueId } from '../resources/node.js';
import type { NodeResult, NodeStatus, NodeTiming } from '../results/node-result.js';
import { secondsSince, timestamp } from './clock.js';
import { lostLocks } from './locks/hold-locks.js';
import { failedResult, unstartedResult } from './node/node-results.js';
import { purposeOf } from './node/purpose.js';
import { runNode } from './node/run-node.js';
import type { RunContext } from './run-context.js';
import { schedule } from './schedule/schedule.js';

/** Longest wait for running nodes after a cancel; their connections are closed by then. */
const CANCEL_GRACE_MS = 10_000;

/** What may follow goes on. */
const goodStatuses: ReadonlySet<NodeStatus> = new Set(['success', 'pass', 'warn', 'no-op']);

export interface RunNodesOptions {
  readonly signal: AbortSignal;
  /** Aborted when another run may write the same relations: what runs is cancelled, nothing more is started. */
  readonly lost: AbortSignal;
  /** When set no node runs, for this reason. */
  readonly skipAll: string | null;
}

/** The results in the order in which nodes ended. */
export async function runNodes(context: RunContext, options: RunNodesOptions): Promise<readonly NodeResult[]> {
  const { plan } = context;
  const total = plan.nodes.size;
  const results: NodeResult[] = [];
  const failFast = new AbortController();
  const signal = AbortSignal.any([options.signal, failFast.signal, options.lost]);
  const tellLost = () => context.sink({ kind: 'diagnostic', diagnostic: lostLocks });
  // They may have been lost while the hooks ran.
  if (options.lost.aborted) tellLost();
  else options.lost.addEventListener('abort', tellLost, { once: true });
  let index = 0;
  const finish = (result: NodeResult, own: number) => {
    results.push(result);
    context.sink({ kind: 'node-finished', id: result.node.uniqueId, index: own, total, result });
  };
  const leaveOut = (id: UniqueId, status: 'skipped' | 'cancelled', message: string) =>
    finish(unstartedResult(nodeOf(context, id).node, status, message), ++index);
  if (options.skipAll !== null) {
    for (const id of plan.nodes.keys()) leaveOut(id, 'skipped', options.skipAll);
    return results;
  }

  const run = async (id: UniqueId, thread: number): Promise<boolean> => {
    const own = ++index;
    context.started.add(id);
    context.sink({ kind: 'node-started', id, index: own, total });
    const threadId = `Thread-${thread} (worker)`;
    // A signal of its own: many listeners on one look like a leak to the platform.
    const result = await boundedRun(context, nodeOf(context, id), { threadId, signal: AbortSignal.any([signal]) });
    finish(result, own);
    const isGood = goodStatuses.has(result.status);
    if (!isGood && plan.options.failFast) failFast.abort();
    return isGood;
  };
  const left = await schedule(
    [...plan.nodes.values()].map((planned) => ({
      id: planned.node.uniqueId,
      waitsFor: planned.waitsFor,
      depth: planned.depth,
      isExclusive: isExclusive(context, planned),
    })),
    {
      threads: plan.options.threads,
      run,
      skip: (id, cause) => leaveOut(id, 'skipped', skipReason(context, cause, results)),
      isStopped: () => signal.aborted,
    },
  );
  const isCancelled = options.signal.aborted;
  for (const id of left) {
    if (isCancelled) leaveOut(id, 'cancelled', 'Cancelled before it started');
    else
      leaveOut(
        id,
        'skipped',
        options.lost.aborted ? 'Skipped because the locks of the run were lost' : 'Skipping due to fail_fast',
      );
  }
  return results;
}

function nodeOf(context: RunContext, id: UniqueId): PlannedNode {
  const planned = context.plan.nodes.get(id);
  if (planned === undefined) throw new Error(`${id} is not planned`);
  return planned;
}

function isExclusive(context: RunContext, planned: PlannedNode): boolean {
  const { capabilities } = context.deps.adapter;
  return !capabilities.concurrentWriters && purposeOf(planned, context.plan.options) === 'write';
}

/** The failed node itself is named, however many skipped ones lie between. */
function skipReason(context: RunContext, cause: UniqueId, results: readonly NodeResult[]): string {
  const before = results.find((result) => result.node.uniqueId === cause);
  if (before?.status === 'skipped') return before.message;
  const { node } = nodeOf(context, cause);
  const verb = before?.status === 'cancelled' ? 'was cancelled' : 'failed';
  return `Skipped because ${node.resourceType} ${node.name} ${verb}`;
}

/** After a cancel a node that does not come back in time is given up, so that stopping never hangs. */
async function boundedRun(
  context: RunContext,
  planned: PlannedNode,
  options: { readonly threadId: string; readonly signal: AbortSignal },
): Promise<NodeResult> {
  const { signal } = options;
  const started = { at: timestamp(), clock: performance.now() };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = () => {};
  const givenUp = new Promise<NodeResult>((resolve) => {
    onAbort = () => {
      timer = setTimeout(() => {
        resolve(givenUpResult(planned.node, options.threadId, started));
      }, CANCEL_GRACE_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([runNode(context, planned, options), givenUp]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}

/** It was started, so it is no skipped node, and nobody knows what it still does. */
function givenUpResult(
  node: GraphNode,
  threadId: string,
  started: { readonly at: string; readonly clock: number },
): NodeResult {
  const diagnostic: Diagnostic = {
    code: 'TSDBT_RUN_CANCELLED',
    severity: 'error',
    message: `${node.uniqueId} was cancelled and did not end within ${CANCEL_GRACE_MS / 1000} s; the database may still be rolling it back.`,
    node: node.uniqueId,
  };
  const timing: NodeTiming = { name: 'execute', startedAt: started.at, completedAt: timestamp() };
  const frame = { node, timing: [timing], executionTime: secondsSince(started.clock), threadId };
  return failedResult(frame, 'cancelled', [diagnostic], null);
}
