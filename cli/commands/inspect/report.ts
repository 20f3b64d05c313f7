/** `report`: what a run did, and against a base what it changes, as Markdown or SARIF; 1 when it may not be merged. */
import { type LocatedProject, loadReports, makeReport, type Report, type Reports } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { chooseOutput } from '../../flags/choose-output.js';
import { outputForms } from '../../flags/output-forms.js';
import type { Invocation } from '../../invocation/invocation.js';
import { readActionsPlace } from '../../reporter/github/actions-place.js';
import { chooseFormat } from '../../reporter/github/choose-format.js';
import { appendSummary } from '../../reporter/github/end-of-run.js';

/** Prints the report; in GitHub Actions the Markdown is appended to the job summary too, at the length that takes. */
export async function report(invocation: Invocation, located: LocatedProject): Promise<ExitCode> {
  const { flags, facts, reporter, output, origin } = invocation;
  const form = chooseOutput(flags.output, outputForms.report, reporter);
  if (form === null) return 2;
  const made = await makeReport({
    located,
    adapters: invocation.adapters,
    cwd: invocation.cwd,
    folder: flags.dir,
    base: flags.base,
    allowances: flags.allow ?? '',
    rowLoss: (flags.maxRowLoss ?? 100) / 100,
    rowLimit: flags.compareRows ?? 0,
    ignoredColumns: flags.ignoreColumns ?? [],
    signal: invocation.signal,
    scrub: output.scrub,
  });
  if (invocation.signal.aborted) {
    const message = 'report was cancelled: nothing is told of a comparison that did not come to its end.';
    reporter.diagnostics([{ code: 'TSDBT_RUN_CANCELLED', severity: 'error', message }]);
    return 2;
  }
  const reports = await loadReports();
  const place = readActionsPlace(facts.env, located.config.root);
  if (form === 'sarif') {
    reporter.data(reports.reportSarif(made, place.projectPath).trimEnd(), 'json');
  } else {
    const limit = flags.maxLength ?? reports.COMMENT_LIMIT;
    reporter.data(reports.reportMarkdown(made, { links: place.links, limit }).trimEnd());
    const isInActions = chooseFormat({ values: flags, origin }, facts.env) === 'github';
    if (isInActions && place.summaryFile !== null) {
      const text = reports.reportMarkdown(made, { links: place.links, limit: reports.SUMMARY_LIMIT });
      appendSummary(place.summaryFile, text, { screen: output, reporter });
    }
  }
  return exitCode(made, reports, invocation);
}

/** Says on stderr what closes the gate, for whoever reads the log alone. */
function exitCode(made: Report, { verdictOf }: Reports, { reporter }: Invocation): ExitCode {
  const refused = made.base?.destructive.filter(({ isAllowed }) => !isAllowed) ?? [];
  reporter.diagnostics(
    refused.map(({ kind, name, what, file }) => ({
      code: 'TSDBT_CHANGE_REFUSED',
      severity: 'error',
      message: `${kind} ${name}: ${what}`,
      hint: `To allow it once: tsdbt-allow: ${kind} ${name}`,
      ...(file === null ? {} : { location: { file, line: 1, column: 1 } }),
    })),
  );
  return verdictOf(made) === 'failed' ? 1 : 0;
}
