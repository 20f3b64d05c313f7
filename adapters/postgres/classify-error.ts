/** Turns what pg and the network throw into failures: SQLSTATE to kind, the server's position to an offset in UTF-16 units. */
import type { DatabaseFailure, FailureKind } from '../../core/adapter/failure.js';
import { failureOf } from '../../core/adapter/failure-error.js';

/** Where an error's position counts from; the driver adds it to each error that it throws. */
export interface StatementContext {
  readonly text: string;
  /** Offset of the failed statement in the message that was sent, in UTF-16 units. */
  readonly offset: number;
  /** The whole message that was sent. */
  readonly message: string;
  readonly statementIndex: number | null;
}

interface ServerError extends Error {
  readonly code?: string;
  readonly position?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly where?: string;
  readonly statementContext?: StatementContext;
}

/** Whole codes first, then their two-character classes. */
const kindBySqlState: Readonly<Record<string, FailureKind>> = {
  '42601': 'syntax',
  '42P01': 'missing_relation',
  '3F000': 'missing_relation',
  '42703': 'missing_column',
  '42501': 'permission',
  '28P01': 'authentication',
  '28000': 'authentication',
  '3D000': 'connection',
  '57014': 'cancelled',
  '57P01': 'connection',
  '57P02': 'connection',
  '57P03': 'connection',
  '57P05': 'connection',
  '53300': 'connection',
  '53100': 'disk',
  '53400': 'disk',
  '40P01': 'conflict',
  '55P03': 'locked',
  '40001': 'conflict',
  '25P03': 'timeout',
  '25P04': 'timeout',
  '2BP01': 'dependents',
  '08': 'connection',
  '22': 'data',
  '23': 'constraint',
  '28': 'authentication',
  XX001: 'corrupt',
  XX002: 'corrupt',
};

/** Refused while connecting, or rolled back whole by the server: trying again can help and repeats nothing. */
const transientStates = new Set(['57P03', '53300', '40P01', '40001', '55P03', '08001', '08004']);

const networkKinds: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'connection',
  ENOTFOUND: 'connection',
  EAI_AGAIN: 'connection',
  ECONNRESET: 'connection',
  EPIPE: 'connection',
  EHOSTUNREACH: 'connection',
  ENETUNREACH: 'connection',
  ENOENT: 'connection',
  EACCES: 'connection',
  ETIMEDOUT: 'timeout',
};

/** Network errors that come before anything was sent. */
const beforeConnecting = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Classifies whatever the driver threw. */
export function classifyError(error: unknown): DatabaseFailure {
  const stated = failureOf(error);
  if (stated !== null) return stated;
  const found = firstOfAggregate(error);
  if (!(found instanceof Error)) return failure('other', String(found));
  const { detail, hint, statementContext } = found as ServerError;
  const code = codeOf(found);
  const index = statementContext?.statementIndex ?? null;
  const loadPlace = loadPlaceOf(found);
  return {
    ...failure(kindOf(found, code), messageOf(found), code ?? null),
    position: statementContext === undefined ? null : positionOf(found, statementContext),
    detail: detail ?? null,
    hint: hint ?? hintOf(found),
    isTransient: code !== undefined && (transientStates.has(code) || beforeConnecting.has(code)),
    ...(code === '25006' ? { isReadOnly: true } : {}),
    ...(index === null ? {} : { statementIndex: index }),
    ...(loadPlace === null ? {} : { loadPlace }),
  };
}

function failure(kind: FailureKind, message: string, code: string | null = null): DatabaseFailure {
  return { kind, message, code, position: null, detail: null, hint: null, isTransient: false };
}

/** Node reports a host with several addresses as one error that holds an error for each. */
function firstOfAggregate(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}

/** Errors of the platform may carry numbers, which say nothing here. */
function codeOf(error: Error): string | undefined {
  const { code } = error as ServerError;
  return typeof code === 'string' ? code : undefined;
}

function kindOf(error: Error, code: string | undefined): FailureKind {
  if (code === '57014' && /timeout/.test(error.message)) return 'timeout';
  if (code !== undefined) {
    return kindBySqlState[code] ?? networkKinds[code] ?? kindBySqlState[code.slice(0, 2)] ?? tlsKind(code) ?? 'other';
  }
  if (/timeout expired|timed out/i.test(error.message)) return 'timeout';
  if (/password/i.test(error.message)) return 'authentication';
  return /terminated|not queryable|SSL|Connection ended/i.test(error.message) ? 'connection' : 'other';
}

function tlsKind(code: string): FailureKind | null {
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code) ? 'connection' : null;
}

function messageOf(error: Error): string {
  if (error.message === 'timeout expired') return 'The server did not answer within connect_timeout.';
  if (isPasswordMissing(error)) return 'The server asks for a password, and the profile has none.';
  return error.message.trim();
}

function isPasswordMissing({ message }: Error): boolean {
  return /client password must be a (non-empty )?string/.test(message);
}

function hintOf(error: Error): string | null {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return 'Is the server running, and are host and port right?';
  if (code === 'ENOTFOUND') return 'Is the host name right?';
  if (code === '28P01') return 'Are `user` and `password` of the output in profiles.yml right?';
  if (code === '3D000') return 'Is `dbname` of the output in profiles.yml right?';
  if (code === '42P07') {
    return 'An index, a sequence, a type or another relation has that name in the schema: rename it, or give the model another alias.';
  }
  if (isPasswordMissing(error)) return 'Add the key `password` to the output in profiles.yml.';
  return null;
}

/** `COPY t, line 4, column n: "x"`; the words are in the server's language. */
function loadPlaceOf(error: Error): DatabaseFailure['loadPlace'] | null {
  const { where } = error as ServerError;
  const found = /^COPY .+?, \p{L}+ (\d+)(?:, \p{L}+ ([^\n]+?)(?::|$))?/mu.exec(where ?? '');
  return found === null ? null : { row: Number(found[1]), column: found[2] ?? null };
}

/** The server counts characters from 1 in what it was sent; a character outside the BMP is two UTF-16 units. */
function positionOf(error: Error, context: StatementContext): number | null {
  const position = Number((error as ServerError).position);
  if (!Number.isInteger(position) || position < 1) return null;
  const inMessage = utf16Offset(context.message, position - 1);
  const inStatement = inMessage - context.offset;
  return inStatement >= 0 && inStatement <= context.text.length ? inStatement : null;
}

/** Offset in UTF-16 units of the character with the given index. */
export function utf16Offset(text: string, characters: number): number {
  let offset = 0;
  for (let count = 0; count < characters && offset < text.length; count++) {
    offset += text.codePointAt(offset)! > 0xffff ? 2 : 1;
  }
  return offset;
}
