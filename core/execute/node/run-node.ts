/**
 * Stages 7a to 7c for one node: compile, materialize, run, and say what became of it. Never throws: whatever goes wrong
 * is the node's result. What the database refused without keeping anything is tried again, as often as the profile says.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { PlannedNode } from '../../plan/run-plan.js';
import type { NodeResult, NodeTiming } from '../../results/node-result.js';
import { secondsSince, timestamp } from '../clock.js';
import { cancelledDiagnostic } from '../failure/cancelled.js';
import { failureDiagnostics } from '../failure/failure-diagnostics.js';
import { mayRepeat, pauseBeforeRetry } from '../failure/repeat.js';
import type { RunContext } from '../run-context.js';
import { GuessedSeedError } from '../seed-source.js';
import { doAction } from './actions/do-action.js';
import { newProgress } from './node-progress.js';
import { failedResult, finishedResult } from './node-results.js';
import { openNode } from './open-node.js';
import { purposeOf } from './purpose.js';

export interface RunNodeOptions {
  readonly threadId: string;
  readonly signal: AbortSignal;
  /** Told when the node's last message is about to be sent. */
  readonly onEnding?: () => void;
}

/** Runs a node to its end, however often it has to be begun. */
export async function runNode(context: RunContext, planned: PlannedNode, options: RunNodeOptions): Promise<NodeResult> {
  const clock = { startedAt: timestamp(), started: performance.now() };
  const { retries } = context.deps.target.credentials;
  const id = planned.node.uniqueId;
  let mayGuess = true;
  for (let attempt = 1; ; ) {
    const { result, failure, isGuessWrong } = await tryNode(context, planned, { ...options, ...clock, mayGuess });
    if (isGuessWrong) {
      mayGuess = false;
      const message = `${id}: the first rows of its file do not tell its types; it is begun anew and all rows are looked at first.`;
      context.sink({ kind: 'log', level: 'debug', message, id });
      continue;
    }
    if (failure === null || attempt > retries || options.signal.aborted) return result;
    const message = `${id} failed (${failure}) and nothing of it was kept; it is tried again (${attempt} of ${retries}).`;
    context.sink({ kind: 'log', level: 'warn', message, id });
    await pauseBeforeRetry(attempt++, options.signal);
  }
}

interface Attempt {
  readonly result: NodeResult;
  /** Why it failed, when trying again is safe and may help. */
  readonly failure: string | null;
  /** Whether the types of a seed were guessed and are others; nothing of it was kept. */
  readonly isGuessWrong: boolean;
}

interface AttemptOptions extends RunNodeOptions {
  readonly startedAt: string;
  readonly started: number;
  readonly mayGuess: boolean;
}

async function tryNode(context: RunContext, planned: PlannedNode, options: AttemptOptions): Promise<Attempt> {
  const { node } = planned;
  const { signal, threadId, startedAt, started, onEnding } = options;
  const progress = newProgress(options);
  const purpose = purposeOf(planned, context.plan.options);
  const open = openNode(context, {
    ...{ signal, threadId, purpose, opensLate: true },
    ...(onEnding === undefined ? {} : { onEnding }),
    node: node.resourceType === 'exposure' ? null : node,
  });
  const frame = () => ({
    node,
    timing: timings(startedAt, progress.compiledAt),
    executionTime: secondsSince(started) + progress.scannedSeconds,
    threadId,
    ...(progress.compiledPath === null ? {} : { compiledPath: progress.compiledPath }),
  });
  try {
    const work = await doAction(context, planned, open, progress);
    await open.close();
    return { result: finishedResult(frame(), work), failure: null, isGuessWrong: false };
  } catch (error) {
    await open.close();
    const { classifyError } = context.deps.adapter;
    const session = open.openedSession();
    const place = { ...progress, node, session, locate: context.compiler.locate, classify: classifyError };
    const found = failureDiagnostics(error, place);
    if (!signal.aborted) {
      const failure = classifyError(error);
      const isOfDatabase = !(error instanceof TsdbtError);
      const isRepeatable = isOfDatabase && mayRepeat(failure, session?.kept() ?? null, node);
      return {
        result: failedResult(frame(), 'error', found, progress.compiled),
        failure: isRepeatable ? failure.message : null,
        isGuessWrong: error instanceof GuessedSeedError,
      };
    }
    const isOwn = classifyError(error).kind === 'cancelled';
    const said: readonly Diagnostic[] = [cancelledDiagnostic(node.uniqueId, session, isOwn ? [] : found)];
    return { result: failedResult(frame(), 'cancelled', said, progress.compiled), failure: null, isGuessWrong: false };
  }
}

function timings(startedAt: string, compiledAt: string | null): NodeTiming[] {
  const now = timestamp();
  const compile: NodeTiming = { name: 'compile', startedAt, completedAt: compiledAt ?? now };
  if (compiledAt === null) return [compile];
  return [compile, { name: 'execute', startedAt: compiledAt, completedAt: now }];
}
