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
  TSDBT_PREVIEW_UNKNOWN: {
    meaning: 'tsdbt plan cannot know something before the run: it hangs on what the run makes first, or on rows.',
    remedy: 'Build the parents that the message names and plan again; or run it.',
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
  TSDBT_RELATION_NOT_OURS: {
    meaning:
      'A relation of another kind stands where the node is to be built, and nothing proves that tsdbt or dbt made it.',
    remedy: 'Rename or drop it yourself, or let the node take its place with --adopt.',
  },
  TSDBT_RELATION_OWNER: {
    meaning: 'The relation that the node replaces belongs to another role, so the database would refuse to drop it.',
    remedy: 'Let its owner drop it or give it to your role, or run as the owner.',
  },
  TSDBT_LEDGER_UNAVAILABLE: {
    meaning:
      'The table in which tsdbt records what it made cannot be created, read or written. The run goes on; no relation of another kind is replaced without --adopt.',
    remedy: 'Give the role the privilege that the message names.',
  },
  TSDBT_STATE_INVALID: {
    meaning: 'The folder given with --state holds no manifest.json that can be read.',
    remedy: 'Name the target folder of an earlier run of dbt or tsdbt.',
  },
  TSDBT_DEPENDENT_BLOCKS: {
    meaning: 'Something that depends on the relation, or on its rows, would be lost, so the relation was not replaced.',
    remedy: 'Drop or change the named dependent, or make it part of the run.',
  },
  TSDBT_DEPENDENT_DROPPED: {
    meaning:
      'Something that depended on a replaced relation could not be kept and was dropped, as --allow-drop-dependents says.',
    remedy: 'Make it again if it is still needed, best as a model of the project.',
  },
  TSDBT_RELATION_LEFT_BEHIND: {
    meaning:
      'An old version of a relation stays under a temporary name, because a view that this run was to build still reads it.',
    remedy: 'Build the named view. A later run drops the old version when nothing depends on it any more.',
  },
  TSDBT_SETTING_LOST: {
    meaning:
      'Something that somebody set on a relation by hand (an index, a trigger, a comment ...) could not be given to its new version.',
    remedy: 'Set it again, or put it into the config or a hook of the node. The message says why it could not be kept.',
  },
  TSDBT_RELATION_LOCKED: {
    meaning: 'Other sessions held locks on a relation for so long that it could not be replaced. Nothing was changed.',
    remedy: 'Run the node again when the named sessions are done, or end them.',
  },
  TSDBT_MATERIALIZATION_UNKNOWN: {
    meaning: 'The config `materialized` names nothing that tsdbt or the project knows.',
    remedy: 'Use view, table, incremental or ephemeral, or define the materialization.',
  },
  TSDBT_STRATEGY_UNKNOWN: {
    meaning: 'The config `incremental_strategy` names nothing that tsdbt or the project knows.',
    remedy: 'Use append, delete+insert or merge, or define a macro get_incremental_<name>_sql.',
  },
  TSDBT_FEATURE_UNAVAILABLE: {
    meaning: 'The project uses a feature of dbt that this version of tsdbt does not have.',
    remedy: 'Use what the message proposes, or leave the feature out.',
  },
  TSDBT_KEY_MISSING: {
    meaning: 'The config `unique_key` of an incremental model names a column that its batch or its table lacks.',
    remedy: 'Correct the name, or select the column in the model.',
  },
  TSDBT_KEY_REPEATED: {
    meaning: 'Several rows of the batch of a merge have the same key, so which of them should win is not known.',
    remedy: 'Make the key unique in the query of the model, or use the strategy delete+insert.',
  },
  TSDBT_COLUMNS_CHANGED: {
    meaning:
      'The columns of an incremental model differ from those of its table in a way that its on_schema_change does not allow.',
    remedy: 'Run the model once with --full-refresh, or set another on_schema_change.',
  },
  TSDBT_COLUMNS_UNKNOWN: {
    meaning: 'The database lists no columns of a relation that stands, so its columns cannot be compared or changed.',
    remedy: 'Look whether the role may read the relation and the catalog.',
  },
  TSDBT_COLUMN_TYPE_UNSAFE: {
    meaning:
      'A column of an incremental model has a type that the table cannot take over without a risk for its values.',
    remedy: 'Cast the column in the model to the type of the table, or run the model once with --full-refresh.',
  },
  TSDBT_COLUMN_TYPE_DIFFERS: {
    meaning:
      'A column of an incremental model has a type whose values the column of its table may not hold as they are.',
    remedy: 'Cast the column in the model, set on_schema_change: sync_all_columns, or rebuild with --full-refresh.',
  },
  TSDBT_COLUMN_VALUES_LOST: {
    meaning: 'Rows of an incremental table were replaced by a batch that lacks a column of the table.',
    remedy: 'Select the column again, or use the strategy merge, which keeps values that a batch does not have.',
  },
  TSDBT_CONFIG_INVALID: {
    meaning: 'A config value has a form that the materialization cannot use.',
    remedy: 'Write it as the message says.',
  },
  TSDBT_TEST_WARNED: {
    meaning:
      'A data test of severity `warn` found failures. The name stands for such results in `--warn-error-options`.',
    remedy: 'Look at the failing rows.',
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
  TSDBT_LOCK_HELD: {
    meaning:
      'Another run writes a relation that this one would write too, and it did not end in time. Nothing was run.',
    remedy: 'Run again when the named run has ended, wait longer with --lock-timeout, or select other nodes.',
  },
  TSDBT_LOCK_LOST: {
    meaning:
      'The locks that keep other runs from the same relations were lost while the run went on, so it was stopped.',
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
