/** Diagnostic codes: the command line. */
import type { CodeEntry } from './entry.js';

export const usageCodes = {
  TSDBT_FLAG_UNKNOWN: {
    meaning: 'The command line holds a flag that the command does not know.',
    remedy: 'Look at tsdbt <command> --help for its flags.',
  },
  TSDBT_FLAG_INVALID: {
    meaning: 'A flag, or the environment variable or project setting that stands for it, has a value it cannot take.',
    remedy: 'Give one of the values that the message names.',
  },
  TSDBT_FLAG_UNSUPPORTED: {
    meaning: 'The flag is one of dbt that tsdbt does not build yet.',
    remedy: 'Leave the flag out, or unset its environment variable.',
  },
  TSDBT_FLAG_IGNORED: {
    meaning: 'A flag changes nothing beside another one.',
    remedy: 'Leave one of them out.',
  },
  TSDBT_WARNING_UNKNOWN: {
    meaning: '`--warn-error-options` names a warning or a key that does not exist.',
    remedy: 'Use a code of this page, or the name that dbt has for the warning.',
  },
  TSDBT_COMMAND_UNKNOWN: {
    meaning: 'The command line names no command, or one that does not exist.',
    remedy: 'Look at tsdbt --help for the commands.',
  },
  TSDBT_COMMAND_UNSUPPORTED: {
    meaning: 'The command is one of dbt that tsdbt does not build yet.',
    remedy: 'Look at tsdbt --help for the commands that exist.',
  },
  TSDBT_ARGUMENT_INVALID: {
    meaning: 'A word on the command line is missing or one too many.',
    remedy: 'Look at tsdbt <command> --help for the words it takes.',
  },
  TSDBT_INIT_REFUSED: {
    meaning: 'A new project cannot be made there.',
    remedy: 'Name an empty or new folder.',
  },
  TSDBT_CLEAN_REFUSED: {
    meaning: 'A clean target is something that clean does not delete.',
    remedy: 'Name folders of built files inside the project in clean-targets.',
  },
  TSDBT_CHANGE_REFUSED: {
    meaning: 'A change takes something away (a model, a column, rows ...) and nobody has allowed that.',
    remedy: 'Keep it, or allow exactly this once with the line that the message names, in the text given with --allow.',
  },
  TSDBT_REPORT_IMPOSSIBLE: {
    meaning: 'There is no finished run to report, or what it left cannot be read.',
    remedy: 'Run tsdbt build first, and name its project or target folder with --dir or --base.',
  },
  TSDBT_FILE_ACCESS: {
    meaning: 'The operating system refused to read or write a file or folder.',
    remedy: 'Check the permissions and the space of the folder that the message names.',
  },
  TSDBT_RETRY_IMPOSSIBLE: {
    meaning: 'There is no earlier run that could be run again, or it cannot be repeated as it was.',
    remedy: 'Run the command itself again, or name the target folder of another run with --state.',
  },
  TSDBT_RETRY_NODE_GONE: {
    meaning: 'A node that failed or was skipped in the last run is not in the project any more, or is disabled.',
    remedy: 'Nothing is to be done when it was taken out; else see whether it was renamed or disabled.',
  },
  TSDBT_INTERNAL_ERROR: {
    meaning: 'tsdbt itself failed; this is a defect of tsdbt.',
    remedy: 'Report it with the log file.',
  },
} as const satisfies Record<string, CodeEntry>;
