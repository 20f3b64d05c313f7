/** Errors on their way to the parent: each keeps the statement it belongs to. */
import type { ChildError } from '../protocol.js';

/** Puts to an error which statement of which text it came from. */
export function withStatement(error: unknown, place: Pick<ChildError, 'statement' | 'offset'>): unknown {
  return error instanceof Error && !('statement' in error) ? Object.assign(error, place) : error;
}

/** Puts to an error the index of the statement in a list. */
export function withIndex(error: unknown, statementIndex: number): unknown {
  return error instanceof Error ? Object.assign(error, { statementIndex }) : error;
}

/** Says of an error that the transaction could not be opened. */
export function atBegin(error: unknown): unknown {
  return error instanceof Error ? Object.assign(error, { isAtBegin: true }) : error;
}

/** Puts to an error which process has the lock that was waited for. */
export function withHolder(error: unknown, holder: string | null): unknown {
  return error instanceof Error ? Object.assign(error, { holder }) : error;
}

const noPlace = {
  code: null,
  statement: null,
  offset: 0,
  statementIndex: null,
  holder: null,
  isAtBegin: false,
} as const;

/** An error as plain data. */
export function toChildError(error: unknown): ChildError {
  if (!(error instanceof Error)) {
    return { ...noPlace, message: String(error) };
  }
  const { message, code, statement, offset, statementIndex, holder, isAtBegin } = error as Error & Partial<ChildError>;
  return {
    message,
    code: code ?? null,
    statement: statement ?? null,
    offset: offset ?? 0,
    statementIndex: statementIndex ?? null,
    holder: holder ?? null,
    isAtBegin: isAtBegin ?? false,
  };
}
