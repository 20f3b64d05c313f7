/** Runs nodes made by hand on a database through `executePlan`, with the built-in macros of its adapter. */
import type { Cell } from '../../../core/adapter/cell.js';
import type { Session } from '../../../core/adapter/database.js';
import type { RunEvent } from '../../../core/execute/events.js';
import type { ExecuteDeps } from '../../../core/execute/execute-deps.js';
import { executePlan } from '../../../core/execute/execute-plan.js';
import { openSeed } from '../../../core/io/csv/open-seed.js';
import { planRun } from '../../../core/plan/plan-run.js';
import type { CommandName, RunOptions, RunPlan } from '../../../core/plan/run-plan.js';
import type { InvocationFacts } from '../../../core/project/invocation.js';
import type { ManifestNode, SourceNode } from '../../../core/resources/node.js';
import type { NodeResult } from '../../../core/results/node-result.js';
import type { AdapterUnderTest } from '../../conformance/support.js';
import { manifestOf } from '../manifest.js';
import { builtInEnvironment } from './built-in-environment.js';
import { shopConfig } from './shop-config.js';

const defaultOptions: RunOptions = {
  threads: 4,
  fullRefresh: false,
  allowDropDependents: false,
  lockTimeoutMs: 1_000,
  failFast: false,
  storeFailures: false,
  batchTests: true,
  warnError: false,
  failureRows: 5,
  showLimit: 5,
  loadSources: false,
  adopt: false,
  reuse: false,
};

export interface RunSettings {
  readonly command?: CommandName;
  readonly options?: Partial<RunOptions>;
  readonly signal?: AbortSignal;
  readonly deps?: Partial<ExecuteDeps>;
}

export interface FinishedRun {
  readonly results: ReadonlyMap<string, NodeResult>;
  readonly events: readonly RunEvent[];
  /** All SQL that was sent by the nodes, in order. */
  readonly sql: readonly string[];
}

let invocations = 0;

/** The plan over all of the nodes, and what executes it. */
export async function plannedProject(
  under: AdapterUnderTest,
  nodes: readonly (ManifestNode | SourceNode)[],
  settings: RunSettings = {},
): Promise<{ readonly plan: RunPlan; readonly deps: ExecuteDeps }> {
  const manifest = manifestOf(nodes);
  const selection = { ids: new Set(nodes.map((node) => node.uniqueId)) };
  const options = { ...defaultOptions, ...settings.options };
  const plan = planRun(manifest, selection, settings.command ?? 'build', options);
  const deps: ExecuteDeps = {
    manifest,
    environment: settings.deps?.environment ?? (await builtInEnvironment(under.adapter)),
    project: shopConfig(),
    target: { profileName: 'shop', targetName: 'dev', credentials: under.credentials, profilesFile: null },
    adapter: under.adapter,
    database: async () => under.database,
    invocation: invocationFacts(options),
    vars: { get: () => undefined },
    openSeed,
    earlier: null,
    loadSource: null,
    writer: { compiled: async () => null, run: async () => null },
    locking: null,
    ...settings.deps,
  };
  return { plan, deps };
}

/** Plans and executes all of the nodes. */
export async function runProject(
  under: AdapterUnderTest,
  nodes: readonly (ManifestNode | SourceNode)[],
  settings: RunSettings = {},
): Promise<FinishedRun> {
  const { plan, deps } = await plannedProject(under, nodes, settings);
  const events: RunEvent[] = [];
  const signal = settings.signal ?? new AbortController().signal;
  const sink = (event: RunEvent) => void events.push(event);
  const result = await executePlan(plan, deps, { sink, signal });
  return {
    results: new Map(result.results.map((each) => [each.node.name, each])),
    events,
    sql: events.flatMap((event) => (event.kind === 'statement' && event.id !== null ? [event.sql] : [])),
  };
}

function invocationFacts(options: RunOptions): InvocationFacts {
  return {
    id: `invocation-${++invocations}`,
    startedAt: '2026-01-31T10:00:00.000000Z',
    which: 'build',
    flags: { FULL_REFRESH: options.fullRefresh, STORE_FAILURES: options.storeFailures, WHICH: 'build' },
    args: {},
    env: {},
    toolVersion: '0.0.0',
  };
}

/** A node in the default database and schema of the adapter under test. */
export function placed<T extends ManifestNode>(under: AdapterUnderTest, node: T): T {
  return { ...node, database: under.credentials.database, schema: under.credentials.schema };
}

/** All rows of a query, cells as text for comparing across databases. */
export async function rowsOf(under: AdapterUnderTest, sql: string): Promise<string[][]> {
  const { rows } = await under.withSession((session: Session) => session.execute(sql));
  return rows.map((row) => row.map(cellText));
}

function cellText(cell: Cell): string {
  if (cell === null) return 'null';
  return typeof cell === 'object' ? cell.text : String(cell);
}
