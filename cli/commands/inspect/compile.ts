/** `compile`: renders SQL without running it. Of nodes that were asked for by name, or inline, stdout carries the SQL. */
import { createWarningPolicy, jsonText, type Project } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { exitCodeOf } from '../../execution/exit-code.js';
import { answers, runSelected } from '../../execution/selected-results.js';
import { chooseOutput } from '../../flags/choose-output.js';
import { outputForms } from '../../flags/output-forms.js';
import type { Invocation } from '../../invocation/invocation.js';

/** The words before each SQL text are no part of the answer and go to the report. */
export async function compile(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { flags, reporter } = invocation;
  const form = chooseOutput(flags.output, outputForms.compile, reporter);
  if (form === null) return 2;
  const result = await runSelected(invocation, project, 'compile');
  if (result === null) return 2;
  for (const { node, compiled } of answers(invocation, project, result)) {
    const sql = compiled?.sql.text ?? '';
    const isInline = node.uniqueId === project.inlineId;
    if (form === 'json') {
      reporter.data(jsonText(isInline ? { compiled: sql } : { node: node.name, compiled: sql }, 2), 'json');
    } else {
      reporter.info(isInline ? 'Compiled inline node is:' : `Compiled node '${node.name}' is:`);
      reporter.data(sql);
    }
  }
  return exitCodeOf(result, createWarningPolicy(flags));
}
