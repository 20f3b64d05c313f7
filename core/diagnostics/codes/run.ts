/** Diagnostic codes: planning and executing nodes. */
import type { CodeEntry } from './entry.js';

export const runCodes = {
  TSDBT_NODE_FAILED: {
    meaning: 'A node failed while it ran.',
    remedy: 'Read the message of the node.',
  },
  TSDBT_RELATION_UNKNOWN: {
    meaning: 'The database could not say whether a relation exists, so nothing was built or replaced.',
    remedy: 'Mend the cause that the message names (often a missing privilege) and run again.',
  },
  TSDBT_RELATION_CHANGED: {
    meaning:
      'A relation was created, dropped or replaced by somebody else while the node ran; the node changed nothing.',
    remedy: 'Run the node again; keep two runs from building the same relation at the same time.',
  },
  TSDBT_RELATION_WRONG_TYPE: {
    meaning: 'The relation that exists is of a type that this node does not replace.',
    remedy: 'Drop or rename the existing relation, or change the name of the node.',
  },
  TSDBT_DEPENDENT_BLOCKS: {
    meaning: 'Something that depends on the relation cannot be re-created, so the relation was not replaced.',
    remedy: 'Drop or change the named dependent, or make it part of the run.',
  },
  TSDBT_MATERIALIZATION_UNKNOWN: {
    meaning: 'The config `materialized` names nothing that tsdbt or the project knows.',
    remedy: 'Use view, table, incremental or ephemeral, or define the materialization.',
  },
  TSDBT_STRATEGY_UNKNOWN: {
    meaning: 'The config `incremental_strategy` names nothing that tsdbt or the project knows.',
    remedy: 'Use append or delete+insert, or define a macro get_incremental_<name>_sql.',
  },
  TSDBT_FEATURE_UNAVAILABLE: {
    meaning: 'The project uses a feature of dbt that this version of tsdbt does not have.',
    remedy: 'Use what the message proposes, or leave the feature out.',
  },
  TSDBT_COLUMNS_CHANGED: {
    meaning:
      'The columns of an incremental model differ from those of its table, and its config forbids to ignore that.',
    remedy: 'Run the model once with --full-refresh, or set on_schema_change: ignore.',
  },
  TSDBT_CONFIG_INVALID: {
    meaning: 'A config value has a form that the materialization cannot use.',
    remedy: 'Write it as the message says.',
  },
  TSDBT_TEST_RESULT_INVALID: {
    meaning: 'The query of a data test did not answer one row of failures, should_warn and should_error.',
    remedy: 'Look at the compiled SQL of the test and at its fail_calc.',
  },
  TSDBT_SEED_ROW_BROKEN: {
    meaning:
      'A row of a seed file has too few or too many values, or an unfinished quote. Nothing of the file was loaded.',
    remedy: 'Mend the named line of the file.',
  },
  TSDBT_SEED_FILE_BROKEN: {
    meaning: 'A seed file cannot be read as CSV: it is missing, empty, or its header names a column twice.',
    remedy: 'Mend the file.',
  },
  TSDBT_QUERY_COMMENT_INVALID: {
    meaning: 'The query comment holds the characters that would end a SQL comment.',
    remedy: 'Take `*/` out of query-comment.',
  },
  TSDBT_RUN_CANCELLED: {
    meaning: 'The run was stopped before the node was done.',
    remedy: 'Run again; what was finished stays.',
  },
  TSDBT_HOOK_FAILED: {
    meaning: 'A hook of the project or of a node failed.',
    remedy: 'Look at the SQL of the hook and at the message of the database.',
  },
  TSDBT_LANDING_COLUMNS: {
    meaning:
      'The header of a delivered file does not fit the source: a required column is missing, or a name is unusable.',
    remedy: 'Nothing was landed. Ask for a complete file, or map the new name under `external: header:` of the source.',
  },
  TSDBT_LANDING_ROW_BROKEN: {
    meaning: 'A row of a delivered file is short, long or cannot be read. Nothing of that file has landed.',
    remedy: 'Look at the named line; ask for a whole file or correct the dialect of the source.',
  },
  TSDBT_LANDING_NO_FILE: {
    meaning: 'No file matches the location of a source, and nothing was landed before.',
    remedy: 'Put the file there, or correct `external: location:`; globs start at the project folder.',
  },
  TSDBT_LANDING_FOREIGN_TABLE: {
    meaning: 'The table of a source stands in the database, but it was not made by landing.',
    remedy:
      'Remove `external:` from the source if something else fills the table, or give the source another identifier.',
  },
} as const satisfies Record<string, CodeEntry>;
