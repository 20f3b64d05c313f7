/** `plan`: what a command would do with each node, and why. Asks the database and changes nothing in it. */
import {
  closestNames,
  type Diagnostic,
  didYouMean,
  jsonText,
  type PlanPreview,
  type Project,
  planCommand,
  previewPlan,
  toPlanArtifact,
} from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { answerWidth } from '../../execution/answer-width.js';
import { isEmptySelectionError, NOTHING_TO_DO } from '../../execution/empty-selection.js';
import { runOptions, selectionRequest } from '../../execution/run-requests.js';
import { selectNodes } from '../../execution/select-nodes.js';
import { chooseOutput } from '../../flags/choose-output.js';
import { outputForms } from '../../flags/output-forms.js';
import type { Invocation } from '../../invocation/invocation.js';
import { planLines } from '../../reporter/plan/plan-lines.js';
import { plainStyle } from '../../reporter/text/style.js';
import { plannedCommands } from '../planned-commands.js';

/** A plan that was made is a success, whatever the run would come to. */
export async function plan(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { flags, reporter, output, signal, positionals } = invocation;
  const form = chooseOutput(flags.output, outputForms.plan, reporter);
  const [named = plannedCommands[0]] = positionals;
  const command = plannedCommands.find((each) => each === named);
  if (command === undefined) reporter.diagnostics([notPlanned(named)]);
  if (form === null || command === undefined) return 2;
  const selection = selectNodes(invocation, project, selectionRequest(flags));
  if (selection === null) return 2;
  const run = planCommand(project, { command, selection, options: runOptions(flags, project) });
  if (run.nodes.size === 0 && isEmptySelectionError(invocation, NOTHING_TO_DO)) return 2;
  const preview = await previewPlan(project, run, {
    ...{ sink: reporter.sink, signal, scrub: output.scrub, state: flags.state },
  });
  print(invocation, project, { preview, form });
  return 0;
}

interface Answer {
  readonly preview: PlanPreview;
  readonly form: 'text' | 'json';
}

function print(invocation: Invocation, { target, adapter }: Project, { preview, form }: Answer): void {
  const { flags, reporter, output, facts } = invocation;
  if (form === 'json') {
    const artifact = toPlanArtifact(preview, {
      targetName: target.targetName,
      adapterType: adapter.type,
      generatedAt: new Date().toISOString(),
      invocation: facts,
      withSql: flags.sql,
    });
    reporter.data(jsonText(artifact, 2), 'json');
    return;
  }
  const style = output.answerWidth === null ? plainStyle : reporter.screen.style;
  reporter.data(planLines(preview, { style, width: answerWidth(invocation), withSql: flags.sql }).join('\n'));
}

function notPlanned(named: string): Diagnostic {
  return {
    code: 'TSDBT_ARGUMENT_INVALID',
    severity: 'error',
    message: `tsdbt plan: expected ${plannedCommands.join(', ')}, found '${named}'.`,
    hint: didYouMean(closestNames(named, plannedCommands)) ?? 'tsdbt plan run --select my_model',
  };
}
