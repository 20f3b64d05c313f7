/** Schema of property files (`*.yml` beside models, seeds, tests ...). Config blocks are checked where they are applied. */
import * as v from 'valibot';
import { isMapping, type Json } from '../../resources/json.js';
import { type ConfigResource, configKeys } from '../config/config-key.js';
import {
  anything,
  closed,
  described,
  flag,
  list,
  looseText,
  mapping,
  mappingOf,
  number,
  oneOf,
  open,
  optional,
  text,
  textOrList,
  textOrNumber,
  textOrTexts,
} from './builders.js';

const configsOf = (resource: ConfigResource): ReadonlySet<string> => new Set(Object.keys(configKeys[resource]));

const version = textOrNumber();

const docs = closed({
  show: optional(described(flag(), 'False: the documentation leaves it out.')),
  node_color: optional(text()),
});

/** A test: its name, or a mapping with the name as its one key or under `test_name`. */
const testEntry = v.custom<Json>(
  (value) => typeof value === 'string' || isMapping(value),
  'the name of a test, or a mapping that begins with it',
);
const tests = () => optional(described(list(testEntry, 'a list of tests'), 'Data tests.'));

const constraint = open({ type: text(), name: optional(text()), expression: optional(text()) });

const summary = { description: optional(described(looseText(), 'For the documentation; may call doc().')) };
const entry = {
  name: described(text(), 'The name that templates refer to.'),
  ...summary,
  meta: optional(mapping()),
  config: optional(described(mapping(), 'Configs, as in config().')),
};

/** A column of a node or table. */
export const columnSchema = closed({
  ...entry,
  name: described(looseText(), 'Name of the column.'),
  data_type: optional(text()),
  quote: optional(flag()),
  tags: optional(textOrList()),
  docs: optional(docs),
  constraints: optional(list(constraint, 'a list of constraints')),
  tests: tests(),
  data_tests: tests(),
  required: optional(described(flag(), 'Landing: a file without the column stops the load.')),
  policy_tags: optional(anything()),
  granularity: optional(text()),
  dimension: optional(anything()),
  entity: optional(anything()),
});

const columns = { columns: optional(list(columnSchema, 'a list of columns')) };
const node = {
  ...entry,
  docs: optional(docs),
  ...columns,
  tests: tests(),
  data_tests: tests(),
};

const model = closed(
  {
    ...node,
    access: optional(oneOf(['private', 'protected', 'public'])),
    group: optional(text()),
    latest_version: optional(version),
    deprecation_date: optional(text()),
    constraints: optional(list(constraint, 'a list of constraints')),
    versions: optional(list(open({ v: version }), 'a list of versions')),
    time_spine: optional(anything()),
    primary_entity: optional(anything()),
    agg_time_dimension: optional(anything()),
    semantic_model: optional(anything()),
    metrics: optional(anything()),
    derived_semantics: optional(anything()),
  },
  configsOf('model'),
);

const seed = closed({ ...node, group: optional(text()) }, configsOf('seed'));
const snapshot = closed({ ...node, group: optional(text()), relation: optional(text()) }, configsOf('snapshot'));
const analysis = closed(node, configsOf('analysis'));

const quoting = closed({
  database: optional(flag()),
  schema: optional(flag()),
  identifier: optional(flag()),
  column: optional(flag()),
});

const threshold = closed({
  count: optional(number()),
  period: optional(oneOf(['minute', 'hour', 'day'])),
});
const freshness = closed({
  warn_after: optional(threshold),
  error_after: optional(threshold),
  filter: optional(text()),
});

/** `external:` for landing; other tools keep keys of their own here, which tsdbt passes through. */
const external = open({
  location: optional(described(textOrTexts(), 'Files to load: paths or patterns, relative to the project.')),
  format: optional(described(oneOf(['csv']), 'What the files are; csv.')),
  delimiter: optional(described(text(), 'The character between fields; a comma.')),
  encoding: optional(described(text(), 'The encoding of the files; utf-8.')),
  quote: optional(described(text(), 'The character around fields; a double quote. Empty for none.')),
  escape: optional(described(text(), 'The character before a quote within a field; the quote itself.')),
  header: optional(described(mappingOf(text()), 'Names in the header row to names of columns.')),
  null_values: optional(described(list(looseText(), 'a list of texts'), 'Texts that mean null.')),
});

