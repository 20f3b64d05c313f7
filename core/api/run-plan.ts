/** Stages 7 and 8 as commands ask for them: executes a plan, then writes what dbt writes under `target/`. */
import { resolve } from 'node:path';
import type { OpenOptions } from '../adapter/adapter.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { TsdbtError } from '../diagnostics/error.js';
import type { Scrubber } from '../diagnostics/scrub.js';
import { timestamp } from '../execute/clock.js';
import type { EventSink } from '../execute/events.js';
import type { ExecuteDeps, SqlWriter } from '../execute/execute-deps.js';
import { executePlan } from '../execute/execute-plan.js';
import { landSource } from '../execute/landing/land-source.js';
import type { Locking } from '../execute/locks/lock-owner.js';
import { purposeOf } from '../execute/node/purpose.js';
import { type Operation, type OperationResult, runOperation } from '../execute/run-operation.js';
import { openSeed } from '../io/csv/open-seed.js';
import { landingFileFinder } from '../io/landing/find-landing-files.js';
import { readState } from '../io/runs/read-state.js';
import { prepareTargetFolder, type TargetPlace } from '../io/target-folder.js';
import { createSqlWriter } from '../io/writing/sql-writer.js';
import type { RunPlan } from '../plan/run-plan.js';
import type { UniqueId } from '../resources/node.js';
import type { RunResult } from '../results/node-result.js';
import type { Project } from './load-project.js';
import { openRunDatabase, type RunDatabase } from './run-database.js';
import { findConnectionProblems } from './test-connection.js';
import { writeOperationResults, writeRunArtifacts } from './write-artifacts.js';

export interface RunRequest {
  readonly sink: EventSink;
  readonly signal: AbortSignal;
  /** Replaces secrets in everything that is written. */
  readonly scrub: Scrubber;
  readonly writeArtifacts: boolean;
  /** Takes over when the artifacts are written, for callers that run again and again; without it the run writes them at its end. */
  readonly onArtifacts?: (write: () => Promise<void>) => void;
  /** Who runs, for other runs that want the same relations, and how long to wait for them; null locks nothing. */
  readonly locking: Omit<Locking, 'scrub'> | null;
  /** Folder of an earlier run's manifest.json, relative to the project: what it made counts as made by tsdbt. */
  readonly state?: string | null;
  /** A database that the caller keeps open between runs, and closes; without it the run opens its own. */
  readonly database?: RunDatabase;
}

/** Executes a plan and writes its artifacts; a database that the run opened itself is closed when this answers. */
export async function runPlan(project: Project, plan: RunPlan, request: RunRequest): Promise<RunResult> {
  const { signal, scrub } = request;
  const { sink, diagnostics } = rememberDiagnostics(request.sink);
  const { threads } = plan.options;
  const kept = request.database;
  const database = kept ?? openRunDatabase(project, { threads, onWarning: warningTo(sink) });
  const paths = new Map<string, string>();
  const locking = request.locking === null ? null : { ...request.locking, scrub };
  const end = async () => {
    if (kept === undefined) await database.close();
  };
  let ended: Promise<void> | null = null;
  try {
    const { state = null } = request;
    const earlier = state === null ? null : await readState(resolve(project.config.root, state), state);
    if (project.inlineId === null) await prepareTargetFolder(targetPlace(project));
    await checkConnection(project, plan, { database, signal });
    const deps = { ...executeDeps(project, { database, scrub, paths, earlier }), locking };
    project.hold?.();
    const result = await executePlan(plan, deps, { sink, signal });
    // Nothing more is asked of it: it closes while the artifacts are written.
    ended = end();
    if (request.writeArtifacts && project.inlineId === null) {
      const write = () => writeRunArtifacts(project, scrub, { plan, result, paths, diagnostics });
      if (request.onArtifacts === undefined) await write();
      else request.onArtifacts(write);
    }
    return result;
  } finally {
    await (ended ?? end());
  }
}

