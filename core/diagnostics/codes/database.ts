/** Diagnostic codes: what a database answered. */
import type { CodeEntry } from './entry.js';

export const databaseCodes = {
  TSDBT_DATABASE_ERROR: {
    meaning: 'The database refused a statement.',
    remedy: 'Read its message; the compiled SQL is at the named path.',
  },
  TSDBT_CREDENTIALS_INVALID: {
    meaning: 'A key of an output in profiles.yml is missing or holds a value that its adapter cannot use.',
    remedy: 'Correct the key; the message names the type that is expected.',
  },
  TSDBT_CREDENTIALS_KEY_UNKNOWN: {
    meaning: 'An output in profiles.yml has a key that its adapter does not know. The key is ignored.',
    remedy: 'Correct its spelling or remove it.',
  },
  TSDBT_DATABASE_PLACE: {
    meaning: 'A SQLite file lies on a network file system, where its WAL mode cannot work; a rollback journal is used.',
    remedy: 'Keep the file on a local disk; otherwise let only one computer use it at a time.',
  },
  TSDBT_VIEW_FUNCTION: {
    meaning: 'A view calls a function that tsdbt adds to the database; the view cannot be read with other tools.',
    remedy: 'Make the model a table, or spell it without the function.',
  },
  TSDBT_VIEW_OTHER_FILE: {
    meaning: 'A view reads a relation of another database file, which a view cannot.',
    remedy: 'Make the model a table.',
  },
} as const satisfies Record<string, CodeEntry>;
