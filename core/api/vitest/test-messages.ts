/** What a data test that found something says in Vitest: the verdict, the rows, the place, the query. Pure. */
import type { Diagnostic, Location } from '../../diagnostics/diagnostic.js';
import type { NodeInfo } from '../library/types/nodes.js';
import type { NodeResult, Table } from '../library/types/results.js';

/** Characters of one row. */
const LONGEST_ROW = 300;

/** Everything that is to be known without looking elsewhere. */
export function testMessage(result: NodeResult): string {
  const { node, failures, table, sql, diagnostics } = result;
  const verdict = failures === null ? `${node.name}: ${result.message}` : `${node.name} found ${countOf(failures)}`;
  const rows = table === null ? [] : rowLines(table, failures);
  const found = diagnostics.flatMap((each) =>
    each.message === result.message ? hintLine(each) : diagnosticText(each),
  );
  const query = sql === null ? [] : ['', sql.trim()];
  return [`${verdict} (${placeOf(node)})`, ...rows, ...found, ...query].join('\n');
}

/** `models/schema.yml:12:9`. */
function placeOf({ location }: NodeInfo): string {
  return `${location.file}:${location.line}:${location.column}`;
}

/** A finding with its place. */
export function diagnosticText({ message, location, hint }: Diagnostic): string {
  const place = location === undefined ? '' : ` (${location.file}:${location.line}:${location.column})`;
  return [`${message}${place}`, ...hintLine({ hint })].join('\n');
}

function hintLine({ hint }: { readonly hint?: string | undefined }): string[] {
  return hint === undefined ? [] : [`  ${hint}`];
}

/** An error that Vitest shows with the lines of the file at the place. */
export function failureAt(message: string, location: Location, root: string): Error {
  const error = new Error(message);
  error.name = 'AssertionError';
  const file = /^(\/|[A-Za-z]:)/.test(location.file) ? location.file : `${root}/${location.file}`;
  error.stack = `${error.name}: ${message}\n    at ${file}:${location.line}:${location.column}`;
  return error;
}

function countOf(failures: number): string {
  return failures === 1 ? '1 row' : `${failures} rows`;
}

function rowLines({ rows }: Table, failures: number | null): string[] {
  const lines = rows.map((row) => `  ${rowText(row)}`);
  const hidden = (failures ?? rows.length) - rows.length;
  return hidden > 0 && rows.length > 0 ? [...lines, `  ... and ${hidden} more`] : lines;
}

function rowText(row: Table['rows'][number]): string {
  const text = JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return text.length > LONGEST_ROW ? `${text.slice(0, LONGEST_ROW)}...` : text;
}
