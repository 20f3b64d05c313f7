/**
 * Several statements as one message: how they are joined, which result belongs to which, and which of them failed.
 * Only for use inside a transaction, where one message and many are the same to the server.
 */
import { statementSpans } from '../../../common/sql-tokens.js';
import { type StatementContext, utf16Offset } from '../../classify-error.js';
import type { MessageFailure, RawResult } from './statement-query.js';

export interface JoinedStatements {
  readonly statements: readonly string[];
  readonly text: string;
  /** Where each statement starts in the text. */
  readonly offsets: readonly number[];
  /** How many results each brings: usually one, none when it is only a comment. */
  readonly counts: readonly number[];
  /** The last result of each statement. */
  readonly pick: (results: readonly RawResult[]) => readonly RawResult[];
}

/** Joins by `;` on a line of its own, so that a closing `--` comment cannot swallow it. */
export function joinStatements(statements: readonly string[]): JoinedStatements {
  const separator = '\n;\n';
  const offsets: number[] = [];
  let length = 0;
  for (const statement of statements) {
    offsets.push(length);
    length += statement.length + separator.length;
  }
  const counts = statements.map((statement) => statementSpans(statement, { postgres: true }).length);
  return {
    statements,
    text: statements.join(separator),
    offsets,
    counts,
    pick: (results) => pickLast(counts, results),
  };
}

function pickLast(counts: readonly number[], results: readonly RawResult[]): readonly RawResult[] {
  let end = 0;
  return counts.map((count) => {
    end += count;
    return (count === 0 ? undefined : results[end - 1]) ?? { fields: [], rows: [], message: '' };
  });
}

/** The statement that failed: by the error's position where it has one (a syntax error stops the whole message), else by count. */
export function locateFailure(joined: JoinedStatements, failure: MessageFailure): StatementContext {
  const position = Number((failure.error as { position?: string } | null)?.position);
  const statementIndex =
    Number.isInteger(position) && position > 0
      ? joined.offsets.findLastIndex((offset) => offset <= utf16Offset(joined.text, position - 1))
      : indexByCount(joined.counts, failure.finished);
  return {
    text: joined.statements[statementIndex]!,
    offset: joined.offsets[statementIndex]!,
    message: joined.text,
    statementIndex,
  };
}

function indexByCount(counts: readonly number[], finished: number): number {
  let end = 0;
  const index = counts.findIndex((count) => {
    end += count;
    return end > finished;
  });
  return index === -1 ? counts.length - 1 : index;
}
