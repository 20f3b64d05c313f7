/** `show`: the first rows of models or of an inline query, as a table or as JSON. */
import { createWarningPolicy, type NodeResult, type Project, type RowSample } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { exitCodeOf } from '../../execution/exit-code.js';
import { answers, runSelected } from '../../execution/selected-results.js';
import { chooseOutput } from '../../flags/choose-output.js';
import type { Invocation } from '../../invocation/invocation.js';
import { cellJson } from '../../reporter/text/cell-json.js';
import { rowTable } from '../../reporter/text/row-table.js';

/** Asks for something to show, then prints each answer. */
export async function show(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { flags, reporter } = invocation;
  const form = chooseOutput(flags.output, ['text', 'json'], reporter);
  if (form === null) return 2;
  if (project.inlineId === null && flags.select === null) {
    reporter.diagnostics([
      {
        code: 'TSDBT_ARGUMENT_INVALID',
        severity: 'error',
        message: 'tsdbt show needs a node or a query to show.',
        hint: "tsdbt show --select my_model, or tsdbt show --inline 'select 1'",
      },
    ]);
    return 2;
  }
  const result = await runSelected(invocation, project, 'show');
  if (result === null) return 2;
  for (const shown of answers(invocation, project, result)) {
    if (shown.sample === null) continue;
    const isInline = shown.node.uniqueId === project.inlineId;
    if (form === 'json') reporter.data(jsonAnswer(shown, shown.sample, isInline), 'json');
    else {
      reporter.info(isInline ? 'Previewing inline node:' : `Previewing node '${shown.node.name}':`);
      reporter.data(rowTable(shown.sample.columns, shown.sample.rows, { width: null }).join('\n'));
    }
  }
  return exitCodeOf(result, createWarningPolicy(flags));
}

function jsonAnswer({ node }: NodeResult, { columns, rows }: RowSample, isInline: boolean): string {
  const names = columns.map(({ name }) => JSON.stringify(name));
  const objects = rows.map((row) => {
    const fields = row.map((cell, index) => `      ${names[index]}: ${cellJson(cell)}`);
    return `    {\n${fields.join(',\n')}\n    }`;
  });
  const list = objects.length === 0 ? '[]' : `[\n${objects.join(',\n')}\n  ]`;
  return isInline ? `{\n  "show": ${list}\n}` : `{\n  "node": ${JSON.stringify(node.name)},\n  "show": ${list}\n}`;
}