/** What is said of the run itself belongs into its record too. */
function rememberDiagnostics(sink: EventSink): { readonly sink: EventSink; readonly diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const remember: EventSink = (event) => {
    if (event.kind === 'diagnostic') diagnostics.push(event.diagnostic);
    sink(event);
  };
  return { sink: remember, diagnostics };
}

/** Tells a listener what a database warns of. */
export function warningTo(sink: EventSink): NonNullable<OpenOptions['onWarning']> {
  return (warning) => {
    const diagnostic = { code: 'TSDBT_DATABASE_PLACE', severity: 'warning', ...warning } as const;
    sink({ kind: 'diagnostic', diagnostic });
  };
}

/** A database that cannot be reached is one finding about the database, not one about each node. */
async function checkConnection(
  { adapter }: Project,
  plan: RunPlan,
  { database, signal }: { readonly database: RunDatabase; readonly signal: AbortSignal },
): Promise<void> {
  const users = [...plan.nodes.values()].filter(({ action }) => action !== 'compile' && action !== 'none');
  if (users.length === 0) return;
  const isWriting = users.some((planned) => purposeOf(planned, plan.options) === 'write');
  const diagnostics = await findConnectionProblems(adapter, database.open, { signal, isWriting });
  // After a cancel the run itself says of each node that it was not started.
  if (diagnostics.length > 0 && !signal.aborted) throw new TsdbtError(diagnostics);
}

export interface OperationRequest
  extends Omit<RunRequest, 'writeArtifacts' | 'onArtifacts' | 'locking' | 'state' | 'database'> {
  /** `macro` or `package.macro`, with its arguments by name. */
  readonly operation: Operation;
  /** Whether run_results.json tells what became of it; not when left out. */
  readonly writeResults?: boolean;
}

/** Runs one macro; the database is closed when this answers. */
export async function runMacro(project: Project, request: OperationRequest): Promise<OperationResult> {
  const { sink, signal, scrub, operation, writeResults = false } = request;
  const database = openRunDatabase(project, { threads: 1, onWarning: warningTo(sink) });
  const startedAt = timestamp();
  try {
    const deps = executeDeps(project, { database, scrub, paths: new Map(), earlier: null });
    const result = await runOperation(operation, deps, { sink, signal });
    if (writeResults && result.isKnown) {
      await writeOperationResults(project, scrub, { operation, diagnostics: result.diagnostics, startedAt });
    }
    return result;
  } finally {
    await database.close();
  }
}

interface Parts {
  readonly database: RunDatabase;
  readonly scrub: Scrubber;
  /** Filled with the path of each compiled file. */
  readonly paths: Map<UniqueId, string>;
  readonly earlier: ExecuteDeps['earlier'];
}

/** What executing is given of a project. */
export function executeDeps(project: Project, { database, scrub, paths, earlier }: Parts): ExecuteDeps {
  const { config } = project;
  return {
    manifest: project.manifest,
    environment: project.environment,
    project: config,
    target: project.target,
    adapter: project.adapter,
    database: database.open,
    invocation: project.invocation,
    vars: project.vars,
    openSeed,
    earlier,
    loadSource: (source, runtime, place) => landSource(source, runtime, landingFileFinder(config.root), place),
    writer: project.inlineId === null ? trackPaths(createSqlWriter(targetPlace(project), scrub), paths) : noWriter,
    recipes: project.recipes ?? null,
    locking: null,
  };
}

function targetPlace({ config }: Project): TargetPlace {
  return { projectRoot: config.root, targetPath: resolve(config.root, config.targetPath) };
}

/** Inline SQL leaves no files. */
const noWriter: SqlWriter = { compiled: async () => null, run: async () => null };

function trackPaths(writer: SqlWriter, paths: Map<UniqueId, string>): SqlWriter {
  return {
    run: writer.run,
    compiled: async (node, compiled) => {
      const path = await writer.compiled(node, compiled);
      if (path !== null) paths.set(node.uniqueId, path);
      return path;
    },
  };
}
