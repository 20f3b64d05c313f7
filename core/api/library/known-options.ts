/**
 * The names of all options, for programs that no type checker has read. A misspelt `select` would build everything, so what
 * a call does not have is refused, as the command line refuses a flag.
 */
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { DiffOptions } from './types/diff.js';
import type { OperationOptions, QueryOptions, RunOptions, SelectionOptions, ShowOptions } from './types/options.js';
import type { PlanOptions } from './types/plan.js';
import type { LoadOptions } from './types/project.js';

type Names<T> = Readonly<Record<keyof T, true>>;

const selection: Names<SelectionOptions> = {
  select: true,
  exclude: true,
  selector: true,
  resourceTypes: true,
  excludeResourceTypes: true,
  indirectSelection: true,
};

const run: Names<RunOptions> = {
  ...selection,
  signal: true,
  database: true,
  threads: true,
  fullRefresh: true,
  failFast: true,
  storeFailures: true,
  batchTests: true,
  warnError: true,
  allowDropDependents: true,
  adopt: true,
  reuse: true,
  state: true,
  load: true,
  lockTimeout: true,
  writeArtifacts: true,
  failureRows: true,
};

const show: Names<ShowOptions> = { ...run, limit: true };
/** Also those of a run that mean nothing here: the same object serves both. */
const plan: Names<PlanOptions & RunOptions> = { ...run, command: true };
const diff: Names<DiffOptions> = { ...selection, signal: true, database: true, key: true, limit: true };
const query: Names<QueryOptions> = { signal: true, database: true, limit: true };
const operation: Names<OperationOptions> = { signal: true, args: true };

const load: Names<LoadOptions> = {
  adapters: true,
  target: true,
  profile: true,
  profilesDir: true,
  connection: true,
  vars: true,
  env: true,
  targetPath: true,
  versionCheck: true,
  warnError: true,
  onLog: true,
};

const known = { run, show, plan, diff, query, operation, load } as const;

/** Throws for an option that a call of this kind does not have. */
export function checkOptions(kind: keyof typeof known, options: object): void {
  const names = Object.keys(known[kind]);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const unknown = given.map(([name]) => name).filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new TsdbtError(
    unknown.map((name) => ({
      code: 'TSDBT_ARGUMENT_INVALID',
      severity: 'error',
      message: `There is no option \`${name}\` here.`,
      hint: didYouMean(closestNames(name, names)) ?? `There are ${names.join(', ')}.`,
    })),
  );
}

/** Throws when a project cannot be loaded for lack of what must be given. */
export function checkLoadOptions(options: LoadOptions | undefined): void {
  if (options?.adapters === undefined) {
    const message = 'A project is loaded with the databases that it may use: the option `adapters` is missing.';
    const hint = "import { adapters } from 'tsdbt/adapters', and loadProject(folder, { adapters })";
    throw new TsdbtError([{ code: 'TSDBT_ARGUMENT_INVALID', severity: 'error', message, hint }]);
  }
  checkOptions('load', options);
}