const loading = {
  loader: optional(text()),
  loaded_at_field: optional(text()),
  loaded_at_query: optional(text()),
  freshness: v.nullish(freshness),
  quoting: optional(quoting),
  tags: optional(textOrList()),
};

const table = closed({
  ...entry,
  ...loading,
  docs: optional(docs),
  identifier: optional(looseText()),
  external: optional(described(external, 'The files that `load` fills the table from.')),
  ...columns,
  tests: tests(),
  data_tests: tests(),
});

const source = closed({
  ...entry,
  ...loading,
  database: optional(text()),
  catalog: optional(text()),
  schema: optional(described(looseText(), 'The schema of the tables; the name of the source when left out.')),
  overrides: optional(text()),
  tables: optional(list(table, 'a list of tables')),
  tests: tests(),
  data_tests: tests(),
});

const macroArgument = closed({ name: text(), type: optional(text()), ...summary });
const macro = closed({
  ...entry,
  docs: optional(docs),
  arguments: optional(list(macroArgument, 'a list of arguments')),
});
const singularTest = closed({ ...entry, docs: optional(docs) });

const exposure = closed({
  ...entry,
  label: optional(text()),
  type: described(oneOf(['dashboard', 'notebook', 'analysis', 'ml', 'application']), 'What uses the data.'),
  owner: described(open({ name: optional(looseText()), email: optional(textOrTexts()) }), 'Whom to ask.'),
  maturity: optional(oneOf(['low', 'medium', 'high'])),
  url: optional(text()),
  depends_on: optional(list(text(), "a list of texts such as ref('orders')")),
  tags: optional(textOrList()),
  enabled: optional(flag()),
});

/** The schema of one entry, by the key of its list. */
export const entrySchemas = {
  models: model,
  seeds: seed,
  snapshots: snapshot,
  analyses: analysis,
  sources: source,
  macros: macro,
  exposures: exposure,
  tests: singularTest,
  data_tests: singularTest,
} as const;

const items = (what: string) => optional(list(anything(), `a list of ${what}`));
const entries = <T extends v.GenericSchema<unknown, unknown>>(item: T, what: string) =>
  optional(list(item, `a list of ${what}`));
const notBuilt = (what: string) =>
  optional(described(list(open({}), `a list of ${what}`), 'tsdbt does not build these yet.'));

const others = {
  version: optional(anything()),
  anchors: optional(described(anything(), 'A place for YAML anchors.')),
  unit_tests: notBuilt('unit tests'),
  groups: notBuilt('groups'),
  metrics: notBuilt('metrics'),
  semantic_models: notBuilt('semantic models'),
  saved_queries: notBuilt('saved queries'),
  functions: notBuilt('functions'),
};

/** The outline: which lists there are. Entries are checked one by one, so that one mistake does not hide the others. */
export const propertyOutlineSchema = closed({
  ...others,
  models: items('models'),
  seeds: items('seeds'),
  snapshots: items('snapshots'),
  analyses: items('analyses'),
  sources: items('sources'),
  macros: items('macros'),
  exposures: items('exposures'),
  tests: items('data tests'),
  data_tests: items('data tests'),
});

/** The whole file, for editors. */
export const propertyFileSchema = closed({
  ...others,
  models: entries(model, 'models'),
  seeds: entries(seed, 'seeds'),
  snapshots: entries(snapshot, 'snapshots'),
  analyses: entries(analysis, 'analyses'),
  sources: entries(source, 'sources'),
  macros: entries(macro, 'macros'),
  exposures: entries(exposure, 'exposures'),
  tests: entries(singularTest, 'data tests'),
  data_tests: entries(singularTest, 'data tests'),
});

export type ModelShape = v.InferOutput<typeof model>;
export type NodeShape = v.InferOutput<typeof seed>;
export type ColumnShape = v.InferOutput<typeof columnSchema>;
export type SourceShape = v.InferOutput<typeof source>;
export type TableShape = v.InferOutput<typeof table>;
export type ExternalShape = v.InferOutput<typeof external>;
