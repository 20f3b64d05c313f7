/** What is known of one config key: what it means, which values it takes, how levels of it merge, what it is without any. */
import * as v from 'valibot';
import { isMapping, type Json } from '../../resources/json.js';
import {
  anything,
  described,
  flag,
  mapping,
  oneOf,
  onlyMapping,
  open,
  optional,
  text,
  textOrList,
  textOrTexts,
  wholeNumber,
} from '../schema/builders.js';

/**
 * How a more specific level joins a less specific one: `replace`; `append` lists; `update` mappings key by key;
 * `grants` like update, where a key with `+` before it adds to the list instead of replacing it.
 */
export type MergeRule = 'replace' | 'append' | 'update' | 'grants';

interface ConfigKey {
  readonly description: string;
  readonly schema: v.GenericSchema<unknown, unknown>;
  readonly merge: MergeRule;
  /** The value when no level sets the key; undefined: the key is then absent. */
  readonly initial: Json | undefined;
}

export type ConfigKeys = Readonly<Record<string, ConfigKey>>;

function key(
  description: string,
  schema: v.GenericSchema<unknown, unknown>,
  initial?: Json,
  merge: MergeRule = 'replace',
): ConfigKey {
  return { description, schema: described(optional(schema), description), merge, initial };
}

const hook = v.union(
  [v.string(), onlyMapping(v.object({ sql: text(), transaction: optional(flag()), index: optional(wholeNumber()) }))],
  'SQL, or a mapping of sql and transaction',
);
const hooks = v.union([hook, v.array(hook)], 'SQL, a mapping of sql and transaction, or a list of these');

const quoting = open({ database: optional(flag()), schema: optional(flag()), identifier: optional(flag()) });
const grantees = v.custom<Json>(
  (value) => isMapping(value) && Object.values(value).every(isTextOrTexts),
  'a mapping of privileges to names or lists of names',
);

function isTextOrTexts(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}

const general = {
  enabled: key('False: the resource is left out of everything.', flag(), true),
  tags: key('Names for selecting; levels add up.', textOrList(), [], 'append'),
  meta: key('Facts of your own, for tools and for macros.', mapping(), {}, 'update'),
} as const;

const relation = {
  alias: key('Name in the database, when it is not the name of the file.', text(), null),
  schema: key('Custom schema, an input to generate_schema_name.', text(), null),
  database: key('Custom database, an input to generate_database_name.', text(), null),
  group: key('The group of resources that this one belongs to.', text(), null),
} as const;

const node = {
  enabled: general.enabled,
  ...relation,
  tags: general.tags,
  meta: general.meta,
  materialized: key('How the query becomes a relation.', text(), 'view'),
  incremental_strategy: key('How new rows join the old ones.', text(), null),
  batch_size: key('Microbatch: hour, day, month or year.', text(), null),
  lookback: key('Microbatch: how many earlier batches are built again.', anything(), 1),
  begin: key('Microbatch: where the first batch begins.', anything(), null),
  persist_docs: key('Whether descriptions become comments in the database.', mapping(), {}),
  'post-hook': key('SQL that runs after the node.', hooks, [], 'append'),
  'pre-hook': key('SQL that runs before the node.', hooks, [], 'append'),
  quoting: key('Which parts of the name are quoted.', quoting, {}, 'update'),
  column_types: key('Types of columns by name.', mapping(), {}, 'update'),
  full_refresh: key('Overrides --full-refresh: true always builds anew, false never.', flag(), null),
  unique_key: key('Columns that identify a row.', textOrTexts(), null),
  on_schema_change: key(
    'What an incremental model does when its columns change.',
    oneOf(['ignore', 'append_new_columns', 'sync_all_columns', 'fail']),
    'ignore',
  ),
  on_configuration_change: key(
    'What a materialized view does when its configuration changes.',
    oneOf(['apply', 'continue', 'fail']),
    'apply',
  ),
  grants: key('Privileges on the relation.', grantees, {}, 'grants'),
  packages: key('Python packages of a Python model.', textOrList(), [], 'append'),
  docs: key(
    'Whether and in which colour the documentation shows the node.',
    mapping(),
    { show: true, node_color: null },
    'update',
  ),
  contract: key('Whether columns and types are enforced.', mapping(), { enforced: false, alias_types: true }, 'update'),
  event_time: key('The column that says when a row happened.', text(), null),
  concurrent_batches: key('Microbatch: whether batches run at the same time.', flag(), null),
} as const;

/** Whether an unchanged node may be left as it is by --reuse. */
const reuse = key(
  'With --reuse: false builds it each time, true takes clocks, unknown functions and tables in its SQL for unchanging.',
  flag(),
);

