/**
 * Stage 7: executes a run plan. Schemas first, then `on-run-start`, the nodes in the order of the plan, `on-run-end`.
 * Nothing that a node does stops the run; stopping is asked for by the signal, or by a failure with --fail-fast.
 */
import type { RunPlan } from '../plan/run-plan.js';
import type { GraphNode } from '../resources/node.js';
import type { NodeResult, RunResult } from '../results/node-result.js';
import { secondsSince } from './clock.js';
import { createSchemas, lookUpRelations } from './create-schemas.js';
import { dropLeftBehind } from './drop-left-behind.js';
import { endOfRunNames } from './end-of-run-names.js';
import type { ExecuteDeps, ExecuteOptions } from './execute-deps.js';
import { failureDiagnostics } from './failure/failure-diagnostics.js';
import { enterRun, leaveRun } from './ledger/enter-run.js';
import { holdLocks } from './locks/hold-locks.js';
import { nodeCompiler } from './node/node-compiler.js';
import { failedResult, unstartedResult } from './node/node-results.js';
import { runProjectHooks } from './project-hooks.js';
import { createRunContext, type RunContext } from './run-context.js';
import { runNodes } from './run-nodes.js';

/**
 * Executes a plan. Never throws for what a node, a hook or the database does: that is in the result. Throws a TsdbtError,
 * with nothing begun, when other runs keep what this one writes.
 */
export async function executePlan(plan: RunPlan, deps: ExecuteDeps, options: ExecuteOptions): Promise<RunResult> {
  const context = createRunContext(plan, deps, nodeCompiler, options.sink);
  const locks = await holdLocks(context, options.signal);
  try {
    const started = performance.now();
    options.sink({ kind: 'run-started', plan, total: plan.nodes.size });
    const results = await runAll(context, options.signal, locks.lost);
    const result = { results, elapsed: secondsSince(started), wasCancelled: options.signal.aborted };
    options.sink({ kind: 'run-finished', result });
    return result;
  } finally {
    await locks.release();
  }
}

async function runAll(context: RunContext, signal: AbortSignal, lost: AbortSignal): Promise<readonly NodeResult[]> {
  const { plan } = context;
  const schemaFailure = await tryAtStart(context, signal, () => createSchemas(context, signal));
  if (schemaFailure !== null) return schemaFailure;
  const before = await runProjectHooks(context, plan.before, { signal, names: new Map() });
  // After the hooks, as they may create and drop relations.
  const lookUpFailure = await tryAtStart(context, signal, async () => {
    await enterRun(context, signal);
    await lookUpRelations(context, signal);
  });
  if (lookUpFailure !== null) return [...before, ...lookUpFailure];
  const hasStarted = before.every((result) => result.status === 'success');
  // After a cancel the nodes are told as cancelled.
  const mayRun = hasStarted || signal.aborted || !skipsNodes(context);
  const reason = mayRun ? null : 'Skipped because on-run-start failed';
  const nodes = await runNodes(context, { signal, lost, skipAll: reason });
  await dropLeftBehind(context, signal);
  await leaveRun(context, nodes, signal);
  await context.reuse.leave();
  const names = endOfRunNames(context, nodes);
  const after = await runProjectHooks(context, plan.after, { signal, names });
  return [...before, ...nodes, ...after];
}

/** dbt's flag; on unless the project turns it off, as nodes may build on what the hook did not do. */
function skipsNodes(context: RunContext): boolean {
  return context.deps.project.flags.skip_nodes_if_on_run_start_fails !== false;
}

/** When the database cannot be reached or a schema cannot be made, no node can run: every node says why. */
async function tryAtStart(context: RunContext, signal: AbortSignal, work: () => Promise<void>) {
  try {
    await work();
    return null;
  } catch (error) {
    return [...context.plan.nodes.values()].map(({ node }, index): NodeResult => {
      const result = signal.aborted
        ? unstartedResult(node, 'cancelled', 'Cancelled before it started')
        : failedAtStart(context, node, error);
      const { size: total } = context.plan.nodes;
      context.sink({ kind: 'node-finished', id: node.uniqueId, index: index + 1, total, result });
      return result;
    });
  }
}

function failedAtStart(context: RunContext, node: GraphNode, error: unknown): NodeResult {
  const diagnostics = failureDiagnostics(error, {
    node,
    compiled: null,
    compiledPath: null,
    session: null,
    activity: 'step',
    locate: context.compiler.locate,
    classify: context.deps.adapter.classifyError,
  });
  return failedResult({ node, timing: [], executionTime: 0, threadId: 'main' }, 'error', diagnostics, null);
}
