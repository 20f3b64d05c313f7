/** Runs a whole project folder through the public API, in this process, with adapters of the caller's choice. */
import { randomUUID } from 'node:crypto';
import type { AdapterTable, Diagnostic, RunEvent, RunRequest, RunResult } from '../../../core/index.js';
import * as source from '../../../core/index.js';
import type { NodeResult } from '../../../core/results/node-result.js';

export interface FolderRun {
  /** The program that runs it, from its source unless said otherwise. */
  readonly program?: typeof source;
  readonly command?: 'build' | 'run' | 'seed' | 'load' | 'test';
  readonly adapters: AdapterTable;
  readonly signal?: AbortSignal;
  readonly fullRefresh?: boolean;
  readonly failFast?: boolean;
  readonly adopt?: boolean;
  readonly reuse?: boolean;
  /** Whether the project is loaded with what earlier runs have kept of it. */
  readonly isKept?: boolean;
  readonly threads?: number;
  readonly select?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Left out, the run locks nothing. */
  readonly locking?: RunRequest['locking'];
  readonly onEvent?: (event: RunEvent) => void;
}

export interface FinishedFolderRun {
  readonly result: RunResult;
  /** By the name of the node. */
  readonly results: ReadonlyMap<string, NodeResult>;
  readonly events: readonly RunEvent[];
}

/** What has kept a project, where it is kept. */
export const KEEPER = 'the program of the test';

/** The same for every run, as landed rows carry it. */
const STARTED_AT = '2026-01-31T10:00:00.000000Z';

/** Runs the project and writes its artifacts. Throws what the command would say when the project cannot be loaded. */
export async function runFolder(folder: string, run: FolderRun): Promise<FinishedFolderRun> {
  const { adapters, command = 'build', threads, program = source } = run;
  const events: RunEvent[] = [];
  const sink = (event: RunEvent) => {
    events.push(event);
    run.onEvent?.(event);
  };
  const flags = { FULL_REFRESH: run.fullRefresh ?? false, WHICH: command, STORE_FAILURES: false };
  const invocation = {
    id: randomUUID(),
    startedAt: STARTED_AT,
    which: command,
    flags,
    args: {},
    env: run.env ?? {},
    toolVersion: '0.0.0',
  };
  const options = { cwd: folder, projectDir: null, profilesDir: null, profile: null, target: null, targetPath: null };
  const located = checked(
    await program.locateProject({
      ...options,
      logPath: null,
      cliVars: {},
      versionCheck: true,
      invocation,
      adapters,
      homeDir: folder,
    }),
  );
  const request = { located, invocation, adapters, inlineSql: null, sink };
  const scrub = (text: string) => text;
  const keeping = { scrub, note: () => {}, isWritten: true, program: KEEPER };
  const load = run.isKept === true ? program.loadKeptProject(request, keeping) : program.loadProject(request);
  const project = checked(await load);
  const select = run.select ?? null;
  const selection = checked(
    program.selectForCommand(project, {
      select: select === null ? null : [...select],
      exclude: [],
      indirectSelection: 'eager',
      resourceTypes: null,
      excludeResourceTypes: [],
    }),
  );
  const plan = program.planCommand(project, {
    command,
    selection,
    options: {
      threads: threads ?? project.target.credentials.threads,
      fullRefresh: run.fullRefresh ?? false,
      failFast: run.failFast ?? false,
      storeFailures: false,
      batchTests: true,
      warnError: false,
      allowDropDependents: false,
      lockTimeoutMs: 300_000,
      failureRows: 5,
      showLimit: null,
      loadSources: command === 'build',
      adopt: run.adopt ?? false,
      reuse: run.reuse ?? false,
    },
  });
  const signal = run.signal ?? new AbortController().signal;
  const locking = run.locking ?? null;
  const result = await program.runPlan(project, plan, { sink, signal, scrub, writeArtifacts: true, locking });
  return { result, events, results: new Map(result.results.map((each) => [nameOf(each), each])) };
}

function nameOf({ node }: NodeResult): string {
  return node.name;
}

function checked<T>({
  value,
  diagnostics,
}: {
  readonly value: T | null;
  readonly diagnostics: readonly Diagnostic[];
}): T {
  if (value === null || source.hasErrors(diagnostics)) {
    throw new Error(diagnostics.map(({ message }) => message).join('\n') || 'The project cannot be loaded.');
  }
  return value;
}
