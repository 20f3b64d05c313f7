/** `api` in templates: the classes Relation and Column of the target's adapter. */
import type { Adapter } from '../../adapter/adapter.js';
import { Dict } from '../../template/values/dict.js';
import { ColumnClass, type ColumnSpelling } from './column-value.js';
import { RelationClass } from './relation-class.js';
import type { RelationSpelling } from './relation-spelling.js';

/** How columns of a target are spelled. */
export function columnSpelling(adapter: Adapter): ColumnSpelling {
  const className = adapter.type === 'postgres' ? 'PostgresColumn' : 'Column';
  return { className, quoteIdentifier: adapter.dialect.quoteIdentifier };
}

/** The value of `api`. */
export function apiObject(relations: RelationSpelling, columns: ColumnSpelling): Dict {
  return new Dict([
    ['Relation', new RelationClass(relations)],
    ['Column', new ColumnClass(columns)],
  ]);
}
