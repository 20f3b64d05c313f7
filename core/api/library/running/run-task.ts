/**
 * Stages 5 to 8 for programs: one command over a loaded project. Every call has facts of its own, so that calls that go
 * on at once do not see each other.
 */
import { type Diagnostic, hasErrors } from '../../../diagnostics/diagnostic.js';
import { thisProcess } from '../../../io/this-process.js';
import type { RunPlan } from '../../../plan/run-plan.js';
import { hasFailed } from '../../../results/has-failed.js';
import type { RunResult as InnerResult } from '../../../results/node-result.js';
import type { Project as LoadedProject } from '../../load-project.js';
import { runMacro, runPlan } from '../../run-plan.js';
import { planCommand, selectForCommand } from '../../select-for-command.js';
import { databaseOf } from '../commands/open-database.js';
import { callFacts } from '../facts.js';
import { checkOptions } from '../known-options.js';
import { type Loaded, loadedOf } from '../loaded.js';
import { policyOf, type RunSettings, settle } from '../settings.js';
import { throwErrors, toTsdbtError } from '../to-error.js';
import { toNodeResult } from '../to-public.js';
import type { RunEvent } from '../types/events.js';
import type { OperationOptions, ShowOptions } from '../types/options.js';
import type { Project } from '../types/project.js';
import type { RunCommand, RunResult } from '../types/results.js';
import { withInlineSql } from './inline-node.js';
import { type Translation, translatedSink } from './translate-events.js';

/** What is run: a command over a selection, a query of the caller's, or a macro. */
export type Task =
  | { readonly command: Exclude<RunCommand, 'run-operation'>; readonly options: ShowOptions; readonly sql?: string }
  | { readonly command: 'run-operation'; readonly options: OperationOptions; readonly macro: string };

/** One call that goes on. */
interface Call {
  readonly loaded: Loaded;
  readonly project: LoadedProject;
  readonly settings: RunSettings;
  readonly translation: Translation;
  readonly signal: AbortSignal;
}

/** Runs the task; throws a TsdbtError when it could not be done at all. */
export async function runTask(project: Project, task: Task, { emit, signal }: RunSide): Promise<RunResult> {
  const loaded = loadedOf(project);
  checkOptions(optionsKind(task.command), task.options);
  try {
    const settings = settle(task.options, loaded.project);
    const invocation = callFacts(task.command, settings, loaded.project.invocation);
    const translation = translatedSink(emit, { loaded, command: task.command, judge: policyOf(settings) });
    const call = { loaded, project: { ...loaded.project, invocation }, settings, translation, signal };
    const result = task.command === 'run-operation' ? await runOneMacro(call, task) : await runNodes(call, task);
    emit({ kind: 'run-finished', result });
    return result;
  } catch (error) {
    throw toTsdbtError(error, loaded.scrub);
  }
}

function optionsKind(command: RunCommand): 'run' | 'show' | 'operation' {
  if (command === 'run-operation') return 'operation';
  return command === 'show' ? 'show' : 'run';
}

/** What a run has of its handle. */
interface RunSide {
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

async function runNodes(call: Call, task: Exclude<Task, { command: 'run-operation' }>): Promise<RunResult> {
  const { loaded, settings, translation, signal } = call;
  const { command, options, sql } = task;
  const isInline = sql !== undefined;
  const project = isInline ? withInlineSql(call.project, sql, translation.sink) : call.project;
  const plan = isInline ? inlinePlan(project, settings, command) : selectedPlan({ ...call, project }, command);
  const database = databaseOf(options.database, loaded);
  const result = await runPlan(project, plan, {
    sink: translation.sink,
    signal,
    scrub: loaded.scrub,
    writeArtifacts: settings.writeArtifacts && (command !== 'show' || options.writeArtifacts === true),
    locking: needsLocks(command) ? { ...thisProcess(), timeoutMs: settings.lockTimeoutMs } : null,
    state: options.state ?? null,
    ...(database === null ? {} : { database }),
  });
  return toRunResult(call, task.command, result);
}

function needsLocks(command: RunCommand): boolean {
  return command !== 'compile' && command !== 'show';
}

function inlinePlan(project: LoadedProject, settings: RunSettings, command: Task['command']): RunPlan {
  const ids = new Set(project.inlineId === null ? [] : [project.inlineId]);
  return planCommand(project, { command, selection: { ids }, options: settings.plan });
}

/** Throws for a selection that means nothing; what is only odd about it is told. */
function selectedPlan({ project, settings, translation }: Call, command: Task['command']): RunPlan {
  // Nothing shows a test that was not named.
  const request =
    command === 'show' ? { ...settings.selection, indirectSelection: 'empty' as const } : settings.selection;
  const selected = selectForCommand(project, request);
  const said = policyOf(settings)(selected.diagnostics);
  throwErrors(said);
  for (const diagnostic of said) translation.sink({ kind: 'diagnostic', diagnostic });
  const plan = planCommand(project, { command, selection: selected.value, options: settings.plan });
  if (plan.nodes.size === 0) {
    translation.sink({ kind: 'diagnostic', diagnostic: nothingSelected });
    throwErrors(translation.diagnostics);
  }
  return plan;
}

const nothingSelected: Diagnostic = {
  code: 'TSDBT_SELECTION_EMPTY',
  severity: 'warning',
  message: 'The selection leaves nothing to do.',
};

function toRunResult({ loaded, project, settings, translation }: Call, command: RunCommand, result: InnerResult) {
  const judge = policyOf(settings);
  const isFailed = hasFailed(result.results, judge) || hasErrors(translation.diagnostics);
  const status = result.wasCancelled ? 'cancelled' : isFailed ? 'failed' : 'success';
  return {
    invocationId: project.invocation.id,
    command,
    status,
    success: status === 'success',
    results: result.results.map((each) => toNodeResult(each, translation.infoOf(each.node), loaded.scrub, judge)),
    diagnostics: translation.diagnostics,
    seconds: result.elapsed,
  } satisfies RunResult;
}

async function runOneMacro(
  call: Call,
  { macro, options }: Extract<Task, { command: 'run-operation' }>,
): Promise<RunResult> {
  const { loaded, project, settings, translation, signal } = call;
  const started = performance.now();
  const { isKnown, diagnostics } = await runMacro(project, {
    operation: { macro, args: options.args ?? {} },
    sink: translation.sink,
    signal,
    scrub: loaded.scrub,
  });
  if (!isKnown) throwErrors(diagnostics);
  for (const diagnostic of policyOf(settings)(diagnostics)) translation.sink({ kind: 'diagnostic', diagnostic });
  const elapsed = (performance.now() - started) / 1000;
  return toRunResult(call, 'run-operation', { results: [], elapsed, wasCancelled: signal.aborted });
}
