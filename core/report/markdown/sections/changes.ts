/** What a change does to the models, against the base: destructive changes first, then every model with its reasons. */
import type { ColumnDifferences } from '../../../compare/comparison.js';
import { allowanceLine } from '../../gate/allowances.js';
import type { Links } from '../../links.js';
import type { BaseReport, ComparedNode } from '../../report.js';
import { fence, table } from '../blocks.js';
import type { Section } from '../fit-to-limit.js';
import { code, link } from '../inline.js';
import { names, plural } from '../words.js';

/** Rows of one table; several tables let a long report be cut between them. */
const ROWS_A_TABLE = 40;

/** Each change with its verdict, and the lines that would allow those that are not. */
export function destructiveSection({ destructive, unusedAllowances }: BaseReport, links: Links): Section {
  const rows = destructive.map((change) => [
    change.isAllowed ? '✅ allowed' : '❌',
    code(change.kind),
    change.file === null ? code(change.name) : link(change.name, links.file(change.file, null)),
    code(change.what),
  ]);
  const refused = destructive.filter(({ isAllowed }) => !isAllowed).map(allowanceLine);
  const howTo = 'To allow them once, put these lines into the description of the pull request:';
  const unused = `Allowed, but nothing of the kind happens: ${unusedAllowances.map(code).join(', ')}.`;
  return {
    title: 'Destructive changes',
    noun: 'parts',
    blocks: [
      ...tables(['', 'change', 'of', 'what is lost'], rows),
      ...(refused.length === 0 ? [] : [`${howTo}\n\n${fence(refused.join('\n'))}`]),
      ...(unusedAllowances.length === 0 ? [] : [unused]),
    ],
  };
}

/** Every node that is not as it was: why, and its columns. */
export function changedSection({ nodes, tests }: BaseReport, links: Links): Section {
  const own = nodes.filter(({ change }) => change !== 'affected');
  const affected = nodes.length - own.length;
  const rows = own.map((node) => [
    link(node.name, node.change === 'removed' ? null : links.file(node.file, null)),
    node.change,
    node.reasons.map(code).join(', '),
    columnsText(node),
  ]);
  const downstream = nodes
    .filter(({ change, columns }) => change === 'affected' && columns !== null && hasChange(columns))
    .map((node) => [link(node.name, links.file(node.file, null)), 'affected', '', columnsText(node)]);
  const ofTests = Object.entries(tests).flatMap(([word, all]) => (all.length === 0 ? [] : [`${word} ${names(all)}`]));
  return {
    title: 'Changed models',
    noun: 'parts',
    blocks: [
      ...tables(['node', 'change', 'why', 'columns'], [...rows, ...downstream]),
      ...(affected === 0
        ? []
        : [`${plural(affected, 'node')} further down ${affected === 1 ? 'rests' : 'rest'} on them.`]),
      ...(ofTests.length === 0 ? [] : [`Tests: ${ofTests.join('; ')}.`]),
    ],
  };
}

function hasChange({ added, removed, retyped }: ColumnDifferences): boolean {
  return added.length + removed.length + retyped.length > 0;
}

const SHOWN_COLUMNS = 12;

function columnsText({ columns, change }: ComparedNode): string {
  if (columns === null || change === 'added' || change === 'removed') return '';
  const { added, removed, retyped } = columns;
  const typed = (type: string | null) => (type === null ? '' : ` ${code(type)}`);
  const parts = [
    ...removed.map(({ name }) => `removed ${code(name)}`),
    ...retyped.map(({ name, before, after }) => `${code(name)}: ${code(before)} to ${code(after)}`),
    ...added.map(({ name, type }) => `added ${code(name)}${typed(type)}`),
  ];
  const more = parts.length > SHOWN_COLUMNS ? [`${parts.length - SHOWN_COLUMNS} more`] : [];
  return [...parts.slice(0, SHOWN_COLUMNS), ...more].join(', ');
}

function tables(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const blocks: string[] = [];
  for (let start = 0; start < rows.length; start += ROWS_A_TABLE) {
    blocks.push(table(header, rows.slice(start, start + ROWS_A_TABLE)));
  }
  return blocks;
}
