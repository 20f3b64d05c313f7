/** `show`: the first rows of models, failing rows of tests, or an inline query, as a table, JSON or CSV. Runs nothing else. */
import {
  createWarningPolicy,
  type Diagnostic,
  type NodeResult,
  type Project,
  type RowSample,
} from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { answerWidth } from '../../execution/answer-width.js';
import { exitCodeOf } from '../../execution/exit-code.js';
import { answers, namesNothing, runSelected } from '../../execution/selected-results.js';
import { chooseOutput } from '../../flags/choose-output.js';
import { outputForms } from '../../flags/output-forms.js';
import type { Invocation } from '../../invocation/invocation.js';
import { cellJson } from '../../reporter/text/cell-json.js';
import { rowTable } from '../../reporter/text/row-table.js';
import { rowsCsv } from '../../reporter/text/rows-csv.js';

/** Asks for something to show, then prints each answer. */
export async function show(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { flags, reporter } = invocation;
  const form = chooseOutput(flags.output, outputForms.show, reporter);
  if (form === null) return 2;
  if (project.inlineId === null && namesNothing(flags)) {
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
  const shown = answers(invocation, project, result).flatMap(({ node, sample }) =>
    sample === null ? [] : [{ node, sample, isInline: node.uniqueId === project.inlineId }],
  );
  if (form === 'csv' && shown.length > 1) {
    reporter.diagnostics([oneTable(shown.map(({ node }) => node.name))]);
    return 2;
  }
  for (const answer of shown) say(invocation, answer, form);
  return exitCodeOf(result, createWarningPolicy(flags));
}

interface Shown {
  readonly node: NodeResult['node'];
  readonly sample: RowSample;
  readonly isInline: boolean;
}

function say(invocation: Invocation, { node, sample, isInline }: Shown, form: 'text' | 'json' | 'csv'): void {
  const { reporter, output } = invocation;
  const { columns, rows } = sample;
  switch (form) {
    case 'json':
      reporter.data(jsonAnswer(node.name, sample, isInline), 'json');
      break;
    case 'csv':
      output.data(rowsCsv(columns, rows));
      break;
    case 'text':
      reporter.info(isInline ? 'Previewing inline node:' : `Previewing node '${node.name}':`);
      reporter.data(rowTable(columns, rows, { width: answerWidth(invocation) }).join('\n'));
  }
}

function oneTable(names: readonly string[]): Diagnostic {
  return {
    code: 'TSDBT_ARGUMENT_INVALID',
    severity: 'error',
    message: `CSV holds one table, and ${names.length} nodes are selected: ${names.join(', ')}.`,
    hint: `tsdbt show --select ${names[0]} --output csv`,
  };
}

function jsonAnswer(name: string, { columns, rows }: RowSample, isInline: boolean): string {
  const names = columns.map(({ name }) => JSON.stringify(name));
  const objects = rows.map((row) => {
    const fields = row.map((cell, index) => `      ${names[index]}: ${cellJson(cell)}`);
    return `    {\n${fields.join(',\n')}\n    }`;
  });
  const list = objects.length === 0 ? '[]' : `[\n${objects.join(',\n')}\n  ]`;
  return isInline ? `{\n  "show": ${list}\n}` : `{\n  "node": ${JSON.stringify(name)},\n  "show": ${list}\n}`;
}
