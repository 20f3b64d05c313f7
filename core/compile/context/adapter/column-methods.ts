/** Methods of `adapter` about columns and types. */
import type { SeedType } from '../../../adapter/dialect.js';
import { ColumnValue } from '../../../parse/context/column-value.js';
import type { ColumnInfo } from '../../../resources/relation.js';
import { Dict } from '../../../template/values/dict.js';
import { listOf } from '../../../template/values/operators/truth.js';
import { typeError } from '../../../template/values/python-error.js';
import { str } from '../../../template/values/text.js';
import { smallIntOf } from '../../../template/values/types/numbers.js';
import type { Value } from '../../../template/values/value.js';
import type { NodeContext } from '../node-context.js';
import { TableValue } from '../table/table-value.js';
import { executeSql, withSession } from './database-call.js';
import { callNamed } from './macro-value.js';
import { type AdapterMethods, relationArgument } from './method.js';

export const columnMethods: AdapterMethods = {
  get_columns_in_relation: {
    signature: 'relation',
    call: async (context, [relation]) => [...(await columnsOf(context, relation))],
  },
  get_missing_columns: {
    signature: 'from_relation, to_relation',
    call: async (context, [from, to]) => {
      const present = (await columnsOf(context, to)).map(({ info }) => info.name);
      return (await columnsOf(context, from)).filter(({ info }) => !present.includes(info.name));
    },
  },
  expand_target_column_types: { signature: 'from_relation, to_relation', call: expandTypes },
  get_column_schema_from_query: { signature: 'sql', call: columnsOfQuery },
  convert_type: { signature: 'agate_table, col_idx', call: convertType },
  standardize_grants_dict: { signature: 'grants_table', call: (_context, [table]) => grantsByPrivilege(table) },
};

async function columnsOf(context: NodeContext, relation: Value): Promise<readonly ColumnValue[]> {
  const { adapter, target } = context.runtime;
  const name = adapter.relationName(relationArgument(relation).included, target.credentials);
  const found = await withSession(context, (session) => adapter.introspector.columns(session, name));
  return found.map((info) => new ColumnValue(info, context.columns));
}

/** Widens text columns of a table that are too short for what comes. */
async function expandTypes(context: NodeContext, [from, to]: readonly Value[]): Promise<Value> {
  const present = new Map((await columnsOf(context, to)).map((column) => [column.info.name, column]));
  for (const wanted of await columnsOf(context, from)) {
    const column = present.get(wanted.info.name);
    if (column === undefined || !column.canExpandTo(wanted)) continue;
    await callNamed(context, 'alter_column_type', [to, column.info.name, wanted.dataType]);
  }
  return '';
}

/** The columns of a query that answers no rows. */
async function columnsOfQuery(context: NodeContext, [sql]: readonly Value[]): Promise<Value> {
  const { columns } = await executeSql(context, str(sql));
  const sizes = { charSize: null, numericPrecision: null, numericScale: null };
  const infos = columns.map(({ name, type }): ColumnInfo => ({ name, dataType: type ?? '', ...sizes }));
  return infos.map((info) => new ColumnValue(info, context.columns));
}

function convertType({ runtime }: NodeContext, [table, index]: readonly Value[]): Value {
  if (!(table instanceof TableValue)) throw typeError('convert_type needs a table');
  const type: SeedType | undefined = table.data.columns[smallIntOf(index as number)]?.type;
  return runtime.adapter.dialect.seedType(type ?? 'text');
}

/** Rows of grantee and privilege as a dict: privilege to grantees. */
function grantsByPrivilege(table: Value): Value {
  const grants = new Dict();
  if (!(table instanceof TableValue)) return grants;
  const names = table.data.columns.map(({ name }) => name.toLowerCase());
  const [grantee, privilege] = [names.indexOf('grantee'), names.indexOf('privilege_type')];
  for (const row of table.data.rows) {
    grants.set(row[privilege], [...listOf(grants.get(row[privilege]) ?? []), row[grantee]]);
  }
  return grants;
}
