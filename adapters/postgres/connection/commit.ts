/**
 * Commits a transaction so that its end is known. When the connection is lost after the commit was sent, a new one asks
 * the server what became of the transaction; only when nobody answers in time it stays unknown.
 */
import type pg from 'pg';
import type { DatabaseFailure } from '../../../core/adapter/failure.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import { classifyError } from '../classify-error.js';
import type { Connections } from './connections.js';
import { isMessageFailure, type RawResult } from './statements/statement-query.js';

export interface CommitParts {
  readonly connections: Connections;
  /** Sends statements that belong to the transaction, as one message. */
  readonly send: (statements: readonly string[]) => Promise<readonly RawResult[]>;
  /** Sends the commit itself; `onSent` is called when it leaves. */
  readonly sendCommit: (onSent: () => void) => Promise<readonly RawResult[]>;
  /** A statement before has failed, so that the server takes nothing but the end of the transaction. */
  readonly hasFailed: boolean;
  readonly signal: AbortSignal;
}

/** The server answers so, and not by an error, when a statement before has failed. */
const ROLLED_BACK = 'The transaction was rolled back instead of committed, as a statement in it had failed.';

const TRANSACTION_ID = 'select pg_catalog.pg_current_xact_id_if_assigned()::text';

/** Milliseconds for which the end of a transaction is asked for; after a cancel nobody waits that long. */
const ASKING = 20_000;
const ASKING_AFTER_CANCEL = 3000;

/** How long a commit may be under way before its backend, which nobody listens to any more, is ended. */
const UNDER_WAY = 1000;

/**
 * Commits and answers the results of `last`; resolves also when the answer was lost but the server says that the
 * transaction is committed.
 */
export async function commitTransaction(last: readonly string[], parts: CommitParts): Promise<readonly RawResult[]> {
  const asked = parts.hasFailed ? [] : await parts.send([...last, TRANSACTION_ID]);
  const id = asked.at(-1)?.rows[0]?.[0] ?? null;
  let isSent = false;
  try {
    const result = (await parts.sendCommit(() => (isSent = true))).at(-1);
    if (result?.message === 'ROLLBACK') throw failureError({ kind: 'other', message: ROLLED_BACK });
    return asked.slice(0, -1);
  } catch (error) {
    // Nothing was written, or the server itself said no: there is nothing to find out.
    if (!isSent || id === null || isAnswer(error)) throw unwrapped(error);
    const status = await askStatus(String(id), parts);
    if (status === 'committed') return asked.slice(0, -1);
    if (status === 'aborted') throw unwrapped(error);
    throw failureError({ ...classifyError(unwrapped(error)), isCommitUnknown: true }, error);
  }
}

function unwrapped(failure: unknown): unknown {
  return isMessageFailure(failure) ? failure.error : failure;
}

/** An error that leaves the connection alive was answered by the server after it had rolled back. */
function isAnswer(failure: unknown): boolean {
  const error = unwrapped(failure) as { readonly severity?: unknown; readonly failure?: DatabaseFailure } | null;
  return error?.severity === 'ERROR' || error?.failure?.message === ROLLED_BACK;
}

async function askStatus(id: string, { connections, signal }: CommitParts): Promise<'committed' | 'aborted' | null> {
  const statusOf = `select pg_catalog.pg_xact_status('${BigInt(id)}') as status`;
  const started = Date.now();
  const isTimeLeft = () => Date.now() - started < (signal.aborted ? ASKING_AFTER_CANCEL : ASKING);
  let client: pg.Client | null = null;
  try {
    while (isTimeLeft()) {
      try {
        client ??= await connectSoon(connections);
        const { rows } = await withDeadline(client.query(statusOf));
        const status: unknown = rows[0]?.status;
        if (status === 'committed' || status === 'aborted') return status;
        if (status === null) return null;
        if (Date.now() - started > UNDER_WAY) await client.query(endBackendOf(id));
      } catch {
        if (client !== null) void connections.leaveAside(client);
        client = null;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return null;
  } finally {
    if (client !== null) void connections.leaveAside(client);
  }
}

/** The transaction is ours, so is the backend that still holds it. */
function endBackendOf(id: string): string {
  return `select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
    where backend_xid = '${BigInt(id)}'::pg_catalog.xid8::pg_catalog.xid and pid <> pg_catalog.pg_backend_pid()`;
}

/** A connection that comes too late is closed. */
async function connectSoon(connections: Connections): Promise<pg.Client> {
  const connecting = connections.connectAside('moment');
  try {
    return await withDeadline(connecting);
  } catch (error) {
    connecting.then(connections.leaveAside).catch(() => {});
    throw error;
  }
}

function withDeadline<T>(work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('no answer in time')), 5000).unref();
    }),
  ]);
}
