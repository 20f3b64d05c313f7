/** What becomes of a relation's columns, from the columns before and after or from what an incremental model decided. Pure. */
import type { ColumnInfo } from '../../resources/relation.js';
import { type ColumnDifferences, typeOf } from '../incremental/columns/compare-columns.js';
import type { ColumnsStep } from '../node-plan.js';
import type { ColumnsPreview, PlannedColumn } from './node-preview.js';

/** Of a relation that is made anew: it gets whatever its query has. Null when nothing differs. */
export function newColumns({ added, removed, retyped }: ColumnDifferences): ColumnsPreview | null {
  if (added.length + removed.length + retyped.length === 0) return null;
  return {
    added: added.map((column) => planned(column, true)),
    removed: removed.map((column) => planned(column, true)),
    retyped: retyped.map(({ name, from, to }) => ({ name, from, type: to, isApplied: true })),
    onSchemaChange: null,
  };
}

/** Of a table that stays: `on_schema_change` decides. What the table takes as it is counts as no difference. */
export function changedColumns({ mode, differences, change }: ColumnsStep): ColumnsPreview | null {
  const among = (columns: readonly { readonly name: string }[]) => new Set(columns.map(({ name }) => name));
  const [add, drop, retype] = [change.add, change.drop, change.retype].map(among);
  const retyped = differences.retyped
    .filter(({ name, kind }) => kind !== 'narrower' || retype.has(name))
    .map(({ name, from, to }) => ({ name, from, type: to, isApplied: retype.has(name) }));
  const { added, removed } = differences;
  if (added.length + removed.length + retyped.length === 0) return null;
  return {
    added: added.map((column) => planned(column, add.has(column.name))),
    removed: removed.map((column) => planned(column, drop.has(column.name))),
    retyped,
    onSchemaChange: mode,
  };
}

function planned(column: ColumnInfo, isApplied: boolean): PlannedColumn {
  return { name: column.name, type: typeOf(column), isApplied };
}
