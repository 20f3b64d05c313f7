/** Arguments of macros that plans spell, plain data made into the values dbt would pass. */
import { columnSpelling } from '../parse/context/api.js';
import { ColumnValue } from '../parse/context/column-value.js';
import { relationSpelling } from '../parse/context/relation-spelling.js';
import { RelationValue } from '../parse/context/relation-value.js';
import type { Json } from '../resources/json.js';
import type { ColumnInfo, Relation } from '../resources/relation.js';
import { toValue } from '../template/values/convert.js';
import { Dict } from '../template/values/dict.js';
import type { Value } from '../template/values/value.js';
import type { RunRuntime } from './node-runtime.js';

/** The same as a plan's `SpellArgument`. */
export type MacroArgument =
  | { readonly is: 'relation'; readonly relation: Relation }
  | { readonly is: 'columns'; readonly columns: readonly ColumnInfo[] }
  | { readonly is: 'dict'; readonly entries: Readonly<Record<string, MacroArgument>> }
  | { readonly is: 'plain'; readonly value: Json };

export function argumentValue(argument: MacroArgument, runtime: Pick<RunRuntime, 'adapter' | 'target'>): Value {
  switch (argument.is) {
    case 'relation':
      return new RelationValue(argument.relation, relationSpelling(runtime.adapter, runtime.target.credentials));
    case 'columns':
      return argument.columns.map((info) => new ColumnValue(info, columnSpelling(runtime.adapter)));
    case 'dict':
      return new Dict(Object.entries(argument.entries).map(([key, entry]) => [key, argumentValue(entry, runtime)]));
    case 'plain':
      return toValue(argument.value);
  }
}
