/** Runs nodes made by hand on a database through `executeWith`, with fake templates: SQL is taken as written, macros are functions. */
import type { Cell } from '../../../core/adapter/cell.js';
import type { Session } from '../../../core/adapter/database.js';
import type { RunEvent } from '../../../core/execute/events.js';
import type { ExecuteDeps } from '../../../core/execute/execute-deps.js';
import { executeWith } from '../../../core/execute/execute-with.js';
import type { Compiler } from '../../../core/execute/node/compiler.js';
import { openSeed } from '../../../core/io/csv/open-seed.js';
import { planRun } from '../../../core/plan/plan-run.js';
import type { CommandName, RunOptions } from '../../../core/plan/run-plan.js';
import type { ManifestNode } from '../../../core/resources/node.js';
import type { NodeResult } from '../../../core/results/node-result.js';
import { plainText } from '../../../core/template/source-map.js';
import type { AdapterUnderTest } from '../../conformance/support.js';
import { manifestOf } from '../manifest.js';
import { fakeEnvironment, toFakeValue } from './fake-macros.js';

export const defaultOptions: RunOptions = {
  threads: 4,
  fullRefresh: false,
  failFast: false,
  storeFailures: false,
  warnError: false,
  failureRows: 5,
  showLimit: 5,
  loadSources: false,
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

/** Plans and executes all of the nodes. */
export async function runProject(
  under: AdapterUnderTest,
  nodes: readonly ManifestNode[],
  settings: RunSettings = {},
): Promise<FinishedRun> {
  const manifest = manifestOf(nodes);
  const selection = { ids: new Set(nodes.map((node) => node.uniqueId)) };
  const options = { ...defaultOptions, ...settings.options };
  const plan = planRun(manifest, selection, settings.command ?? 'build', options);
  const events: RunEvent[] = [];
  const deps = {
    manifest,
    environment: fakeEnvironment(under),
    project: { name: 'shop', flags: {}, queryComment: undefined, locate: () => ({ file: 'x', line: 1, column: 1 }) },
    target: { profileName: 'shop', targetName: 'dev', credentials: under.credentials, profilesFile: null },
    adapter: under.adapter,
    database: async () => under.database,
    invocation: { id: `invocation-${++invocations}`, toolVersion: '0.0.0' },
    vars: { get: () => undefined },
    openSeed,
    loadSource: null,
    writer: { compiled: async () => null, run: async () => null },
    ...settings.deps,
  } as unknown as ExecuteDeps;
  const signal = settings.signal ?? new AbortController().signal;
  const sink = (event: RunEvent) => void events.push(event);
  const result = await executeWith(plan, deps, { sink, signal }, fakeCompiler());
  return {
    results: new Map(result.results.map((each) => [each.node.name, each])),
    events,
    sql: events.flatMap((event) => (event.kind === 'statement' && event.id !== null ? [event.sql] : [])),
  };
}

/** Compiles nodes to their text, places relations as the adapter does. */
export function fakeCompiler(): Compiler {
  return {
    compile: async (node) => ({ node, sql: plainText(node.rawCode), extraCtes: [] }),
    scope: (node) => ({ packageName: node?.packageName ?? 'shop', lookup: () => undefined }),
    relation: (node, { adapter, target }) => {
      if (node.resourceType === 'exposure') throw new Error('no relation');
      const { database, schema, quoting } = node;
      const identifier = node.resourceType === 'source' ? node.identifier : node.alias;
      const name = adapter.relationName({ database, schema, identifier }, target.credentials);
      return { ...name, type: null, quoting };
    },
    argument: (argument) => toFakeValue(argument),
    locate: () => null,
    check: () => [],
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
