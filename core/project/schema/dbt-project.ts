/** Schema of dbt_project.yml. Trees of configs (`models:` ...) are checked where they are applied, not here. */
import * as v from 'valibot';
import { anything, closed, described, flag, list, looseText, mapping, optional, text, textOrList } from './builders.js';

const paths = (what: string) => optional(described(list(text(), 'a list of texts'), `Folders of ${what}.`));
const tree = (what: string) => optional(described(mapping(), `Configs of ${what}, by package and folder.`));

const queryComment = v.union(
  [
    v.string(),
    v.object({
      comment: optional(text()),
      append: optional(flag()),
      'job-label': optional(flag()),
    }),
  ],
  'a text, or a mapping of comment and append',
);

const quoting = closed({
  database: optional(flag()),
  schema: optional(flag()),
  identifier: optional(flag()),
  snowflake_ignore_case: optional(flag()),
});

const dispatchEntry = closed({
  macro_namespace: described(text(), 'The package whose macros are looked up.'),
  search_order: described(list(text(), 'a list of package names'), 'Packages to look in, first to last.'),
});

/** The whole file, rendered. */
export const dbtProjectSchema = closed({
  name: described(text(), 'Letters, digits and underscores; no digit first.'),
  'config-version': optional(anything()),
  version: optional(looseText()),
  profile: optional(described(text(), 'The profile in profiles.yml. Without it, models are built in a SQLite file.')),
  'project-root': optional(text()),
  'model-paths': paths('models'),
  'source-paths': paths('models (old name)'),
  'seed-paths': paths('seeds'),
  'data-paths': paths('seeds (old name)'),
  'test-paths': paths('tests'),
  'analysis-paths': paths('analyses'),
  'macro-paths': paths('macros'),
  'snapshot-paths': paths('snapshots'),
  'function-paths': paths('functions'),
  'docs-paths': paths('docs blocks'),
  'asset-paths': paths('files for the documentation'),
  'target-path': optional(text()),
  'log-path': optional(text()),
  'packages-install-path': optional(text()),
  'modules-path': optional(text()),
  'clean-targets': optional(described(list(text(), 'a list of texts'), 'What `clean` deletes.')),
  'query-comment': v.nullish(queryComment),
  quoting: optional(quoting),
  'require-dbt-version': optional(described(textOrList(), 'Versions of dbt that the project runs with.')),
  'on-run-start': optional(described(textOrList(), 'SQL that runs before the nodes.')),
  'on-run-end': optional(described(textOrList(), 'SQL that runs after the nodes.')),
  dispatch: optional(list(dispatchEntry)),
  'restrict-access': optional(flag()),
  vars: optional(mapping()),
  flags: optional(mapping()),
  'dbt-cloud': optional(anything()),
  models: tree('models'),
  seeds: tree('seeds'),
  snapshots: tree('snapshots'),
  analyses: tree('analyses'),
  sources: tree('sources'),
  tests: tree('data tests (old name)'),
  data_tests: tree('data tests'),
  unit_tests: tree('unit tests'),
  metrics: tree('metrics'),
  'semantic-models': tree('semantic models'),
  'saved-queries': tree('saved queries'),
  exposures: tree('exposures'),
  functions: tree('functions'),
});

export type DbtProjectFile = v.InferOutput<typeof dbtProjectSchema>;
