/** Gathers what a report tells: the record of a run, and when a base is given what differs from it. */
import { resolve } from 'node:path';
import type { AdapterTable } from '../../adapter/adapter.js';
import { readRunFolder } from '../../io/read-run-folder.js';
import type { LocatedProject } from '../../project/project-config.js';
import type { Report } from '../../report/report.js';

export interface ReportRequest {
  readonly located: LocatedProject;
  readonly adapters: AdapterTable;
  /** Folder of the run to report, relative to the project; null for the project's own target folder. */
  readonly folder: string | null;
}

/** Throws a TsdbtError when there is nothing to report. */
export async function makeReport({ located, folder }: ReportRequest): Promise<Report> {
  const { root, targetPath } = located.config;
  const given = folder ?? targetPath;
  const run = await readRunFolder(resolve(root, given), given);
  return { run: run.record, base: null };
}
