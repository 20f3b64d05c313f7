/** The package `tsdbt/vitest`: the data tests of a project as tests of Vitest, which is loaded when it is first needed. */
import { TsdbtError } from '../../diagnostics/error.js';
import { loadedOf } from '../library/loaded.js';
import { build, ls, test as runTests } from '../library/tsdbt.js';
import type { Run } from '../library/types/events.js';
import type { NodeInfo } from '../library/types/nodes.js';
import type { RunOptions } from '../library/types/options.js';
import type { Project } from '../library/types/project.js';
import type { NodeResult } from '../library/types/results.js';
import { type NodeOutcomes, nodeOutcomes } from './node-outcomes.js';
import { diagnosticText, failureAt, testMessage } from './test-messages.js';

/** What a test of Vitest is given, as far as it is used. */
export interface VitestContext {
  readonly skip: (note?: string) => unknown;
  readonly annotate: (message: string, type?: string) => unknown;
  readonly signal: AbortSignal;
}

/** The functions of Vitest that are used. */
export interface VitestFunctions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: (name: string, body: (context: VitestContext) => Promise<void>, timeout?: number) => unknown;
  readonly beforeAll: (hook: () => Promise<void>, timeout?: number) => unknown;
  readonly afterAll: (hook: () => Promise<void>, timeout?: number) => unknown;
}

export interface DataTestsOptions extends Omit<RunOptions, 'signal'> {
  /** True: seeds and models of the selection are built first, and a test of what failed is skipped. False by default: only tests run. */
  readonly build?: boolean;
  /** Vitest's own functions, for a project that has more than one Vitest; `import('vitest')` by default. */
  readonly vitest?: VitestFunctions;
}

/** Statements are bounded in the database, if at all: a test of Vitest waits for its node. */
const NO_LIMIT = 0;

/**
 * Declares one Vitest test for each data test that is selected, in a `describe` of the project's name: `await
 * dataTests(project)` at the top of a test file. They run as one run, which begins with the first of them. A test
 * that finds rows fails with the first of them and with its place; one of severity `warn` passes with an annotation.
 * Throws a `TsdbtError` when there is nothing to test.
 */
export async function dataTests(project: Project, options: DataTestsOptions = {}): Promise<void> {
  const { build: isBuilding = false, vitest, ...runOptions } = options;
  const { nodes } = await ls(project, runOptions);
  const tests = nodes.filter(({ resourceType }) => resourceType === 'test');
  if (tests.length === 0) throw new TsdbtError([nothingToTest(project)]);
  const functions: VitestFunctions = vitest ?? (await import('vitest'));
  const start = () => (isBuilding ? build(project, runOptions) : runTests(project, runOptions));
  functions.describe(`data tests of ${project.name}`, () => declare(functions, { project, tests, start, isBuilding }));
}

interface Suite {
  readonly project: Project;
  readonly tests: readonly NodeInfo[];
  readonly start: () => Run;
  readonly isBuilding: boolean;
}

function declare({ test, beforeAll, afterAll }: VitestFunctions, { project, tests, start, isBuilding }: Suite): void {
  let current: { readonly run: Run; readonly outcomes: NodeOutcomes } | null = null;
  const going = () => {
    if (current === null) throw new Error('The data tests have not been started.');
    return current;
  };
  beforeAll(async () => {
    const run = start();
    current = { run, outcomes: nodeOutcomes(run) };
    await current.outcomes.started;
  }, NO_LIMIT);
  afterAll(async () => {
    await current?.run.catch(() => {});
  }, NO_LIMIT);
  const declareOne = (name: string, check: (context: VitestContext) => Promise<void>): void => {
    const body = async (context: VitestContext): Promise<void> => {
      context.signal.addEventListener('abort', going().run.cancel, { once: true });
      await check(context);
    };
    test(name, body, NO_LIMIT);
  };
  for (const node of tests) {
    declareOne(`${node.name} (${node.location.file}:${node.location.line})`, async (context) => {
      await judge(await going().outcomes.resultOf(node.uniqueId), { node, project, context });
    });
  }
  if (isBuilding) declareOne('builds what they read', async () => checkBuild((await going().run).results, project));
}

interface Judged {
  readonly node: NodeInfo;
  readonly project: Project;
  readonly context: VitestContext;
}

async function judge(result: NodeResult | null, { node, project, context }: Judged): Promise<void> {
  if (result === null) throw failureAt(`${node.name} was not run.`, node.location, project.root);
  const { scrub } = loadedOf(project);
  switch (result.status) {
    case 'pass':
    case 'success':
      return;
    case 'warn':
      await context.annotate(scrub(testMessage(result)), 'warning');
      return;
    case 'skipped':
      context.skip(result.message);
      return;
    default:
      throw failureAt(scrub(testMessage(result)), node.location, project.root);
  }
}

/** Tests of what failed are skipped, so something must fail. */
function checkBuild(results: readonly NodeResult[], { root }: Project): void {
  const failed = results.filter(({ node, status }) => node.resourceType !== 'test' && isFailure(status));
  const first = failed[0];
  if (first === undefined) return;
  const lines = failed.flatMap(({ node, message, diagnostics }) =>
    diagnostics.length === 0 ? [`${node.name}: ${message}`] : diagnostics.map(diagnosticText),
  );
  const place = first.diagnostics[0]?.location ?? first.node.location;
  throw failureAt(lines.join('\n'), place, root);
}

function isFailure(status: NodeResult['status']): boolean {
  return status === 'error' || status === 'fail' || status === 'cancelled';
}

function nothingToTest({ name }: Project) {
  const message = `The selection holds no data test of ${name}.`;
  return { code: 'TSDBT_SELECTION_EMPTY', severity: 'error', message } as const;
}
