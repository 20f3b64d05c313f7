/** A plan as lines for people: one for each node, its details below it, what it comes to at the end. */
import type { NodePreview, PlanPreview, PreviewAction } from '../../../core/index.js';
import { displayWidth, pad, printable, truncate } from '../text/measure.js';
import type { Style } from '../text/style.js';
import { actionText, detailLines, isQuiet, reasonsText, rowsText } from './node-preview-lines.js';

export interface PlanLinesOptions {
  readonly style: Style;
  /** Null cuts nothing. */
  readonly width: number | null;
  readonly withSql: boolean;
}

interface Mark {
  readonly sign: string;
  readonly paint: keyof Style;
}

const marks: Readonly<Record<PreviewAction, Mark>> = {
  create: { sign: '+', paint: 'green' },
  replace: { sign: '~', paint: 'yellow' },
  'add rows': { sign: '>', paint: 'cyan' },
  reload: { sign: '>', paint: 'cyan' },
  load: { sign: '>', paint: 'cyan' },
  test: { sign: '?', paint: 'dim' },
  fail: { sign: '!', paint: 'red' },
  skip: { sign: '-', paint: 'dim' },
};

/** Tests are only counted, unless something is wrong with one or their statements are asked for. */
export function planLines(preview: PlanPreview, options: PlanLinesOptions): string[] {
  const shown = preview.nodes.filter((node) => options.withSql || !isOnlyCounted(node));
  const cells = shown.map((node) => [printable(shortName(node)), actionText(node), rowsText(node)]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...cells.map((row) => displayWidth(row[column]))));
  const lines = shown.flatMap((node, index) => {
    const padded = cells[index].map((text, column) => pad(text, widths[column], { atStart: column === 2 }));
    const head = padded.filter((_, column) => widths[column] > 0).join('  ');
    return [headLine(node, head, options), ...detailLines(node, options)];
  });
  return [...lines, ...(lines.length === 0 ? [] : ['']), ...closingLines(preview, options)];
}

function isOnlyCounted({ node, action, unknown }: NodePreview): boolean {
  return node.resourceType === 'test' && unknown === null && (action === 'test' || action === 'skip');
}

function headLine(node: NodePreview, text: string, { style, width }: PlanLinesOptions): string {
  const { sign, paint } = isQuiet(node) ? ({ sign: '=', paint: 'dim' } as const) : marks[node.action];
  const line = `${text}  ${printable(reasonsText(node))}`.trimEnd();
  const cut = width === null ? line : truncate(line, Math.max(20, width - 2));
  return `${style[paint](sign)} ${isQuiet(node) ? style.dim(cut) : cut}`;
}

function shortName({ node }: NodePreview): string {
  return node.resourceType === 'source' ? `${node.sourceName}.${node.name}` : node.name;
}

const countWords: Readonly<Record<PreviewAction, string>> = {
  create: 'to create',
  replace: 'to replace',
  'add rows': 'to add rows to',
  reload: 'to reload',
  load: 'to load',
  test: 'to test',
  fail: 'would fail',
  skip: 'would be skipped',
};

function closingLines(
  { nodes, schemas, hooks, ledgerProblem, command }: PlanPreview,
  { style }: PlanLinesOptions,
): string[] {
  const counts = new Map<PreviewAction, number>();
  for (const { action } of nodes) counts.set(action, (counts.get(action) ?? 0) + 1);
  const parts = Object.entries(countWords).flatMap(([action, words]) => {
    const count = counts.get(action as PreviewAction) ?? 0;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const unknown = nodes.filter((node) => node.unknown !== null).length;
  const hookCount = hooks.before.length + hooks.after.length;
  return [
    ...(schemas.length === 0 ? [] : [`Schemas to create: ${schemas.map(printable).join(', ')}`]),
    ...(hookCount === 0
      ? []
      : [`Not previewed: ${hookCount} on-run-start and on-run-end hook${hookCount === 1 ? '' : 's'}`]),
    ...(ledgerProblem === null ? [] : [`What was built before is not known: ${printable(ledgerProblem)}`]),
    style.bold(`Plan of ${command}: ${parts.length === 0 ? 'nothing to do' : parts.join(', ')}.`) +
      (unknown === 0 ? '' : ` ${unknown} known in part.`),
  ];
}
