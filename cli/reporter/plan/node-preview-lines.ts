/** The words for one node of a plan: its action, its reasons, and what becomes of its columns, dependents and rows. */
import {
  type ColumnsPreview,
  type DependentPreview,
  type NodePreview,
  reasonText,
  type UniqueId,
} from '../../../core/index.js';
import { printable } from '../text/measure.js';
import type { Style } from '../text/style.js';

const kinds: Readonly<Record<string, string>> = { materialized_view: 'materialized view', external: 'foreign table' };

/** `create view`, `replace view with table`, `merge into table`. */
export function actionText({ action, before, after, strategy }: NodePreview): string {
  const kind = after ?? '';
  switch (action) {
    case 'create':
      return `create ${kind}`;
    case 'replace':
      return before === null || before === after
        ? `replace ${kind}`
        : `replace ${kinds[before] ?? before} with ${kind}`;
    case 'add rows':
      return `add rows${strategy === null ? '' : ` (${strategy})`}`;
    case 'reload':
      return 'reload rows';
    case 'load':
      return 'load files';
    default:
      return action;
  }
}

/** A node that a run builds although nothing of it has changed. */
export function isQuiet({ action, reasons, unknown, diagnostics }: NodePreview): boolean {
  if (action === 'fail' || action === 'skip' || unknown !== null || diagnostics.length > 0) return false;
  return reasons.every(({ kind }) => kind === 'unchanged' || kind === 'incomparable');
}

export function reasonsText({ reasons, action }: NodePreview): string {
  const [first] = reasons;
  if (action === 'skip' && first?.kind === 'parents') return `${first.ids.map(lastPart).join(', ')} would fail`;
  if (action === 'load' && first?.kind === 'unchanged') return 'no new files';
  return reasons.map((reason) => reasonText(reason, lastPart)).join('; ');
}

/** Rows of the table that stands. */
export function rowsText({ rows, hasMoreRows }: NodePreview): string {
  return rows === null ? '' : `${rows}${hasMoreRows ? '+' : ''} ${rows === 1 ? 'row' : 'rows'}`;
}

/** `orders` of `model.shop.orders`. */
function lastPart(id: UniqueId): string {
  return id.split('.').slice(2).join('.') || id;
}

interface DetailOptions {
  readonly style: Style;
  readonly withSql: boolean;
}

/** A line below a node's own, and how it is painted. */
interface Detail {
  readonly text: string;
  readonly paint?: keyof Style;
}

/** What stands below a node's line. */
export function detailLines(node: NodePreview, { style, withSql }: DetailOptions): string[] {
  const details: Detail[] = [
    ...(node.columns === null ? [] : columnDetails(node.columns)),
    ...node.dependents.flatMap(dependentDetail),
    ...node.files.map((file) => ({ text: `file ${file}` })),
    ...(node.unknown === null ? [] : [{ text: `unknown: ${node.unknown}`, paint: 'yellow' as const }]),
    ...node.diagnostics.flatMap(diagnosticDetails),
    ...(withSql ? node.assumptions.map((saying): Detail => ({ text: `assumed: ${saying}`, paint: 'dim' })) : []),
  ];
  return [...details.flatMap((detail) => indented(detail, style)), ...(withSql ? sqlLines(node, style) : [])];
}

function indented({ text, paint }: Detail, style: Style): string[] {
  return printable(text)
    .split('\n')
    .map((line) => `    ${paint === undefined ? line : style[paint](line)}`);
}

function diagnosticDetails({ severity, message, location, hint }: NodePreview['diagnostics'][number]): Detail[] {
  const at = location === undefined ? [] : [`at ${location.file}:${location.line}:${location.column}`];
  const more = [...at, ...(hint === undefined ? [] : [`hint: ${hint}`])];
  const said: Detail = { text: message, paint: severity === 'error' ? 'red' : 'yellow' };
  return [said, ...more.map((text): Detail => ({ text: `  ${text}`, paint: 'dim' }))];
}

function columnDetails({ added, removed, retyped, onSchemaChange }: ColumnsPreview): Detail[] {
  const left = (isApplied: boolean) =>
    isApplied ? '' : ` (the table stays as it is: on_schema_change is ${onSchemaChange ?? 'ignore'})`;
  const typed = (name: string, type: string) => (type === 'UNKNOWN' ? name : `${name} ${type}`);
  return [
    ...added.map(
      ({ name, type, isApplied }): Detail => ({
        text: `+ column ${typed(name, type)}${left(isApplied)}`,
        paint: 'green',
      }),
    ),
    ...removed.map(({ name, isApplied }): Detail => ({ text: `- column ${name}${left(isApplied)}`, paint: 'red' })),
    ...retyped.map(
      ({ name, from, type, isApplied }): Detail => ({
        text: `~ column ${name} ${from} -> ${type}${left(isApplied)}`,
        paint: 'yellow',
      }),
    ),
  ];
}

const outcomes: Readonly<Record<DependentPreview['outcome'], string>> = {
  kept: 'stays, and reads the new one',
  built: 'is built by this plan',
  dropped: 'would be dropped',
  blocks: 'is in the way',
  unknown: 'may be in the way: that is not known',
};

function dependentDetail({ name, kind, outcome }: DependentPreview): Detail[] {
  if (outcome === 'built') return [];
  const paint = outcome === 'kept' ? {} : { paint: 'red' as const };
  return [{ text: `${kinds[kind] ?? kind} ${name} ${outcomes[outcome]}`, ...paint }];
}

function sqlLines({ statements }: NodePreview, style: Style): string[] {
  return statements.flatMap((sql) => {
    const lines = printable(sql).trim().split('\n');
    return [...lines.map((line) => `    ${style.dim('|')} ${line}`.trimEnd()), `    ${style.dim(';')}`];
  });
}
