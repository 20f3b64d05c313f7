/** Stage 7: executes a run plan. */
import type { RunPlan } from '../plan/run-plan.js';
import type { RunResult } from '../results/node-result.js';
import type { ExecuteDeps, ExecuteOptions } from './execute-deps.js';
import { executeWith } from './execute-with.js';
import { nodeCompiler } from './node/node-compiler.js';

/** Executes a plan. Never throws for what a node, a hook or the database does: that is in the result. */
export function executePlan(plan: RunPlan, deps: ExecuteDeps, options: ExecuteOptions): Promise<RunResult> {
  return executeWith(plan, deps, options, nodeCompiler);
}
