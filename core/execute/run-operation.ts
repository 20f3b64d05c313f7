/** `run-operation`: calls one macro with a session of its own, outside of any node. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../diagnostics/did-you-mean.js';
import type { JsonObject } from '../resources/json.js';
import { toValue } from '../template/values/convert.js';
import type { ExecuteDeps, ExecuteOptions } from './execute-deps.js';
import { failureDiagnostics } from './failure/failure-diagnostics.js';
import type { Compiler } from './node/compiler.js';
import { nodeCompiler } from './node/node-compiler.js';
import { openNode } from './node/open-node.js';
import { createRunContext } from './run-context.js';

export interface Operation {
  /** `macro` or `package.macro`. */
  readonly macro: string;
  readonly args: JsonObject;
}

/** Whether there was such a macro, and what went wrong; no error means that it ran to its end. */
export interface OperationResult {
  readonly isKnown: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs a macro. Never throws for what the macro or the database does. */
export async function runOperation(
  operation: Operation,
  deps: ExecuteDeps,
  { sink, signal }: ExecuteOptions,
  compiler: Compiler = nodeCompiler,
): Promise<OperationResult> {
  const macro = deps.environment.findMacro(operation.macro, deps.project.name);
  if (macro === null) return { isKnown: false, diagnostics: [unknownMacro(operation.macro, deps)] };
  const plan = { command: 'run-operation', nodes: new Map(), before: [], after: [], schemas: [] } as const;
  const context = createRunContext({ ...plan, options: operationOptions }, deps, compiler, sink);
  const open = openNode(context, { node: null, purpose: 'write', signal, threadId: 'main' });
  try {
    const kwargs = new Map(Object.entries(operation.args).map(([name, value]) => [name, toValue(value)]));
    await deps.environment.callMacro(macro, { args: [], kwargs }, compiler.scope(null, open.runtime, {}));
    return { isKnown: true, diagnostics: [] };
  } catch (error) {
    const diagnostics = failureDiagnostics(error, {
      node: null,
      compiled: null,
      compiledPath: null,
      activity: 'step',
      session: open.openedSession(),
      locate: compiler.locate,
      classify: deps.adapter.classifyError,
    });
    return { isKnown: true, diagnostics: diagnostics.map((each) => ({ location: macro.block.location, ...each })) };
  } finally {
    await open.close();
  }
}

const operationOptions = {
  threads: 1,
  fullRefresh: false,
  allowDropDependents: false,
  lockTimeoutMs: 0,
  failFast: false,
  storeFailures: false,
  batchTests: false,
  warnError: false,
  failureRows: 0,
  showLimit: null,
  loadSources: false,
  adopt: false,
  reuse: false,
} as const;

function unknownMacro(name: string, { environment, project }: ExecuteDeps): Diagnostic {
  const names = environment.macros.flatMap((macro) => [macro.name, `${macro.packageName}.${macro.name}`]);
  const hint = didYouMean(closestNames(name, names));
  return {
    code: 'TSDBT_MACRO_MISSING',
    severity: 'error',
    message: `There is no macro '${name}' in ${project.name} or its packages.`,
    ...(hint === undefined ? {} : { hint }),
  };
}