/** Keys that only some nodes have, without a value of their own. */
const modelExtras = {
  access: key('Who may refer to the model.', oneOf(['private', 'protected', 'public']), 'protected'),
  freshness: key('How old the model may become.', mapping(), null),
  incremental_predicates: key('Conditions that bound the rows that are looked at.', textOrTexts()),
  predicates: key('Old name of incremental_predicates.', textOrTexts()),
  merge_update_columns: key('Columns that a merge writes.', textOrTexts()),
  merge_exclude_columns: key('Columns that a merge leaves alone.', textOrTexts()),
  sql_header: key('Text before the create statement.', text()),
  indexes: key('Indexes to create.', v.array(open({ columns: textOrTexts() }), 'a list of indexes')),
  unlogged: key('Postgres: a table that is not written to the log.', flag()),
  on_error: key('Whether children of a failed node run.', text()),
  static_analysis: key('Read by dbt Fusion only.', anything()),
  latest_version_pointer: key('Read by versioned models only.', anything()),
  catalog_name: key('An Iceberg catalog.', text()),
  snowflake_warehouse: key('Read by Snowflake only.', text()),
  reuse,
} as const;

const seedExtras = {
  delimiter: key('The character between fields.', text(), ','),
  quote_columns: key('Whether column names are quoted.', flag(), null),
  indexes: modelExtras.indexes,
  unlogged: modelExtras.unlogged,
  reuse,
} as const;

const snapshotExtras = {
  strategy: key('timestamp or check.', text(), null),
  target_schema: key('Schema of the snapshot.', text(), null),
  target_database: key('Database of the snapshot.', text(), null),
  updated_at: key('The column that says when a row changed.', text(), null),
  check_cols: key('Columns whose change makes a new version.', textOrTexts(), null),
  snapshot_meta_column_names: key('Names of the columns that a snapshot adds.', mapping(), {}),
  dbt_valid_to_current: key('The valid-to of current rows.', text(), null),
  hard_deletes: key('What happens to rows that vanish.', oneOf(['ignore', 'invalidate', 'new_record']), null),
  invalidate_hard_deletes: key('Old form of hard_deletes.', flag()),
} as const;

const severity = v.pipe(v.string('error or warn'), v.regex(/^(?:error|warn)$/i, 'error or warn'));

const dataTest = {
  enabled: general.enabled,
  ...relation,
  schema: key('Schema of stored failures, an input to generate_schema_name.', text(), 'dbt_test__audit'),
  tags: general.tags,
  meta: general.meta,
  materialized: key('Always test.', text(), 'test'),
  severity: key('Whether failures are errors or warnings.', severity, 'ERROR'),
  store_failures: key('Keep the failing rows in a table.', flag(), null),
  store_failures_as: key('Keep the failing rows as this.', oneOf(['table', 'view', 'ephemeral']), null),
  where: key('Only rows that meet this condition are tested.', text(), null),
  limit: key('The largest number of failing rows.', wholeNumber(), null),
  fail_calc: key('What is counted as failures.', text(), 'count(*)'),
  warn_if: key('The count that warns, such as > 10.', text(), '!= 0'),
  error_if: key('The count that fails, such as > 100.', text(), '!= 0'),
  sql_header: modelExtras.sql_header,
  reuse,
} as const;

const source = {
  enabled: general.enabled,
  event_time: node.event_time,
  freshness: key('How old the newest row may be.', mapping(), null),
  loaded_at_field: key('The column that says when a row was loaded.', text(), null),
  loaded_at_query: key('A query for when the newest row was loaded.', text(), null),
  meta: general.meta,
  tags: general.tags,
} as const;

/** Resources that have a config. */
export type ConfigResource =
  | 'model'
  | 'seed'
  | 'snapshot'
  | 'analysis'
  | 'operation'
  | 'test'
  | 'unit_test'
  | 'source'
  | 'exposure';

/** The known keys of each resource, in dbt's order. */
export const configKeys: Readonly<Record<ConfigResource, ConfigKeys>> = {
  model: { ...node, ...modelExtras },
  seed: { ...node, materialized: key(node.materialized.description, text(), 'seed'), ...seedExtras },
  snapshot: { ...node, materialized: key(node.materialized.description, text(), 'snapshot'), ...snapshotExtras },
  analysis: node,
  operation: node,
  test: dataTest,
  unit_test: { enabled: general.enabled, tags: general.tags, meta: general.meta },
  source,
  exposure: { enabled: general.enabled, tags: general.tags, meta: general.meta },
};

/** Other spellings of keys. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['pre_hook', 'pre-hook'],
  ['post_hook', 'post-hook'],
]);

/** The spelling that config is kept under. */
export function canonicalKey(name: string): string {
  return SPELLINGS.get(name) ?? name;
}
