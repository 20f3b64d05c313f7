/**
 * A session on one pooled connection: runs SQL text, several statements as one message where that changes nothing,
 * cancels on abort, and puts to each error where its position counts from.
 */
import type pg from 'pg';
import type { StatementResult } from '../../../core/adapter/cell.js';
import type { ExecuteOptions, Session } from '../../../core/adapter/database.js';
import { statementSpans } from '../../common/sql-tokens.js';
import { refuseNul, refuseSeveral } from '../../common/statement-text.js';
import type { StatementContext } from '../classify-error.js';
import { type CommitParts, commitTransaction } from './commit.js';
import type { Connections } from './connections.js';
import { createGuard, type Guard } from './guard.js';
import { copyRows } from './load.js';
import { joinStatements, locateFailure } from './statements/statement-batch.js';
import { isMessageFailure, type MessageOptions, type RawResult, sendMessage } from './statements/statement-query.js';
import { streamRows } from './stream.js';
import { builtInTypeName } from './value-types.js';

export interface SessionParts {
  readonly client: pg.Client;
  readonly connections: Connections;
  /** Names of types that are not built in, shared by the sessions of a database. */
  readonly typeNames: Map<number, string>;
  readonly signal: AbortSignal;
  /** Statements that each transaction begins with. */
  readonly onBegin: readonly string[];
  /** Every transaction of the session is one that may not write. */
  readonly isReadOnly: boolean;
  readonly onRelease: () => void;
}

const rules = { postgres: true };

/** A setting of the session: it reaches transactions that users' statements begin themselves. */
export const READ_ONLY = 'default_transaction_read_only';

/** Wraps a connection. Until `release`, nobody else uses it. */
export function createSession(parts: SessionParts): Session {
  const { client } = parts;
  const guard = createGuard(parts);
  const run: Run = async ({ text, maxRows, isSingle }, signal) =>
    guard.run(() => sendMessage(client, { text, maxRows, isSingle }), signal);
  const isInTransaction = (): boolean => guard.isUsable() && /[TE]/.test(transactionStatus(client));
  const rollback = async (): Promise<void> => {
    if (!isInTransaction()) return;
    try {
      // Not through the guard: after a cancel the transaction must still be ended.
      await sendMessage(client, { text: 'rollback', maxRows: null, isSingle: false });
    } catch {
      await guard.closeConnection();
    }
  };
  const finish = async (result: RawResult): Promise<StatementResult> => {
    await learnTypeNames(parts, result, run);
    return toStatementResult(result, parts.typeNames);
  };
  const writable = async (): Promise<void> => {
    try {
      if (guard.isUsable()) await sendMessage(client, { text: `reset ${READ_ONLY}`, maxRows: null, isSingle: false });
    } catch {
      await guard.closeConnection();
    }
  };
  const beginning = ['begin', ...parts.onBegin];
  const begin = async (): Promise<void> => {
    await runText(run, beginning.join(';\n'));
  };
  const executeText = async (sql: string, options: ExecuteOptions = {}): Promise<readonly RawResult[]> => {
    if (!options.begins) return runText(run, sql, options);
    // A limit is the server's own only where the message holds nothing else.
    const canJoin = options.maxRows === undefined && options.isSingle !== true && isCountable(sql);
    if (canJoin) return runJoined(run, { before: beginning, statements: [sql] }, options);
    await begin();
    return runText(run, sql, options);
  };
  const executeTexts = async (statements: readonly string[], options: ExecuteOptions) => {
    const isWorthIt = options.begins || (statements.length > 1 && isInTransaction());
    const canJoin = isWorthIt && statements.every(isCountable);
    if (canJoin) return runJoined(run, { before: options.begins ? beginning : [], statements }, options);
    if (options.begins) await begin();
    return runEach(run, statements, options);
  };
  const session: Session = {
    get inTransaction() {
      return isInTransaction();
    },
    execute: async (sql, options) => finish((await executeText(sql, options)).at(-1) ?? emptyResult()),
    executeAll: async (statements, options = {}) => {
      const finished: StatementResult[] = [];
      for (const result of await executeTexts(statements, options)) finished.push(await finish(result));
      return finished;
    },
    stream: (sql, options) => streamRows(session, sql, options),
    begin,
    commit: async (last = [], { begins = false } = {}) => {
      const send = (statements: readonly string[]) =>
        runJoined(run, { before: begins ? beginning : [], statements }, {});
      const results = await commitTransaction(last, commitParts(parts, guard, send));
      return results.map((result) => toStatementResult(result, parts.typeNames));
    },
    rollback,
    load: async (request) => ({ rows: await guard.run(() => copyRows(client, request), request.signal) }),
    release: async () => {
      await guard.idle();
      await rollback();
      if (parts.isReadOnly) await writable();
      parts.onRelease();
      await guard.giveBack();
    },
  };
  return session;
}

