/** Runs `on-run-start` and `on-run-end`: each hook is a node with a result; all of a kind share one session. */
import type { CompiledNode } from '../compile/compiled-node.js';
import type { NodeRuntime } from '../compile/node-runtime.js';
import type { OperationNode } from '../resources/node.js';
import type { NodeResult } from '../results/node-result.js';
import { type RenderedText, trimRendered } from '../template/source-map.js';
import type { Value } from '../template/values/value.js';
import { secondsSince, timestamp } from './clock.js';
import { failureDiagnostics } from './failure/failure-diagnostics.js';
import { failedResult, finishedResult, unstartedResult } from './node/node-results.js';
import { type OpenNode, openNode } from './node/open-node.js';
import type { RunContext } from './run-context.js';
import type { NodeSession } from './session/node-session.js';

export interface ProjectHookOptions {
  readonly signal: AbortSignal;
  /** Names that only these hooks have: `results`, `schemas`, `database_schemas` at the end of a run. */
  readonly names: ReadonlyMap<string, Value>;
}

/** Runs hooks in order. After a failure the rest is skipped, as what they build on is missing. */
export async function runProjectHooks(
  context: RunContext,
  hooks: readonly OperationNode[],
  options: ProjectHookOptions,
): Promise<readonly NodeResult[]> {
  const results: NodeResult[] = [];
  let hasFailed = false;
  for (const [index, hook] of hooks.entries()) {
    const name = hookName(hook);
    const result: NodeResult =
      hasFailed || options.signal.aborted
        ? unstartedResult(hook, 'skipped', `${name} skipped`)
        : await runHook(context, hook, options);
    hasFailed ||= result.status !== 'success';
    results.push(result);
    context.sink({
      kind: 'hook-finished',
      name,
      index: index + 1,
      total: hooks.length,
      seconds: result.executionTime,
      status: result.status === 'success' ? 'success' : result.status === 'skipped' ? 'skipped' : 'error',
      message: result.message,
    });
  }
  return results;
}

async function runHook(context: RunContext, hook: OperationNode, options: ProjectHookOptions): Promise<NodeResult> {
  const startedAt = timestamp();
  const started = performance.now();
  const name = hookName(hook);
  const open = openNode(context, { node: hook, purpose: 'write', signal: options.signal, threadId: 'main' });
  let compiledAt = startedAt;
  let compiled: CompiledNode | null = null;
  const frame = () => ({
    node: hook,
    timing: [
      { name: 'compile' as const, startedAt, completedAt: compiledAt },
      { name: 'execute' as const, startedAt: compiledAt, completedAt: timestamp() },
    ],
    executionTime: secondsSince(started),
    threadId: 'main',
  });
  try {
    const session = inTransaction(open);
    const sql = await renderHook(context, hook, { ...open.runtime, session }, options);
    compiled = { node: hook, sql, extraCtes: [] };
    await context.deps.writer.compiled(hook, compiled);
    compiledAt = timestamp();
    if (sql.text !== '') await (await session()).execute(sql.text);
    await commit(open);
    const outcome = { kind: 'built' as const, message: `${name} passed`, rows: null, adapterResponse: {} };
    return { ...finishedResult(frame(), { compiled, outcome, diagnostics: [] }), failures: 0 };
  } catch (error) {
    const diagnostics = failureDiagnostics(error, {
      node: hook,
      compiled,
      compiledPath: null,
      session: open.openedSession(),
      activity: hook.hook,
      locate: context.compiler.locate,
      classify: context.deps.adapter.classifyError,
    });
    const message = `${name} failed, error:\n ${diagnostics[0]?.message ?? ''}`;
    return { ...failedResult(frame(), 'error', diagnostics, compiled), message, failures: 1 };
  } finally {
    await open.close();
  }
}

async function renderHook(
  context: RunContext,
  hook: OperationNode,
  runtime: NodeRuntime,
  { names }: ProjectHookOptions,
): Promise<RenderedText> {
  const scope = context.compiler.scope(hook, runtime, { names });
  const { file, line, column } = hook.location;
  const template = context.deps.environment.compile({ text: hook.rawCode, file, line, column });
  return trimRendered(await template.render(scope));
}

/**
 * The hook's session, in a transaction from its first use on, so that a hook of several statements happens whole or not
 * at all, whether they stand in its text or in the macros that it calls.
 */
function inTransaction(open: OpenNode): () => Promise<NodeSession> {
  let beginning: Promise<NodeSession> | null = null;
  const begin = async (): Promise<NodeSession> => {
    const session = await open.session();
    await session.begin();
    return session;
  };
  return () => {
    beginning ??= begin();
    return beginning;
  };
}

async function commit(open: OpenNode): Promise<void> {
  const session = open.openedSession();
  if (session?.inTransaction) await session.commit();
}

/** `project.on-run-start.0`, as dbt names hooks. */
function hookName(hook: OperationNode): string {
  return `${hook.packageName}.${hook.hook}.${hook.index}`;
}
