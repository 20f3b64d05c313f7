/** One open database inside a child process: takes requests, answers results. Nothing here waits for anything but SQLite. */
import type { StatementResult } from '../../../../core/adapter/cell.js';
import type { ChildConfig, ChildRequest } from '../protocol.js';
import { createClaimLocks } from './claim-locks.js';
import { createLending } from './lending.js';
import type { SqliteDatabase } from './library.js';
import { createInsert, type Insert, insertRows } from './load.js';
import { loadFile } from './load-file.js';
import { lockHolder } from './lock-holder.js';
import { attachFiles, closeFile, openFile } from './open-file.js';
import { atBegin, withHolder, withIndex } from './statement-error.js';
import { runText } from './statements.js';
import { createStreams } from './stream.js';

export interface Connection {
  handle(request: ChildRequest): readonly StatementResult[];
  inTransaction(): boolean;
  /** Nothing was left on the connection that changes what a reader is answered. */
  mayLend(): boolean;
}

const nothing: StatementResult = { columns: [], rows: [], rowsAffected: null, message: 'OK' };

/** After a wait that was in vain, later statements wait this long until one gets the lock: a run of many nodes ends in a bounded time. */
const IMPATIENT_MS = 1000;

/** A connection that opens at its first `open` request. */
export function createConnection(): Connection {
  let database: SqliteDatabase | null = null;
  let config: ChildConfig | null = null;
  let insert: Insert | null = null;
  const lockClaims = createClaimLocks();
  const lending = createLending();
  const streams = createStreams();
  const opened = (): SqliteDatabase => {
    if (database === null) throw new Error('The database has not been opened.');
    return database;
  };
  const handlers: {
    readonly [Op in ChildRequest['op']]: (request: Extract<ChildRequest, { op: Op }>) => readonly StatementResult[];
  } = {
    open: (request) => {
      streams.stop();
      config = request.config;
      lockClaims(config.claimFiles);
      database ??= openFile(config);
      attachFiles(database, config);
      lending.open(database, config);
      return [];
    },
    execute: ({ begin, statements, maxRows }) => {
      lending.note(statements);
      const foreign = (config?.foreignFiles ?? []).map((file) => file.schema);
      if (begin !== null) beginWith(opened(), begin);
      return statements.map((text, index) => {
        try {
          return runText(opened(), text, { maxRows, foreign });
        } catch (error) {
          throw withIndex(error, index);
        }
      });
    },
    stream: ({ statement }) => streams.begin(opened(), statement),
    fetch: ({ count }) => streams.fetch(count),
    stop: () => streams.stop(),
    load: ({ relation, columns }) => {
      insert = createInsert(opened(), relation, columns);
      return [];
    },
    rows: ({ rows }) => {
      insertRows(prepared(insert), rows);
      return [];
    },
    file: ({ file }) => [{ ...nothing, rowsAffected: loadFile(prepared(insert), file) }],
    close: () => {
      if (config?.isReadOnly === false) closeFile(lending.takenBack(opened()));
      database?.close();
      database = null;
      return [];
    },
  };
  let isImpatient = false;
  let isDamaged = false;
  return {
    handle: (request) => {
      if (isDamaged && config !== null && mayWrite(request, config)) throw damaged(config.file);
      try {
        const results = (handlers[request.op] as (request: ChildRequest) => readonly StatementResult[])(request);
        if (isImpatient && database?.inTransaction && config !== null) {
          isImpatient = false;
          wait(database, config.busyTimeoutMs);
        }
        return results;
      } catch (error) {
        isDamaged ||= isCorrupt(error);
        if (config === null || !isBusy(error)) throw error;
        isImpatient = true;
        wait(database, Math.min(IMPATIENT_MS, config.busyTimeoutMs));
        throw withHolder(error, lockHolder(config.file));
      }
    },
    inTransaction: () => database?.inTransaction ?? false,
    mayLend: () => database !== null && config !== null && !config.isReadOnly && lending.mayLend(database),
  };
}

function wait(database: SqliteDatabase | null, milliseconds: number): void {
  database?.pragma(`busy_timeout = ${milliseconds}`);
}

function prepared(insert: Insert | null): Insert {
  if (insert === null) throw new Error('Rows came before the relation that they go to.');
  return insert;
}

function beginWith(database: SqliteDatabase, begin: string): void {
  try {
    database.exec(begin);
  } catch (error) {
    throw atBegin(error);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

/** A virtual table, or a function that reads a text, may call its own content corrupt. */
function isCorrupt(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_CORRUPT(?!_VTAB)/.test(String(error.code));
}

/** Whether a request may change the file. What is open may always be rolled back. */
function mayWrite(request: ChildRequest, { isReadOnly, isLent }: ChildConfig): boolean {
  if (isReadOnly || isLent || /^(open|close|stream|fetch|stop)$/.test(request.op)) return false;
  return request.op !== 'execute' || request.statements.some((text) => text !== 'rollback');
}

function damaged(file: string): Error {
  const message = `The SQLite file ${file} was found to be damaged in this run, so nothing more is written into it.`;
  return Object.assign(new Error(message), { code: 'TSDBT_FILE_CORRUPT' });
}
