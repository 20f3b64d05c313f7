/** Rows of one query, a batch at a time; the connection does nothing else until the last row was read or the stream stopped. */
import type { Cell, StatementResult } from '../../../../core/adapter/cell.js';
import type { SqliteDatabase } from './library.js';
import { withStatement } from './statement-error.js';
import { toCell } from './statements.js';

export interface Streams {
  begin(database: SqliteDatabase, sql: string): readonly [];
  fetch(count: number): readonly StatementResult[];
  stop(): readonly [];
}

/** The one stream that a connection may have at a time. */
export function createStreams(): Streams {
  let stream: RowStream | null = null;
  return {
    begin: (database, sql) => {
      stream = createStream(database, sql);
      return [];
    },
    fetch: (count) => {
      if (stream === null) throw new Error('Rows were asked for before their query.');
      return [stream.next(count)];
    },
    stop: () => {
      stream?.stop();
      stream = null;
      return [];
    },
  };
}

interface RowStream {
  next(count: number): StatementResult;
  stop(): void;
}

/** Begins to run a query, given as a single statement. */
function createStream(database: SqliteDatabase, sql: string): RowStream {
  const named = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw withStatement(error, { statement: sql, offset: 0 });
    }
  };
  const { columns, rows } = named(() => {
    const statement = database.prepare(sql);
    return {
      columns: statement.columns().map(({ name, type }) => ({ name, type })),
      rows: statement.raw(true).iterate() as IterableIterator<unknown[]>,
    };
  });
  return {
    next: (count) => {
      const batch: Cell[][] = [];
      while (batch.length < count) {
        const row = named(() => rows.next());
        if (row.done === true) break;
        batch.push(row.value.map(toCell));
      }
      return { columns, rows: batch, rowsAffected: batch.length, message: 'OK' };
    },
    stop: () => void rows.return?.(),
  };
}
