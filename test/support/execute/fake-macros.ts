/** The macros that materializations spell with, as functions over plain arguments. */

import type { SpellArgument } from '../../../core/plan/node-plan.js';
import type { ColumnInfo, Relation } from '../../../core/resources/relation.js';
import { plainText } from '../../../core/template/source-map.js';
import type { TemplateEnvironment } from '../../../core/template/template.js';
import type { CallArguments, Value } from '../../../core/template/values/value.js';
import type { AdapterUnderTest } from '../../conformance/support.js';

/** Fake macros get the argument itself; only they look into it. */
export function toFakeValue(argument: SpellArgument): Value {
  return argument as unknown as Value;
}

type Macro = (under: AdapterUnderTest, args: readonly SpellArgument[]) => string | Promise<string>;

const relation = (argument: SpellArgument): Relation => (argument as { relation: Relation }).relation;
const plain = (argument: SpellArgument): unknown => (argument as { value: unknown }).value;

const macros: Readonly<Record<string, Macro>> = {
  get_create_table_as_sql: (under, [isTemporary, name, sql]) =>
    `create ${plain(isTemporary) === true ? 'temporary ' : ''}table ${render(under, name)} as ${plain(sql)}`,
  get_create_view_as_sql: (under, [name, sql]) => `create view ${render(under, name)} as ${plain(sql)}`,
  get_replace_view_sql: (under, [name, sql]) => `create or replace view ${render(under, name)} as ${plain(sql)}`,
  get_create_index_sql: (under, [name, index]) => {
    const { columns } = plain(index) as { columns: string[] };
    return `create index "${relation(name).identifier}_${columns.join('_')}" on ${render(under, name)} (${columns.join(', ')})`;
  },
  get_incremental_default_sql: (under, [dict]) => incremental(under, dict, true),
  get_incremental_append_sql: (under, [dict]) => incremental(under, dict, false),
  get_incremental_delete_insert_sql: (under, [dict]) => incremental(under, dict, true),
  get_limit_subquery_sql: (_, [sql, limit]) => `select * from (${plain(sql)}) q limit ${plain(limit)}`,
  get_test_sql: (_, [sql, calc, warnIf, errorIf, limit]) => {
    const bounded = plain(limit) === null ? plain(sql) : `${plain(sql)} limit ${plain(limit)}`;
    return `select ${plain(calc)} as failures, ${plain(calc)} ${plain(warnIf)} as should_warn,
      ${plain(calc)} ${plain(errorIf)} as should_error from (${bounded}) t`;
  },
  create_schema: async (under, [name]) => {
    const schema = under.adapter.dialect.quoteIdentifier(relation(name).schema ?? '');
    await under.withSession((session) => session.execute(`create schema if not exists ${schema}`));
    return '';
  },
};

function render(under: AdapterUnderTest, argument: SpellArgument): string {
  return under.adapter.dialect.renderRelation(relation(argument));
}

function incremental(under: AdapterUnderTest, argument: SpellArgument, deletes: boolean): string {
  const { entries } = argument as { entries: Record<string, SpellArgument> };
  const target = render(under, entries.target_relation);
  const batch = render(under, entries.temp_relation);
  const { columns } = entries.dest_columns as { columns: readonly ColumnInfo[] };
  const names = columns.map((column) => under.adapter.dialect.quoteIdentifier(column.name)).join(', ');
  const insert = `insert into ${target} (${names}) select ${names} from ${batch}`;
  const key = plain(entries.unique_key) as string | string[] | null;
  if (!deletes || key === null) return insert;
  const list = [key].flat().join(', ');
  return `delete from ${target} where (${list}) in (select ${list} from ${batch}); ${insert}`;
}

/** An environment whose macros are the functions above; templates are their own text. */
export function fakeEnvironment(under: AdapterUnderTest): TemplateEnvironment {
  return {
    compile: (source: { text: string }) => ({ render: async () => plainText(source.text) }),
    findMacro: (name: string) => (Object.hasOwn(macros, name) ? { name, packageName: 'dbt' } : null),
    callMacro: async (macro: { name: string }, call: CallArguments) =>
      macros[macro.name](under, call.args as unknown as readonly SpellArgument[]),
  } as unknown as TemplateEnvironment;
}
