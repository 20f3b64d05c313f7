/** What a driver refuses before it sends a text: a character that would cut it off, and more statements than were meant. */
import { failureError } from '../../core/adapter/failure-error.js';
import { type LexicalRules, statementSpans } from './sql-tokens.js';

/** Databases read a text up to the character NUL, and would run the half before it. */
export function refuseNul(text: string): void {
  const position = text.indexOf('\0');
  if (position === -1) return;
  throw failureError({
    kind: 'syntax',
    message: 'the statement holds the character NUL, which ends it there',
    position,
  });
}

/** Where one query is meant, text that closes it and begins another statement is a mistake, or worse. */
export function refuseSeveral(text: string, rules: LexicalRules): void {
  const second = statementSpans(text, rules)[1];
  if (second === undefined) return;
  throw failureError({
    kind: 'syntax',
    message: 'several statements stand where one query is expected',
    hint: 'Look for a semicolon in the query, or in an argument or config that is put into it.',
    position: second.start,
  });
}
