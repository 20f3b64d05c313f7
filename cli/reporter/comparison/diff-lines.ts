/** What differs between a model and its relation, as lines for people: columns, counts, and the first rows of each kind. */
import { type ComparedColumn, type Comparison, isSame, type ModelDiff } from '../../../core/index.js';
import { plural } from '../lines/summary-lines.js';
import { printable } from '../text/measure.js';
import type { Style } from '../text/style.js';
import { type DiffLook, sampleLines } from './sample-lines.js';

/** A model that could be compared, or that has no relation yet. */
export function diffLines(
  diff: Exclude<ModelDiff, { kind: 'failed' }>,
  { above = [], ...look }: DiffLook & { readonly above?: readonly string[] },
): string[] {
  const { style } = look;
  const title = style.bold(printable(diff.node.name));
  if (diff.kind === 'absent') {
    const columns = diff.columns.map(columnText).join(', ');
    return [
      `${title}: ${diff.relation} is not there yet.`,
      `  A build would make ${plural(diff.rows, 'row')}: ${columns}`,
    ];
  }
  const { comparison } = diff;
  const key = keyText(diff.comparison);
  const head = `${title}: ${diff.relation} (${diff.type.replaceAll('_', ' ')}), ${key}`;
  const notes = [...aboveNotes(above), ...keyNotes(diff.comparison, diff.unusableKey)].map(
    (note) => `  ${style.yellow('note:')} ${note}`,
  );
  if (isSame(comparison)) {
    return [head, ...notes, `  ${style.green('Nothing differs')}: ${plural(comparison.rows.after, 'row')}.`];
  }
  return [
    head,
    ...notes,
    ...columnLines(comparison, style),
    ...countLines(comparison),
    ...sampleLines(comparison, look),
  ];
}

function columnText({ name, type }: ComparedColumn): string {
  return printable(type === null ? name : `${name} ${type}`);
}

function keyText({ key }: Comparison): string {
  return key === null ? 'rows compared whole' : `rows told apart by ${printable(key.columns.join(', '))}`;
}

/** Without this, a model below an edited one would be taken for settled. */
function aboveNotes(above: readonly string[]): string[] {
  if (above.length === 0) return [];
  const names = printable(above.join(', '));
  return [`compared over ${names} as built before; what is new there shows here once it is built`];
}

function keyNotes({ key }: Comparison, unusable: readonly string[] | null): string[] {
  const notes: string[] = [];
  if (unusable !== null) {
    notes.push(`the key ${printable(unusable.join(', '))} is not on both sides; name another with --key`);
  }
  if (key === null) return notes;
  const { nulls, repeated } = key;
  if (nulls.before + nulls.after > 0) {
    notes.push(`the key is null in ${plural(nulls.before, 'row')} before and ${nulls.after} after`);
  }
  if (repeated.before + repeated.after > 0) {
    notes.push(
      `${plural(repeated.before, 'key')} before and ${repeated.after} after ${repeated.before + repeated.after === 1 ? 'has' : 'have'} several rows: what is left of them after equal rows are taken away is removed and added`,
    );
  }
  return notes;
}

function columnLines({ columns }: Comparison, style: Style): string[] {
  const parts = [
    ...columns.added.map((column) => style.green(`+ ${columnText(column)}`)),
    ...columns.removed.map((column) => style.red(`- ${columnText(column)}`)),
    ...columns.retyped.map(({ name, before, after }) => style.yellow(`~ ${printable(name)} ${before} -> ${after}`)),
  ];
  return parts.length === 0 ? [] : ['  Columns:', ...parts.map((part) => `    ${part}`)];
}

function countLines({ rows, perColumn }: Comparison): string[] {
  const { before, after, added, removed, changed, same } = rows;
  const counts = `${added} added, ${removed} removed, ${changed} changed, ${same} the same`;
  const columns = perColumn.map(({ name, mismatches }) => `${printable(name)} in ${mismatches}`);
  return [
    `  Rows: ${before} before, ${after} after: ${counts}`,
    ...(columns.length === 0 ? [] : [`  Changed: ${columns.join(', ')}`]),
  ];
}
