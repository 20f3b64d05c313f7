/** A change of columns in words, for the node's result. */
import type { ColumnInfo } from '../../../resources/relation.js';
import { type ColumnChange, typeOf } from './compare-columns.js';

/** `added column a (integer), dropped column b`; empty when nothing changes. */
export function describeChange({ add, drop, retype }: ColumnChange): string {
  return [
    ...add.map((column) => `added column ${column.name}${inBrackets(column)}`),
    ...drop.map(({ name }) => `dropped column ${name}`),
    ...retype.map(({ name, from, to }) => `changed column ${name} from ${from} to ${to}`),
  ].join(', ');
}

/** A column of SQLite may have no type. */
function inBrackets(column: ColumnInfo): string {
  const type = typeOf(column);
  return type === 'UNKNOWN' ? '' : ` (${type})`;
}
