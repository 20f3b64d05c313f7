/**
 * One message to the server, as pg's client runs it: takes SQL text, collects per statement the columns, the rows as cells
 * and the whole command tag. Rows beyond `maxRows` are dropped as they arrive; a single statement stops at the server.
 */
import type pg from 'pg';
import type { Cell } from '../../../../core/adapter/cell.js';
import { cellReader } from '../value-types.js';

/** What one statement of the message answered. */
export interface RawResult {
  readonly fields: readonly { readonly name: string; readonly typeId: number; readonly modifier: number }[];
  readonly rows: Cell[][];
  /** `INSERT 0 5`; empty when the statement was stopped by `maxRows`. */
  message: string;
}

/** Messages of the protocol that pg hands on; its own types leave them out. */
interface WireConnection {
  query(text: string): void;
  parse(message: { text: string; name: string; types: readonly number[] }): void;
  bind(message: { portal: string; statement: string; values: readonly never[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  sync(): void;
  sendCopyFail(message: string): void;
  on(event: 'readyForQuery' | 'end', listener: () => void): void;
  removeListener(event: 'readyForQuery' | 'end', listener: () => void): void;
}

interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number; readonly dataTypeModifier: number }[];
}

export interface MessageOptions {
  readonly text: string;
  readonly maxRows: number | null;
  /** The text holds one statement, so that the server itself can stop after `maxRows`. */
  readonly isSingle: boolean;
}

/** Sends the message; `failedAfter` of a rejection says how many statements had finished. */
export function sendMessage(client: pg.Client, options: MessageOptions): Promise<readonly RawResult[]> {
  return new Promise((resolve, reject) => {
    client.query(statementQuery(options, resolve, reject) as unknown as pg.Submittable);
  });
}

/** The error of a message together with how many of its statements had finished. */
export interface MessageFailure {
  readonly error: unknown;
  readonly finished: number;
}

/** Whether a rejection is one of `sendMessage`. */
export function isMessageFailure(failure: unknown): failure is MessageFailure {
  return typeof failure === 'object' && failure !== null && 'finished' in failure;
}

/** Whether an error has left a transaction open is known once the server is ready again, unless the connection ends. */
function whenSettled(error: unknown, connection: WireConnection, settle: () => void): void {
  if ((error as { readonly severity?: unknown } | null)?.severity !== 'ERROR') {
    settle();
    return;
  }
  const finish = (): void => {
    connection.removeListener('readyForQuery', finish);
    connection.removeListener('end', finish);
    settle();
  };
  connection.on('readyForQuery', finish);
  connection.on('end', finish);
}

function statementQuery(
  { text, maxRows, isSingle }: MessageOptions,
  resolve: (results: readonly RawResult[]) => void,
  reject: (failure: MessageFailure) => void,
) {
  const results: RawResult[] = [];
  let current: RawResult | null = null;
  let readers: readonly ((text: string) => Cell)[] = [];
  const finish = (message: string): void => {
    const done = current ?? { fields: [], rows: [], message };
    done.message = message;
    results.push(done);
    current = null;
  };
  return {
    submit(connection: WireConnection): void {
      if (maxRows === null || !isSingle) {
        connection.query(text);
        return;
      }
      connection.parse({ text, name: '', types: [] });
      connection.bind({ portal: '', statement: '', values: [] });
      connection.describe({ type: 'P', name: '' });
      connection.execute({ portal: '', rows: Math.max(1, maxRows) });
      connection.sync();
    },
    handleRowDescription({ fields }: RowDescription): void {
      readers = fields.map((field) => cellReader(field.dataTypeID));
      current = {
        fields: fields.map(({ name, dataTypeID, dataTypeModifier }) => ({
          name,
          typeId: dataTypeID,
          modifier: dataTypeModifier,
        })),
        rows: [],
        message: '',
      };
    },
    handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
      if (current === null || (maxRows !== null && current.rows.length >= maxRows)) return;
      current.rows.push(fields.map((field, index) => (field === null ? null : readers[index]!(field))));
    },
    handleCommandComplete: (message: { readonly text: string }): void => finish(message.text),
    handlePortalSuspended: (): void => finish(`SELECT ${current?.rows.length ?? 0}`),
    handleEmptyQuery: (): void => finish(''),
    handleCopyInResponse: (connection: WireConnection): void =>
      connection.sendCopyFail('tsdbt has no rows for a "copy from stdin" statement'),
    handleCopyData: (): void => {},
    handleError: (error: unknown, connection: WireConnection): void =>
      whenSettled(error, connection, () => reject({ error, finished: results.length })),
    handleReadyForQuery: (): void => resolve(results),
  };
}
