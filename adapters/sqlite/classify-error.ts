/** Turns SQLite's errors into failures. SQLite names no position: where its message names a token that stands once in the statement, that is it. */
import type { DatabaseFailure, FailureKind } from '../../core/adapter/failure.js';
import { failureOf } from '../../core/adapter/failure-error.js';
import { sqlTokens } from '../common/sql-tokens.js';
import type { FileProblemCode } from './driver/child/check-file.js';
import type { ChildError } from './driver/protocol.js';

/** A child's error and the file it is about; the session puts it to each error that it throws. */
export interface ErrorPlace extends ChildError {
  readonly file: string;
}

/** What was found before SQLite opened the file; the message says it all. */
const fileKinds: Readonly<Record<FileProblemCode, FailureKind>> = {
  TSDBT_FILE_CORRUPT: 'corrupt',
  TSDBT_FILE_PERMISSION: 'permission',
  TSDBT_FILE_PLACE: 'connection',
};

/** By primary result code; extended codes begin with it. */
const kindByCode: Readonly<Record<string, FailureKind>> = {
  SQLITE_BUSY: 'locked',
  SQLITE_LOCKED: 'locked',
  SQLITE_NOTADB: 'corrupt',
  SQLITE_CORRUPT: 'corrupt',
  SQLITE_READONLY: 'permission',
  SQLITE_PERM: 'permission',
  SQLITE_AUTH: 'permission',
  SQLITE_CANTOPEN: 'connection',
  SQLITE_FULL: 'disk',
  SQLITE_IOERR: 'disk',
  SQLITE_CONSTRAINT: 'constraint',
  SQLITE_MISMATCH: 'data',
  SQLITE_TOOBIG: 'data',
  TSDBT_DRIVER_MISSING: 'driver_missing',
  ...fileKinds,
};

/** What SQLite says under its general code. */
const kindByMessage: readonly (readonly [RegExp, FailureKind])[] = [
  [/syntax error|incomplete input|unrecognized token/, 'syntax'],
  [/^no such (table|view|index)|^unknown database/, 'missing_relation'],
  [/^no such column|has no column named/, 'missing_column'],
  [/integer overflow|malformed JSON|is not a date or timestamp/, 'data'],
];

/** Classifies whatever the driver threw. */
export function classifyError(error: unknown): DatabaseFailure {
  const stated = failureOf(error);
  if (stated !== null) return stated;
  const place = (error as { sqlite?: ErrorPlace } | null)?.sqlite;
  if (place === undefined) return failure({ message: error instanceof Error ? error.message : String(error) });
  const kind = kindOf(place);
  const inStatement = place.statement === null ? null : positionIn(place.statement, place.message);
  return {
    ...failure({ kind, message: messageOf(kind, place), hint: hintOf(kind, place) }),
    code: place.code,
    position: inStatement === null ? null : place.offset + inStatement,
    isTransient: kind === 'locked',
    ...(place.statementIndex === null ? {} : { statementIndex: place.statementIndex }),
    ...(place.code?.startsWith('SQLITE_READONLY') === true ? { isReadOnly: true } : {}),
  };
}

function failure(part: Partial<DatabaseFailure> & { readonly message: string }): DatabaseFailure {
  return { kind: 'other', code: null, position: null, detail: null, hint: null, isTransient: false, ...part };
}

function kindOf({ code, message }: ErrorPlace): FailureKind {
  const byCode = Object.entries(kindByCode).find(([known]) => code === known || code?.startsWith(`${known}_`));
  if (byCode !== undefined) return byCode[1];
  if (/directory does not exist/.test(message)) return 'connection';
  return kindByMessage.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';
}

function messageOf(kind: FailureKind, { message, file, code, holder }: ErrorPlace): string {
  if (code !== null && code in fileKinds) return message;
  if (kind === 'locked') {
    return `The SQLite file ${file} is locked by ${holder ?? 'another process'}, which did not let go in time (${message}).`;
  }
  if (kind === 'corrupt') return `The SQLite file ${file} cannot be read: ${message}.`;
  if (kind === 'disk') return `Writing to the SQLite file ${file} failed: ${message}.`;
  if (kind === 'driver_missing')
    return `SQLite needs the package better-sqlite3, which could not be loaded (${message}).`;
  if (/directory does not exist/.test(message)) return `The folder of the SQLite file ${file} does not exist.`;
  if (kind === 'connection' && !message.includes('does not exist'))
    return `The SQLite file ${file} cannot be opened: ${message}.`;
  if (kind === 'permission' && !message.includes('may be read only')) return `The SQLite file ${file}: ${message}.`;
  return message;
}

function hintOf(kind: FailureKind, { message, code }: ErrorPlace): string | null {
  if (code === 'TSDBT_FILE_PERMISSION')
    return 'Change the rights of the file and its folder, or name another path in the profile.';
  if (code === 'TSDBT_FILE_PLACE') return null;
  if (/directory does not exist/.test(message)) return 'Make the folder, or name another path in the profile.';
  if (kind === 'locked') return 'End the other process, or raise `busy_timeout` (seconds) in the profile.';
  if (code?.startsWith('SQLITE_CORRUPT'))
    return 'Restore a copy of the file, or save what can be read: `sqlite3 FILE .recover`.';
  if (kind === 'corrupt') return 'Is it a whole SQLite database? tsdbt leaves the file as it is.';
  if (kind === 'driver_missing') {
    return 'Run `npm install better-sqlite3` on Node 22.14 or later, `npm install better-sqlite3-node20@npm:better-sqlite3@12.11.1` on Node 20.';
  }
  if (/cannot reference objects in database/.test(message)) {
    return 'A view sees only its own file; use `materialized: table` instead.';
  }
  return null;
}

const namedTokens: readonly RegExp[] = [
  /near "([\s\S]+)": syntax error/,
  /unrecognized token: "([\s\S]+)"/,
  /^no such \w+: ([\s\S]+)$/,
  /^ambiguous column name: ([\s\S]+)$/,
  /has no column named ([\s\S]+)$/,
  /cannot reference objects in database ([\s\S]+)$/,
];

/** Where the message's token stands, when it stands there once; the end when the statement is incomplete. */
function positionIn(statement: string, message: string): number | null {
  if (message === 'incomplete input') return statement.trimEnd().length;
  const named = namedTokens.map((pattern) => pattern.exec(message)?.[1]).find((found) => found !== undefined);
  if (named === undefined) return null;
  const wanted = (
    message.startsWith('no such') || message.startsWith('ambiguous') ? named.split('.').at(-1)! : named
  ).toLowerCase();
  const places = sqlTokens(statement, { postgres: false }).filter((token) => {
    if (token.kind === 'comment') return false;
    const text = statement.slice(token.start, token.end).toLowerCase();
    return text === wanted || (token.kind === 'quotedName' && text.slice(1, -1) === wanted);
  });
  return places.length === 1 ? places[0]!.start : null;
}
