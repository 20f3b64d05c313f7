/** Runs the nodes of a plan over the scheduler: tells the sink, skips what cannot run, stops on cancel and on fail-fast. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { PlannedNode } from '../plan/run-plan.js';
import type { GraphNode, UniqueId } from '../resources/node.js';
import type { NodeResult, NodeStatus, NodeTiming } from '../results/node-result.js';
import { secondsSince, timestamp, timestampAt } from './clock.js';
import { lostLocks } from './locks/hold-locks.js';
import { failedResult, reusedResult, unstartedResult } from './node/node-results.js';
import { purposeOf } from './node/purpose.js';
import { type RunNodeOptions, runNode } from './node/run-node.js';
import { settleReused, unsettled } from './reuse/settle-reused.js';
import type { RunContext } from './run-context.js';
import { scheduleScans } from './scans/schedule-scans.js';
import type { Job } from './schedule/ready-queue.js';
import { schedule } from './schedule/schedule.js';
import { CANCEL_GRACE_MS, withGrace } from './schedule/with-grace.js';

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
    context.reuse.finish(result);
    results.push(result);
    context.sink({ kind: 'node-finished', id: result.node.uniqueId, index: own, total, result });
  };
  const leaveOut = (id: UniqueId, status: 'skipped' | 'cancelled', message: string) =>
    finish(unstartedResult(nodeOf(context, id).node, status, message), ++index);
  if (options.skipAll !== null) {
    for (const id of plan.nodes.keys()) leaveOut(id, 'skipped', options.skipAll);
    return results;
  }

  const all = [...plan.nodes.values()].map((planned) => jobOf(context, planned));
  const settled = plan.options.reuse && !signal.aborted ? settleReused(all, (id) => isReused(context, id)) : NOTHING;
  for (const id of settled) finish(leftAsItIs(context, id), ++index);
  const others = all.filter(({ id }) => !settled.has(id));
  const scans = scheduleScans(context, others);
  // A signal for each thread: many listeners on one look like a leak to the platform.
  const threadSignals = Array.from({ length: plan.options.threads }, () => AbortSignal.any([signal]));
  const run = async (id: UniqueId, thread: number, onEnding: () => void): Promise<boolean> => {
    const options = {
      threadId: `Thread-${thread} (worker)`,
      signal: threadSignals[thread - 1],
      // What has not been started when the first one fails is left out.
      ...(plan.options.failFast ? {} : { onEnding }),
    };
    if (scans.has(id)) {
      await scans.run(id, options);
      return true;
    }
    const own = ++index;
    const planned = nodeOf(context, id);
    const decision = context.reuse.begin(planned);
    if (decision.isReused) {
      finish(leftAsItIs(context, id), own);
      return true;
    }
    context.started.add(id);
    context.sink({ kind: 'node-started', id, index: own, total });
    const ran = await boundedRun(context, planned, options);
    const result = plan.options.reuse && isReusable(planned) ? { ...ran, reuse: decision } : ran;
    finish(result, own);
    const isGood = goodStatuses.has(result.status);
    if (!isGood && plan.options.failFast) failFast.abort();
    return isGood;
  };
  const left = await schedule(unsettled(scans.jobs, settled), {
    threads: plan.options.threads,
    run,
    skip: (id, cause) => {
      if (!scans.has(id)) leaveOut(id, 'skipped', skipReason(context, cause, results));
    },
    isStopped: () => signal.aborted,
  });
  for (const id of left) if (!scans.has(id)) leaveOut(id, ...whyLeft(options));
  return results;
}

const NOTHING: ReadonlySet<UniqueId> = new Set();

function isReused(context: RunContext, id: UniqueId): boolean {
  return context.reuse.begin(nodeOf(context, id)).isReused;
}

function leftAsItIs(context: RunContext, id: UniqueId): NodeResult {
  const planned = nodeOf(context, id);
  context.started.add(id);
  return reusedResult(planned.node, context.reuse.begin(planned).reason);
}

function whyLeft({ signal, lost }: RunNodesOptions): ['skipped' | 'cancelled', string] {
  if (signal.aborted) return ['cancelled', 'Cancelled before it started'];
  return ['skipped', lost.aborted ? 'Skipped because the locks of the run were lost' : 'Skipping due to fail_fast'];
}

/** What may be left as it is: loads look for files each time, and an exposure is nothing to do. */
function isReusable({ action }: PlannedNode): boolean {
  return action === 'materialize' || action === 'seed' || action === 'test';
}

function nodeOf(context: RunContext, id: UniqueId): PlannedNode {
  const planned = context.plan.nodes.get(id);
  if (planned === undefined) throw new Error(`${id} is not planned`);
  return planned;
}

function jobOf(context: RunContext, planned: PlannedNode): Job {
  const { capabilities } = context.deps.adapter;
  const isExclusive = !capabilities.concurrentWriters && purposeOf(planned, context.plan.options) === 'write';
  return { id: planned.node.uniqueId, waitsFor: planned.waitsFor, depth: planned.depth, isExclusive };
}

/** The failed node itself is named, however many skipped ones lie between. */
function skipReason(context: RunContext, cause: UniqueId, results: readonly NodeResult[]): string {
  const before = results.find((result) => result.node.uniqueId === cause);
  if (before?.status === 'skipped') return before.message;
  const { node } = nodeOf(context, cause);
  const verb = before?.status === 'cancelled' ? 'was cancelled' : 'failed';
  return `Skipped because ${node.resourceType} ${node.name} ${verb}`;
}

async function boundedRun(context: RunContext, planned: PlannedNode, options: RunNodeOptions): Promise<NodeResult> {
  const started = performance.now();
  return withGrace(
    options.signal,
    () => runNode(context, planned, options),
    () => givenUpResult(planned.node, options.threadId, started),
  );
}

/** It was started, so it is no skipped node, and nobody knows what it still does. */
function givenUpResult(node: GraphNode, threadId: string, started: number): NodeResult {
  const diagnostic: Diagnostic = {
    code: 'TSDBT_RUN_CANCELLED',
    severity: 'error',
    message: `${node.uniqueId} was cancelled and did not end within ${CANCEL_GRACE_MS / 1000} s; the database may still be rolling it back.`,
    node: node.uniqueId,
  };
  const timing: NodeTiming = { name: 'execute', startedAt: timestampAt(started), completedAt: timestamp() };
  const frame = { node, timing: [timing], executionTime: secondsSince(started), threadId };
  return failedResult(frame, 'cancelled', [diagnostic], null);
}
