/** Gathers what a report tells: the record of a run, and when a base is given what differs from it. */
import { resolve } from 'node:path';
import type { AdapterTable } from '../../adapter/adapter.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { landingColumns } from '../../execute/landing/match-columns.js';
import { readRunFolder } from '../../io/runs/read-run-folder.js';
import type { LocatedProject } from '../../project/project-config.js';
import { judgeChanges, readAllowances } from '../../report/gate/allowances.js';
import { destructiveChanges } from '../../report/gate/destructive-changes.js';
import type { Report } from '../../report/report.js';
import { compareBase } from './compare-base.js';

export interface ReportRequest {
  readonly located: LocatedProject;
  readonly adapters: AdapterTable;
  /** Folder of the run to report, relative to the working folder; null for the project's own target folder. */
  readonly folder: string | null;
  /** Folder of the run that it is compared with; null compares with none. */
  readonly base: string | null;
  /** Where the folders start. */
  readonly cwd: string;
  /** Text that may hold allowances of destructive changes. */
  readonly allowances: string;
  /** Share of a node's rows that may go without an allowance. */
  readonly rowLoss: number;
  /** Rows of a side up to which the rows of a node are compared. */
  readonly rowLimit: number;
  /** Columns whose values differ from build to build, beside the time of landing. */
  readonly ignoredColumns: readonly string[];
  readonly signal: AbortSignal;
  /** Hides secrets in what the databases answer, before it is spelled in a way in which they are not found. */
  readonly scrub: Scrubber;
}

/** Nodes whose rows are looked at. */
const MOST_NODES = 200;
const SAMPLES = 5;

/** When a row was landed is another moment in each build. */
const ALWAYS_IGNORED: readonly (typeof landingColumns)[number][] = ['_loaded_at'];

/** Throws a TsdbtError when there is nothing to report. */
export async function makeReport(request: ReportRequest): Promise<Report> {
  const { located, adapters, cwd, folder, base, signal } = request;
  const { config, target } = located;
  const own = folder === null ? resolve(config.root, config.targetPath) : resolve(cwd, folder);
  const change = await readRunFolder(own, folder ?? config.targetPath);
  if (base === null) return { run: change.record, base: null };
  const compared = await compareBase(change, await readRunFolder(resolve(cwd, base), base), {
    adapter: await adapters[target.credentials.type].load(),
    credentials: target.credentials,
    ignored: [...ALWAYS_IGNORED, ...request.ignoredColumns],
    limits: { rows: request.rowLimit, samples: SAMPLES, nodes: MOST_NODES },
    signal,
    scrub: request.scrub,
  });
  const runs = { before: compared.run, after: change.record };
  const found = destructiveChanges(compared.nodes, runs, { rowLoss: request.rowLoss });
  const { changes, unused } = judgeChanges(found, readAllowances(request.allowances));
  return { run: change.record, base: { ...compared, destructive: changes, unusedAllowances: unused } };
}
