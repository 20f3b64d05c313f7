/** Opens a Postgres database: sessions on pooled connections, its version, and an end that leaves nothing running. */
import { setMaxListeners } from 'node:events';
import type { Credentials, OpenOptions } from '../../core/adapter/adapter.js';
import type { Database, Session, SessionOptions } from '../../core/adapter/database.js';
import { failureError } from '../../core/adapter/failure-error.js';
import { followSignals } from '../../core/adapter/follow-signals.js';
import type { LockRequest, RunLocks } from '../../core/adapter/run-locks.js';
import { type Connections, openConnections } from './connection/connections.js';
import { createSession, READ_ONLY } from './connection/session.js';
import { markSql } from './locks/marks.js';
import { openRunLocks } from './locks/run-locks.js';
import { type PostgresSettings, postgresSettings } from './settings.js';

/** Gives a database that connects when its first session is asked for. */
export async function openDatabase(credentials: Credentials, options: OpenOptions): Promise<Database> {
  const { libraries } = await import('./connection/libraries.js');
  return openDatabaseWith(credentials, (settings) => openConnections(settings, options, libraries));
}

/** The same with connections of another origin. */
export async function openDatabaseWith(
  credentials: Credentials,
  open: (settings: PostgresSettings) => Connections,
): Promise<Database> {
  const settings = postgresSettings(credentials);
  let connections: Connections | null = null;
  const connected = (): Connections => {
    connections ??= open(settings);
    return connections;
  };
  const closing = new AbortController();
  // As many listeners as there are sessions.
  setMaxListeners(0, closing.signal);
  const sessions = new Set<Session>();
  const locked = new Set<RunLocks>();
  const typeNames = new Map<number, string>();
  const locks = (request: LockRequest): RunLocks => {
    const opened = openRunLocks(connected(), request, () => locked.delete(opened));
    locked.add(opened);
    return opened;
  };
  const session = async (sessionOptions: SessionOptions): Promise<Session> => {
    if (closing.signal.aborted) throw failureError({ kind: 'cancelled', message: 'The database has been closed.' });
    const opened = await openSession({ connections: connected(), typeNames }, sessionOptions, closing.signal);
    sessions.add(opened.session);
    opened.released.then(() => sessions.delete(opened.session));
    return opened.session;
  };
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all([...sessions].map((each) => each.release()));
    await Promise.all([...locked].map((each) => each.release()));
    const opened = connections;
    connections = null;
    await opened?.close();
  };
  return { session, locks, version: (signal) => readVersion(session, signal), close };
}

interface Shared {
  readonly connections: Connections;
  readonly typeNames: Map<number, string>;
}

async function openSession(shared: Shared, options: SessionOptions, closing: AbortSignal) {
  const ended = followSignals(options.signal === undefined ? [closing] : [options.signal, closing]);
  const { signal } = ended;
  const client = await shared.connections.acquire(signal).catch((error) => {
    ended.release();
    throw error;
  });
  let onRelease = (): void => {};
  const released = new Promise<void>((resolve) => {
    onRelease = () => {
      ended.release();
      resolve();
    };
  });
  const onBegin = options.writes === undefined ? [] : [markSql(options.writes)];
  const isReadOnly = options.purpose === 'preview';
  const session = createSession({ ...shared, client, signal, onBegin, isReadOnly, onRelease });
  if (isReadOnly) await forbidWriting(session);
  return { session, released };
}

async function forbidWriting(session: Session): Promise<void> {
  try {
    await session.execute(`set ${READ_ONLY} to on`);
  } catch (error) {
    await session.release();
    throw error;
  }
}

async function readVersion(
  open: (options: SessionOptions) => Promise<Session>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const session = await open({ purpose: 'read', label: 'version', ...(signal === undefined ? {} : { signal }) });
  try {
    const { rows } = await session.execute('show server_version');
    return `PostgreSQL ${String(rows[0]?.[0]).split(' ')[0]}`;
  } finally {
    await session.release();
  }
}
