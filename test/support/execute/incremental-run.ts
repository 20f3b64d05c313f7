/** Runs one incremental model on a database, as `tsdbt run` would. */
import type { Database } from '../../../core/adapter/database.js';
import type { JsonObject } from '../../../core/resources/json.js';
import type { NodeResult } from '../../../core/results/node-result.js';
import type { TemplateEnvironment } from '../../../core/template/template.js';
import type { AdapterUnderTest } from '../../conformance/support.js';
import { type Watch, watchedAdapter } from '../faults/watched-adapter.js';
import { modelNode } from '../manifest.js';
import { builtInEnvironment } from './built-in-environment.js';
import { type FinishedRun, placed, type RunSettings, runProject } from './project-run.js';

export interface IncrementalModel {
  readonly sql: string;
  readonly config?: JsonObject;
  /** Macros of the project. */
  readonly macros?: string;
  readonly options?: RunSettings['options'];
  /** Sees each message to the database. */
  readonly watch?: Watch;
}

/** The result of the model and all SQL that was sent for it. */
export async function runIncremental(
  under: AdapterUnderTest,
  name: string,
  { sql, config, macros, options, watch }: IncrementalModel,
): Promise<NodeResult & Pick<FinishedRun, 'sql'>> {
  const settings = { materialized: 'incremental', ...config };
  const node = placed(under, modelNode(name, { rawCode: sql, config: settings }));
  const deps = {
    environment: await environmentOf(under, macros ?? ''),
    ...(watch === undefined ? {} : { database: () => watchedDatabase(under, watch) }),
  };
  const run = await runProject(under, [node], { command: 'run', deps, options });
  return { ...run.results.get(name)!, sql: run.sql };
}

const environments = new Map<string, Promise<TemplateEnvironment>>();

/** Reading and parsing all macros costs more than a run. */
function environmentOf({ adapter }: AdapterUnderTest, macros: string): Promise<TemplateEnvironment> {
  const key = `${adapter.type} ${macros}`;
  const environment = environments.get(key) ?? builtInEnvironment(adapter, macros);
  environments.set(key, environment);
  return environment;
}

/** The open database of the test under a watch. */
function watchedDatabase(under: AdapterUnderTest, watch: Watch): Promise<Database> {
  const adapter = watchedAdapter({ ...under.adapter, open: async () => under.database }, watch);
  return adapter.open(under.credentials, { threads: 1, applicationName: 'tsdbt' });
}

/** What a failed node says: code, message and hint of its first error. */
export function errorOf({ status, diagnostics }: NodeResult): string {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return `${status} ${error?.code}: ${error?.message} ${error?.hint ?? ''}`;
}

/** The codes and messages of a node's warnings. */
export function warningsOf({ diagnostics }: NodeResult): string[] {
  return diagnostics.filter(({ severity }) => severity === 'warning').map(({ code, message }) => `${code}: ${message}`);
}
