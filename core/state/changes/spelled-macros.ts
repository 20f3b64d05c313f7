/**
 * Macros that a node uses without naming them: those that spell its materialization's statements, and the ones that every
 * data test passes through. One literal table, by materialization; a strategy adds its own.
 */
import type { JsonObject } from '../../resources/json.js';
import type { ComparableNode } from './comparable.js';

const TABLE = ['get_create_table_as_sql', 'create_table_as', 'get_create_index_sql'];

const spelled: Readonly<Record<string, readonly string[]>> = {
  view: ['get_create_view_as_sql', 'get_replace_view_sql', 'create_view_as'],
  table: TABLE,
  incremental: [
    ...TABLE,
    'should_full_refresh',
    'get_statistics_sql',
    'get_delete_null_keys_sql',
    'get_merge_null_keys_sql',
    'alter_relation_add_remove_columns',
    'alter_column_type',
  ],
  seed: ['should_full_refresh'],
  test: ['get_where_subquery', 'should_store_failures', 'get_test_sql', 'get_limit_subquery_sql'],
};

/** Names of macros, as a look-up from the node's package spells them. */
export function spelledMacros(node: ComparableNode, prefixes: readonly string[]): readonly string[] {
  const materialization = materializationOf(node);
  if (materialization === null) return [];
  return [
    ...(Object.hasOwn(spelled, materialization) ? spelled[materialization] : []),
    ...(materialization === 'incremental' ? [strategyMacro(node.config)] : []),
    ...prefixes.map((prefix) => `materialization_${materialization}_${prefix}`),
  ];
}

function materializationOf({ resourceType, config }: ComparableNode): string | null {
  if (resourceType === 'seed' || resourceType === 'test') return resourceType;
  if (resourceType !== 'model') return null;
  return typeof config.materialized === 'string' ? config.materialized : 'view';
}

function strategyMacro({ incremental_strategy: strategy }: JsonObject): string {
  return `get_incremental_${(typeof strategy === 'string' ? strategy : 'default').replaceAll('+', '_')}_sql`;
}
