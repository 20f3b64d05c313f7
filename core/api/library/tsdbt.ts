/**
 * The package `tsdbt`: what programs may rely on. Functions over a loaded project; what they take and answer is plain
 * data. Nothing is read of the process, nothing is printed, and the stages are loaded when they are first needed.
 */
import { startHandle } from './running/run-handle.js';
import type { Task } from './running/run-task.js';
import type { DiffOptions, ModelDiff } from './types/diff.js';
import type { Run } from './types/events.js';
import type { Listing } from './types/nodes.js';
import type {
  OpenDatabase,
  OperationOptions,
  QueryOptions,
  RunOptions,
  SelectionOptions,
  ShowOptions,
} from './types/options.js';
import type { Plan, PlanOptions } from './types/plan.js';
import type { CheckedProject, LoadOptions, Project } from './types/project.js';
import type { Table } from './types/results.js';

export type { AdapterEntry, AdapterTable } from '../../adapter/adapter.js';
export type { Cell, ResultColumn } from '../../adapter/cell.js';
export type { Diagnostic, Location, Note } from '../../diagnostics/diagnostic.js';
export { TsdbtError } from '../../diagnostics/error.js';
export type { Json, JsonObject } from '../../resources/json.js';
export type {
  ColumnDifferences,
  ComparedColumn,
  ComparisonKey,
  DiffOptions,
  ModelDiff,
  RowCounts,
  RowDifference,
} from './types/diff.js';
export type { LogEvent, Run, RunEvent } from './types/events.js';
export type { Listing, NodeInfo } from './types/nodes.js';
export type {
  DatabaseOptions,
  OpenDatabase,
  OperationOptions,
  QueryOptions,
  RunOptions,
  SelectionOptions,
  ShowOptions,
} from './types/options.js';
export type {
  ColumnsPreview,
  DependentPreview,
  Plan,
  PlannedNode,
  PlanOptions,
  PreviewAction,
  PreviewReason,
} from './types/plan.js';
export type { CheckedProject, LoadOptions, Project, TargetInfo } from './types/project.js';
export type { NodeResult, NodeStatus, RunCommand, RunResult, Table, Value } from './types/results.js';

/**
 * Reads, parses and resolves a project. Throws a `TsdbtError` that carries every mistake of it at once.
 *
 * @param folder where dbt_project.yml lies: a path, or a `file:` URL such as `new URL('./shop', import.meta.url)`. A
 *   relative path counts from the working folder, as everywhere in Node.
 */
export async function loadProject(folder: string | URL, options: LoadOptions): Promise<Project> {
  return (await import('./commands/load.js')).load(folder, options);
}

/** The same for the sake of what is wrong: mistakes of the project are answered, not thrown. */
export async function checkProject(folder: string | URL, options: LoadOptions): Promise<CheckedProject> {
  return (await import('./commands/load.js')).check(folder, options);
}

/** The nodes that a selection chooses; all without one. Asks no database. */
export async function ls(project: Project, options: SelectionOptions = {}): Promise<Listing> {
  return (await import('./commands/list-nodes.js')).listNodes(project, options);
}

/** Loads files of sources, loads seeds, builds models and runs tests, in the order of their dependencies. */
export function build(project: Project, options: RunOptions = {}): Run {
  return start(project, { command: 'build', options });
}

/** Builds models. */
export function run(project: Project, options: RunOptions = {}): Run {
  return start(project, { command: 'run', options });
}

/** Runs data tests. A test that fails is a result with the status `fail`, not an error. */
export function test(project: Project, options: RunOptions = {}): Run {
  return start(project, { command: 'test', options });
}

/** Loads the CSV files of the project. */
export function seed(project: Project, options: RunOptions = {}): Run {
  return start(project, { command: 'seed', options });
}

/** Loads the files of external sources into their tables. */
export function load(project: Project, options: RunOptions = {}): Run {
  return start(project, { command: 'load', options });
}

/** Renders the SQL of models, tests and analyses without running it: `sql` of each result. */
export function compile(project: Project, options: RunOptions = {}): Run {
  return start(project, { command: 'compile', options });
}

/** Asks for the first rows of what nodes would hold, or of the rows that tests find: `table` of each result. */
export function show(project: Project, options: ShowOptions = {}): Run {
  return start(project, { command: 'show', options });
}

/** What a command would do with each node and why, asked of the database with nothing changed in it. */
export async function plan(project: Project, options: PlanOptions = {}): Promise<Plan> {
  return (await import('./commands/plan-run.js')).planRun(project, options);
}

/**
 * Selected models as their files say them now, compared with what stands in the database: columns, counts and the first
 * rows that differ. Changes nothing. A model that cannot be compared is a result with the status `failed`.
 */
export async function diff(project: Project, options: DiffOptions = {}): Promise<readonly ModelDiff[]> {
  return (await import('./commands/diff-selected.js')).diffSelected(project, options);
}

/**
 * Runs one query, in which `ref`, `source` and macros work as in a model, and answers its rows. Throws a `TsdbtError` when
 * it fails or is cancelled.
 */
export async function query(project: Project, sql: string, options: QueryOptions = {}): Promise<Table> {
  return (await import('./commands/run-query.js')).runQuery(project, sql, options);
}

/** Runs a macro: `macro` or `package.macro`. What it logs and prints is among the events. */
export function runOperation(project: Project, macro: string, options: OperationOptions = {}): Run {
  return start(project, { command: 'run-operation', macro, options });
}

/**
 * A database to be kept open between commands, for a program that runs many of them. It connects on first use; the
 * program closes it.
 */
export async function openDatabase(
  project: Project,
  options: { readonly threads?: number } = {},
): Promise<OpenDatabase> {
  return (await import('./commands/open-database.js')).openDatabase(project, options);
}

/** Connects, and answers the version of the database: `PostgreSQL 16.3`. Throws a `TsdbtError` that says why it cannot. */
export async function testConnection(project: Project): Promise<string> {
  return (await import('./commands/ask-database.js')).askDatabase(project);
}

/** Writes manifest.json without running anything; answers its path, relative to the project. */
export async function writeManifest(project: Project): Promise<string> {
  return (await import('./commands/write-project-manifest.js')).writeProjectManifest(project);
}

function start(project: Project, task: Task): Run {
  return startHandle(
    async (emit, signal) => (await import('./running/run-task.js')).runTask(project, task, { emit, signal }),
    task.options.signal,
  );
}
