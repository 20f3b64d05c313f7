/** Runs SQL text on an open database: one statement or several, the last one's result as cells. */
import type { Cell, StatementResult } from '../../../../core/adapter/cell.js';
import { firstTokens, type SqlToken, sqlTokens, statementSpans } from '../../../common/sql-tokens.js';
import type { SqliteDatabase } from './library.js';
import { withStatement } from './statement-error.js';

export interface RunOptions {
  readonly maxRows: number | null;
  /** Schemas that may be read only. */
  readonly foreign: readonly string[];
}

const rules = { postgres: false };

/** Runs all statements of the text; stops at the first error. A text without statements answers an empty result. */
export function runText(database: SqliteDatabase, text: string, options: RunOptions): StatementResult {
  const spans = statementSpans(text, rules);
  let result: StatementResult = { columns: [], rows: [], rowsAffected: null, message: 'OK' };
  for (let index = 0; index < spans.length; index++) {
    const { start } = spans[index]!;
    for (;;) {
      const statement = text.slice(start, spans[index]!.end);
      try {
        result = runStatement(database, statement, options);
        break;
      } catch (error) {
        // The body of a trigger holds semicolons: such a statement reaches over several spans.
        const goesOn = isIncomplete(error) && /\btrigger\b/i.test(statement) && index + 1 < spans.length;
        if (!goesOn) throw withStatement(error, { statement, offset: start });
        index++;
      }
    }
  }
  return result;
}

function isIncomplete(error: unknown): boolean {
  return error instanceof Error && error.message === 'incomplete input';
}

function runStatement(database: SqliteDatabase, sql: string, { maxRows, foreign }: RunOptions): StatementResult {
  const statement = database.prepare(sql);
  if (!statement.readonly) refuseForeign(sql, foreign);
  if (!statement.reader) {
    const { changes } = statement.run();
    return { columns: [], rows: [], rowsAffected: affectedRows(database, sql, changes), message: 'OK' };
  }
  const columns = statement.columns().map(({ name, type }) => ({ name, type }));
  const rows: Cell[][] = [];
  for (const row of statement.raw(true).iterate() as IterableIterator<unknown[]>) {
    if (maxRows !== null && rows.length >= maxRows) break;
    rows.push(row.map(toCell));
  }
  return { columns, rows, rowsAffected: rows.length, message: 'OK' };
}

/** A value as the library gives it. */
export function toCell(value: unknown): Cell {
  return value instanceof Uint8Array ? { kind: 'bytes', text: Buffer.from(value).toString('hex') } : (value as Cell);
}

function firstWords(sql: string, count: number): readonly string[] {
  return firstTokens(sql, rules, count).map((token) => sql.slice(token.start, token.end));
}

/** SQLite counts rows of inserts, updates and deletes only; a new table's rows are numbered from 1, so its last number is their count. */
function affectedRows(database: SqliteDatabase, sql: string, changes: number): number | null {
  const [first = '', ...rest] = firstWords(sql, 13);
  if (/^(insert|update|delete|replace|with)$/i.test(first)) return changes;
  if (!/^create$/i.test(first)) return null;
  const created = /^(?:temp(?:orary)? )?table ((?:(?!if )\S| )+?) as (?:select|with|values|\()/i.exec(rest.join(' '));
  if (created === null) return null;
  return Number(database.prepare(`select coalesce(max(rowid), 0) from ${created[1]}`).pluck().get());
}

const targetWords =
  /^(into|update|table|view|index|trigger|vacuum|analyze|reindex|exists|replace|abort|fail|ignore|rollback)$/i;

/** Attached sources are for reading; SQLite itself cannot attach them read-only to a connection that writes. */
function refuseForeign(sql: string, foreign: readonly string[]): void {
  if (foreign.length === 0) return;
  const tokens = sqlTokens(sql, rules).filter((token) => token.kind !== 'comment');
  const textOf = (token: SqlToken | undefined): string =>
    token === undefined ? '' : sql.slice(token.start, token.end);
  for (const [index, token] of tokens.entries()) {
    const schema = foreign.find((name) => name.toLowerCase() === unquote(textOf(token)).toLowerCase());
    const before = textOf(tokens[index - 1]);
    const isTarget =
      targetWords.test(before) || (/^from$/i.test(before) && /^delete$/i.test(textOf(tokens[index - 2])));
    if (schema !== undefined && isTarget && (textOf(tokens[index + 1]) === '.' || /^vacuum$/i.test(before))) {
      throw Object.assign(new Error(`The schema ${schema} is an attached file, which may be read only.`), {
        code: 'SQLITE_READONLY',
      });
    }
  }
}

function unquote(text: string): string {
  return /^["[`]/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}
