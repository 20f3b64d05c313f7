/** Rows of the base against rows of the change: counts of each node, and the values that differ on its key. */
import { cellText } from '../../../adapter/values/cell-text.js';
import type { Comparison, RowDifference } from '../../../compare/comparison.js';
import type { BaseReport, ComparedNode } from '../../report.js';
import { dataTable, details, table } from '../blocks.js';
import type { Section } from '../fit-to-limit.js';
import { code, htmlCode } from '../inline.js';
import { count, names, plural } from '../words.js';

const ROWS_A_TABLE = 40;

/** Nodes whose rows were counted; those in which nothing differs are told in one line. */
export function rowSection({ nodes, unknown, notes }: BaseReport): Section {
  const counted = nodes.filter(({ rows }) => rows.before !== null || rows.after !== null);
  const differing = counted.filter((node) => !isUnchanged(node));
  const same = counted.filter(isUnchanged).map(({ name }) => name);
  const rows = differing.map((node) => [code(node.name), ...countsOf(node)]);
  const blocks: string[] = [];
  for (let start = 0; start < rows.length; start += ROWS_A_TABLE) {
    const part = rows.slice(start, start + ROWS_A_TABLE);
    blocks.push(table(['node', 'base', 'change', 'added', 'removed', 'changed'], part, [1, 2, 3, 4, 5]));
  }
  if (same.length > 0) blocks.push(`The same rows as before: ${names(same)}.`);
  const told = [...unknown, ...notes];
  if (told.length > 0) blocks.push(told.map((note) => `- ${code(note)}`).join('\n'));
  return { title: 'Rows', noun: 'parts', blocks };
}

function isUnchanged({ rows, comparison }: ComparedNode): boolean {
  if (comparison === null) return false;
  const { added, removed, changed } = comparison.rows;
  return rows.before === rows.after && added + removed + changed === 0;
}

function countsOf({ rows, comparison }: ComparedNode): string[] {
  const known = (value: number | null) => (value === null ? '' : count(value));
  const differences =
    comparison === null
      ? ['', '', '']
      : [comparison.rows.added, comparison.rows.removed, comparison.rows.changed].map(count);
  return [known(rows.before), known(rows.after), ...differences];
}

/** For each node with changed values: which columns, how often, and the first rows. */
export function valueSection({ nodes }: BaseReport): Section {
  const blocks = nodes.flatMap(({ name, comparison }) => {
    if (comparison === null || comparison.samples.length === 0) return [];
    return [
      `${mismatchText(name, comparison)}\n\n${details(`First rows of ${htmlCode(name)}`, sampleTable(comparison))}`,
    ];
  });
  return { title: 'Values', noun: 'models', blocks };
}

function mismatchText(name: string, { key, rows, perColumn }: Comparison): string {
  if (key === null) return `${code(name)} without a key, by whole rows.`;
  const by = key.columns.map(code).join(', ');
  const matched = rows.changed + rows.same;
  const title = `${code(name)} on the key ${by}: ${count(rows.changed)} of ${plural(matched, 'row')} changed.`;
  const found = perColumn.filter(({ mismatches }) => mismatches > 0);
  if (found.length === 0) return title;
  const share = (value: number) => (matched === 0 ? '' : `${((value / matched) * 100).toFixed(1)} %`);
  const lines = found.map((column) => [code(column.name), count(column.mismatches), share(column.mismatches)]);
  return `${title}\n\n${table(['column', 'mismatches', 'share'], lines, [1, 2])}`;
}

const SHOWN_COLUMNS = 8;
const KINDS: readonly RowDifference['kind'][] = ['changed', 'removed', 'added'];

/** Lines as in a diff; of a changed row both versions. The key and the columns that differ come first. */
function sampleTable({ key, columns, samples }: Comparison): string {
  const keys = key?.columns ?? [];
  const differing = new Set(samples.flatMap((one) => (one.kind === 'changed' ? one.changedColumns : [])));
  const rank = (name: string) => (keys.includes(name) ? 0 : differing.has(name) ? 1 : 2);
  const order = columns.common
    .map(({ name }, index) => ({ name, index }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.index - b.index)
    .slice(0, SHOWN_COLUMNS);
  const inOrder = KINDS.flatMap((kind) => samples.filter((one) => one.kind === kind));
  const rows = inOrder.flatMap((one) =>
    linesOf(one).map(([mark, cells]) => [mark, ...order.map(({ index }) => cellText(cells[index]))]),
  );
  return dataTable(['', ...order.map(({ name }) => name)], rows);
}

function linesOf(difference: RowDifference): [string, NonNullable<RowDifference['before'] | RowDifference['after']>][] {
  const { before, after, times } = difference;
  const mark = (sign: string) => (times === 1 ? sign : `${sign} (${times} times)`);
  return [
    ...(before === null ? [] : [[mark('-'), before] as [string, typeof before]]),
    ...(after === null ? [] : [[mark('+'), after] as [string, typeof after]]),
  ];
}
