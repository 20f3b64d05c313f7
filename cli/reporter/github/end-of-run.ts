/** The end of an invocation: annotations and the job summary in GitHub Actions, and the record of a run that never began. */
import { appendFileSync } from 'node:fs';
import { loadReports, type RunRecord, type Scrubber, timestamp, writeRunRecord } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import type { Output } from '../../output.js';
import { toolVersion } from '../../version.js';
import type { Reporter } from '../reporter.js';
import type { ReporterFacts } from '../reporter-facts.js';
import { readActionsPlace } from './actions-place.js';
import { chooseFormat } from './choose-format.js';
import type { ActionsEars } from './listen.js';
import type { HeardRun } from './run-recorder.js';

export interface EndedCommand {
  readonly command: string;
  /** Whether it runs nodes, so that a record is expected of it. */
  readonly isRun: boolean;
  /** What it ends with: a run that had nothing to do is not one that never began. */
  readonly code: ExitCode;
}

/** Tells what was heard of the invocation. Nothing is told of one that had no reporter. */
export async function endRun(
  { recorder, screen }: Pick<ActionsEars, 'recorder' | 'screen'>,
  ended: EndedCommand,
): Promise<void> {
  const heard = recorder.heard();
  const { facts, reporter } = heard;
  if (facts === null || reporter === null) return;
  const isGithub = chooseFormat(facts.flags, facts.env) === 'github';
  const hasFailed = ended.isRun && ended.code !== 0 && heard.result === null;
  const isWritable = !heard.diagnostics.some(({ code }) => code === 'TSDBT_FILE_ACCESS');
  const isLost = hasFailed && isWritable && facts.config !== null && facts.flags.values.writeJson;
  if (!isGithub && !isLost) return;
  const record = await recordOf(heard, facts, { command: ended.command, scrub: screen.scrub });
  if (isLost && facts.config !== null) {
    reporter.diagnostics(await writeRunRecord(facts.config, record, screen.scrub));
  }
  if (isGithub) await tellGithub(record, facts, { isRun: ended.isRun, screen, reporter });
}

interface Rim {
  readonly isRun: boolean;
  readonly screen: Output;
  readonly reporter: Reporter;
}

async function tellGithub(record: RunRecord, { env, root }: ReporterFacts, { isRun, screen, reporter }: Rim) {
  const reports = await loadReports();
  const place = readActionsPlace(env, root);
  const lines = reports.annotationLines(reports.annotationsOf(record, place.projectPath));
  if (lines.length > 0) screen.report(`${lines.join('\n')}\n`);
  if (!isRun || place.summaryFile === null) return;
  const options = { links: place.links, limit: reports.SUMMARY_LIMIT };
  appendSummary(place.summaryFile, reports.reportMarkdown({ run: record, base: null }, options), { screen, reporter });
}

/** A summary that cannot be written fails nothing: the report stands in the log. */
export function appendSummary(
  file: string,
  text: string,
  { screen, reporter }: Pick<Rim, 'screen' | 'reporter'>,
): void {
  try {
    appendFileSync(file, `${screen.scrub(text)}\n`);
  } catch (error) {
    const message = `The job summary cannot be written: ${(error as Error).message}.`;
    reporter.diagnostics([{ code: 'TSDBT_FILE_ACCESS', severity: 'warning', message }]);
  }
}

const NO_CREDENTIALS = { type: '', describe: '', publicFields: {} };

async function recordOf(
  heard: HeardRun,
  facts: ReporterFacts,
  { command, scrub }: { readonly command: string; readonly scrub: Scrubber },
): Promise<RunRecord> {
  const { plan, result, diagnostics } = heard;
  const { config, target, invocationId } = facts;
  const { toRunRecord } = await loadReports();
  return toRunRecord(result ?? { results: [], elapsed: 0, wasCancelled: false }, {
    command,
    isFullRefresh: plan?.options.fullRefresh ?? false,
    projectName: config?.name ?? '',
    find: (id) => plan?.nodes.get(id)?.node,
    target: { targetName: target?.targetName ?? '', credentials: target?.credentials ?? NO_CREDENTIALS },
    metadata: { toolVersion: toolVersion(), invocationId, generatedAt: timestamp() },
    paths: new Map(),
    diagnostics,
    scrub,
  });
}
