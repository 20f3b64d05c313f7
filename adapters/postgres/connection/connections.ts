/**
 * Owns the connections to one Postgres database: knex pools them, this file says how each is made and prepared.
 * Only connecting is retried, never a statement.
 */
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { Knex } from 'knex';
import type pg from 'pg';
import type { OpenOptions } from '../../../core/adapter/adapter.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import type { PostgresSettings } from '../settings.js';
import type { Libraries } from './libraries.js';
import { prepareConnection } from './prepare.js';
import { createPulse } from './pulse.js';
import { abortable, withRetries } from './waiting.js';

export interface Connections {
  acquire(signal?: AbortSignal): Promise<pg.Client>;
  /** Gives a connection back to the pool; a broken one is closed. */
  release(client: pg.Client, isBroken: boolean): Promise<void>;
  /** A connection beside those of the sessions: for the locks of a run, or for a moment, to cancel or to ask. */
  connectAside(use: 'locks' | 'moment'): Promise<pg.Client>;
  /** Ends such a connection, and with it what the server keeps for it. Never throws, and does not wait for ever. */
  leaveAside(client: pg.Client): Promise<void>;
  /** Waits for work on a connection, but not for ever on a server that is gone. */
  watch<T>(client: pg.Client, work: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A connection with what is known of its end, under the name that knex looks for. */
export type PooledClient = pg.Client & { __knex__disposed?: unknown };

/** Waiting for a free connection has no limit of its own: nodes wait for each other as long as they run. */
const NO_LIMIT = 2 ** 31 - 1;

/** A connection that nobody uses is kept for so long: who builds again and again finds it open. */
const IDLE_MS = 10 * 60_000;

/** Sets up the pool; nothing connects yet. */
export function openConnections(
  settings: PostgresSettings,
  options: OpenOptions,
  { createKnex, Client }: Libraries,
): Connections {
  let usesSsl = settings.sslMode !== 'disable' && settings.sslMode !== 'allow' && !settings.host.startsWith('/');
  const connecting = new Set<PooledClient>();
  const failedWithSsl = new WeakMap<object, boolean>();
  const connect = async (): Promise<PooledClient> => {
    const withSsl = usesSsl;
    const client: PooledClient = new Client(clientConfig(settings, options, withSsl));
    connecting.add(client);
    // knex looks at this mark before it hands a connection out again.
    client.on('error', (error) => {
      // A connection may say more than once that it has ended.
      const isNews = client.__knex__disposed === undefined && !connecting.has(client);
      client.__knex__disposed ??= error;
      if (isNews) options.onLost?.(error.message);
    });
    client.on('end', () => {
      client.__knex__disposed ??= 'ended';
    });
    try {
      await client.connect();
      await inTime(prepareConnection(client, settings), settings);
      return client;
    } catch (error) {
      cutConnection(client);
      if (typeof error === 'object' && error !== null) failedWithSsl.set(error, withSsl);
      throw error;
    } finally {
      connecting.delete(client);
    }
  };
  const pool = createPool(createKnex, options.threads + 1, connect);
  /** `prefer` and `allow` try the other way once the server has refused the first. */
  const otherSsl = (error: unknown): boolean | null => {
    if (!(error instanceof Error) || !/does not support SSL|no pg_hba\.conf entry/.test(error.message)) return null;
    const usedSsl = failedWithSsl.get(error);
    if (settings.sslMode === 'prefer' && usedSsl === true) return false;
    return settings.sslMode === 'allow' && usedSsl === false ? true : null;
  };
  const adapt = (error: unknown): boolean => {
    // The pool gives the error of any connection that it was making to whoever waits, after a switch too.
    const other = otherSsl(error);
    if (other !== null) usesSsl = other;
    return other !== null;
  };
  const { retries } = settings;
  const pulse = createPulse({
    interval: idleSeconds(settings) * 1000,
    probe: async () => endPolitely(await connect()),
    cut: cutConnection,
  });
  const giveBack = async (client: pg.Client): Promise<void> => {
    await pool.releaseConnection(client);
  };
  return {
    acquire: (signal) =>
      withRetries(() => abortable(pool.acquireConnection(), signal, giveBack), { retries, adapt, signal }),
    release: async (client, isBroken) => {
      if (isBroken) cutConnection(client);
      await giveBack(client);
    },
    connectAside: () => withRetries(connect, { retries, adapt }),
    leaveAside: endPolitely,
    watch: pulse.watch,
    close: () => {
      pulse.stop();
      // The pool waits for what it has begun.
      for (const client of connecting) cutConnection(client);
      return pool.destroy(() => {});
    },
  };
}

/** knex keeps the pool; how a connection is made stays here, so that none is left half open when that fails. */
function createPool(
  createKnex: Libraries['createKnex'],
  max: number,
  connect: () => Promise<PooledClient>,
): Knex.Client {
  const { client } = createKnex({
    client: 'pg',
    connection: {},
    acquireConnectionTimeout: NO_LIMIT,
    pool: { min: 0, max, createTimeoutMillis: NO_LIMIT, idleTimeoutMillis: IDLE_MS },
    log: { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} },
  }) as { client: Knex.Client };
  client.acquireRawConnection = connect;
  client.destroyRawConnection = endPolitely;
  return client;
}

/** A server that is gone does not answer the farewell either. */
async function endPolitely(client: pg.Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FAREWELL);
  });
  await Promise.race([client.end().catch(() => {}), tooLong]);
  clearTimeout(timer);
  cutConnection(client);
}

