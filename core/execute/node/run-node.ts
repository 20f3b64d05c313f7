/**
 * Stages 7a to 7c for one node: compile, materialize, run, and say what became of it. Never throws: whatever goes wrong
 * is the node's result.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { PlannedNode } from '../../plan/run-plan.js';
import type { NodeResult, NodeTiming } from '../../results/node-result.js';
import { secondsSince, timestamp } from '../clock.js';
import type { RunContext } from '../run-context.js';
import { doAction } from './actions.js';
import { failureDiagnostics } from './failure-diagnostics.js';
import type { NodeProgress } from './node-progress.js';
import { failedResult, finishedResult, type NodeWork } from './node-results.js';
import { openNode } from './open-node.js';
import { purposeOf } from './purpose.js';

export interface RunNodeOptions {
  readonly threadId: string;
  readonly signal: AbortSignal;
}

export async function runNode(context: RunContext, planned: PlannedNode, options: RunNodeOptions): Promise<NodeResult> {
  const { node } = planned;
  const startedAt = timestamp();
  const started = performance.now();
  const progress: NodeProgress = {
    compiled: null,
    compiledPath: null,
    compiledAt: null,
    activity: 'step',
    hookPlace: null,
  };
  const purpose = purposeOf(planned, context.plan.options);
  const open = openNode(context, { ...options, purpose, node: node.resourceType === 'exposure' ? null : node });
  const frame = () => ({
    node,
    timing: timings(startedAt, progress.compiledAt),
    executionTime: secondsSince(started),
    threadId: options.threadId,
  });
  let work: NodeWork;
  try {
    work = await doAction(context, planned, open, progress);
  } catch (error) {
    const diagnostics = failureDiagnostics(error, {
      ...progress,
      node,
      session: open.openedSession(),
      locate: context.compiler.locate,
      classify: context.deps.adapter.classifyError,
    });
    const isCancelled = options.signal.aborted;
    return failedResult(
      frame(),
      isCancelled ? 'cancelled' : 'error',
      isCancelled ? [cancelled(node.uniqueId), ...diagnostics] : diagnostics,
      progress.compiled,
    );
  } finally {
    await open.close();
  }
  return finishedResult(frame(), work);
}

function timings(startedAt: string, compiledAt: string | null): NodeTiming[] {
  const now = timestamp();
  const compile: NodeTiming = { name: 'compile', startedAt, completedAt: compiledAt ?? now };
  if (compiledAt === null) return [compile];
  return [compile, { name: 'execute', startedAt: compiledAt, completedAt: now }];
}

function cancelled(id: string): Diagnostic {
  return {
    code: 'TSDBT_RUN_CANCELLED',
    severity: 'error',
    message: `${id} was cancelled while it ran; its transaction was rolled back.`,
    node: id,
  };
}
