/** Which columns two sources have in common and how the others differ; names are compared as the database compares them. Pure. */
import type { Adapter } from '../adapter/adapter.js';
import type { ColumnDifferences, ComparedColumn } from './comparison.js';

/** A column that both sources have. */
export interface CommonColumn {
  readonly before: ComparedColumn;
  readonly after: ComparedColumn;
  /** The types are so different that values are compared as text. */
  readonly isRetyped: boolean;
}

export interface SourceColumns {
  readonly before: readonly ComparedColumn[];
  readonly after: readonly ComparedColumn[];
}

/** Pairs the columns of two sources, in the order of those after. */
export function pairColumns(
  { before, after }: SourceColumns,
  { dialect, columnTypes }: Pick<Adapter, 'dialect' | 'columnTypes'>,
): { readonly differences: ColumnDifferences; readonly common: readonly CommonColumn[] } {
  const keyOf = ({ name }: ComparedColumn) => dialect.foldIdentifier(name, true);
  const old = new Map(before.map((column) => [keyOf(column), column]));
  const fresh = new Set(after.map(keyOf));
  const common: CommonColumn[] = [];
  const retyped: ColumnDifferences['retyped'][number][] = [];
  for (const column of after) {
    const was = old.get(keyOf(column));
    if (was === undefined) continue;
    const isKept = isSameType(was.type, column.type, columnTypes);
    common.push({ before: was, after: column, isRetyped: !isKept && baseType(was.type) !== baseType(column.type) });
    if (!isKept) retyped.push({ name: column.name, before: was.type ?? '', after: column.type ?? '' });
  }
  const differences: ColumnDifferences = {
    added: after.filter((column) => !old.has(keyOf(column))),
    removed: before.filter((column) => !fresh.has(keyOf(column))),
    retyped,
    common: common.map((column) => column.after),
  };
  return { differences, common };
}

/** A type of which nothing is known is no other type than before. */
function isSameType(before: string | null, after: string | null, { keeps }: Adapter['columnTypes']): boolean {
  return before === null || after === null || (keeps(after, before) && keeps(before, after));
}

/** `numeric(10,2)` and `numeric(12,4)` hold values of one kind. */
function baseType(type: string | null): string | null {
  return type?.replace(/\(\d+(,\s*-?\d+)?\)/, '') ?? null;
}
