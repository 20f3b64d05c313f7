/** Columns and rows of a table that templates see. */
import type { SeedType } from '../../../adapter/dialect.js';
import type { Value } from '../../../template/values/value.js';

export interface TableColumn {
  readonly name: string;
  readonly type: SeedType;
}

export interface TableData {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Value[])[];
}