function commitParts(parts: SessionParts, guard: Guard, send: CommitParts['send']): CommitParts {
  const { client, connections, signal } = parts;
  return {
    connections,
    signal,
    send,
    hasFailed: transactionStatus(client) === 'E',
    sendCommit: (onSent) =>
      guard.run(() => {
        onSent();
        return sendMessage(client, { text: 'commit', maxRows: null, isSingle: false });
      }),
  };
}

/** Sends one message under the guard. */
type Run = (message: MessageOptions, signal: AbortSignal | undefined) => Promise<readonly RawResult[]>;

async function runText(run: Run, text: string, options: ExecuteOptions = {}): Promise<readonly RawResult[]> {
  refuseNul(text);
  if (options.isSingle === true) refuseSeveral(text, rules);
  const maxRows = options.maxRows ?? null;
  const isSingle = maxRows !== null && statementSpans(text, rules).length === 1;
  try {
    return await run({ text, maxRows, isSingle }, options.signal);
  } catch (failure) {
    throw withContext(failure, { text, offset: 0, message: text, statementIndex: null });
  }
}

interface Joined {
  /** What opens the transaction; its results are left out. */
  readonly before: readonly string[];
  readonly statements: readonly string[];
}

async function runJoined(
  run: Run,
  { before, statements }: Joined,
  options: ExecuteOptions,
): Promise<readonly RawResult[]> {
  for (const statement of statements) refuseNul(statement);
  const joined = joinStatements([...before, ...statements]);
  try {
    const message = { text: joined.text, maxRows: options.maxRows ?? null, isSingle: false };
    return joined.pick(await run(message, options.signal)).slice(before.length);
  } catch (failure) {
    if (!isMessageFailure(failure)) throw failure;
    const { statementIndex, ...place } = locateFailure(joined, failure);
    const own = statementIndex === null ? null : statementIndex - before.length;
    throw withContext(failure, { ...place, statementIndex: own !== null && own < 0 ? null : own });
  }
}

async function runEach(
  run: Run,
  statements: readonly string[],
  options: ExecuteOptions,
): Promise<readonly RawResult[]> {
  const results: RawResult[] = [];
  for (const [statementIndex, text] of statements.entries()) {
    try {
      results.push((await runText(run, text, options)).at(-1) ?? emptyResult());
    } catch (error) {
      throw withContext(error, { text, offset: 0, message: text, statementIndex });
    }
  }
  return results;
}

function transactionStatus(client: pg.Client): string {
  return (client as unknown as { getTransactionStatus(): string | null }).getTransactionStatus() ?? 'I';
}

/** The lexer counts statements rightly, unless a function body holds semicolons outside of quotes. */
function isCountable(statement: string): boolean {
  return !/\bbegin\s+atomic\b/i.test(statement);
}

function emptyResult(): RawResult {
  return { fields: [], rows: [], message: '' };
}

/** Adds where positions count from; what is not a server's error passes unchanged. */
function withContext(failure: unknown, statementContext: StatementContext): unknown {
  const error = isMessageFailure(failure) ? failure.error : failure;
  return error instanceof Error ? Object.assign(error, { statementContext }) : error;
}

function toStatementResult(result: RawResult, typeNames: ReadonlyMap<number, string>): StatementResult {
  const count = / (\d+)$/.exec(result.message);
  return {
    columns: result.fields.map(({ name, typeId, modifier }) => ({
      name,
      type: builtInTypeName(typeId) ?? typeNames.get(typeId) ?? null,
      ...(modifier === -1 ? {} : { modifier }),
    })),
    rows: result.rows,
    rowsAffected: count === null ? null : Number(count[1]),
    message: result.message,
  };
}

/** Asks for the names of types that have not been met before; in a broken transaction they stay unknown. */
async function learnTypeNames({ typeNames, client }: SessionParts, result: RawResult, run: Run): Promise<void> {
  const ids = result.fields.map(({ typeId }) => typeId);
  const unknown = new Set(ids.filter((id) => builtInTypeName(id) === null && !typeNames.has(id)));
  if (unknown.size === 0 || transactionStatus(client) === 'E') return;
  const list = [...unknown].join(', ');
  const [named] = await runText(
    run,
    `select oid, pg_catalog.format_type(oid, null) from pg_catalog.pg_type where oid in (${list})`,
  );
  for (const [id, name] of named?.rows ?? []) typeNames.set(Number(id), String(name));
}