/** Milliseconds. */
const FAREWELL = 1000;

/** After so many seconds of silence each side asks whether the other is still there. */
function idleSeconds({ keepalivesIdle }: PostgresSettings): number {
  return keepalivesIdle === 0 ? 60 : keepalivesIdle;
}

/** `connect_timeout` is for all that comes before the first statement. */
async function inTime<T>(work: Promise<T>, { connectTimeout }: PostgresSettings): Promise<T> {
  if (connectTimeout === 0) return work;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout expired')), connectTimeout * 1000);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the server or the network said when it ended the connection, also while nothing was asked; null while it stands. */
export function lossOf(client: pg.Client): Error | null {
  const { __knex__disposed: cause } = client as PooledClient;
  return cause instanceof Error ? cause : null;
}

/** Closes a connection at once, without asking the server. */
export function cutConnection(client: PooledClient): void {
  client.__knex__disposed ??= 'closed after a failure';
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

function clientConfig(settings: PostgresSettings, options: OpenOptions, usesSsl: boolean): pg.ClientConfig {
  return {
    host: settings.host,
    port: settings.port,
    user: settings.user,
    database: settings.database,
    ...(settings.password === null ? {} : { password: settings.password }),
    application_name: settings.applicationName ?? options.applicationName,
    connectionTimeoutMillis: settings.connectTimeout * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: idleSeconds(settings) * 1000,
    ssl: usesSsl ? sslOptions(settings) : false,
  };
}

/** As libpq: `require` checks the certificate only when a root certificate is given. */
function sslOptions(settings: PostgresSettings): ConnectionOptions {
  const { sslMode, sslRootCert } = settings;
  const checksChain = sslMode.startsWith('verify') || (sslMode === 'require' && sslRootCert !== null);
  return {
    rejectUnauthorized: checksChain,
    ...(sslMode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(sslRootCert === null || sslRootCert === 'system' ? {} : { ca: readKeyFile('sslrootcert', sslRootCert) }),
    ...(settings.sslCert === null ? {} : { cert: readKeyFile('sslcert', settings.sslCert) }),
    ...(settings.sslKey === null ? {} : { key: readKeyFile('sslkey', settings.sslKey) }),
  };
}

function readKeyFile(key: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const message = `The file of \`${key}\` cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    throw failureError({ kind: 'authentication', message }, error);
  }
}
