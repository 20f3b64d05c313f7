/**
 * Owns the connections to one Postgres database: knex pools them, this file says how each is made and prepared.
 * knex and pg are loaded at the first call. Only connecting is retried, never a statement.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ConnectionOptions } from 'node:tls';
import type { Knex } from 'knex';
import type pg from 'pg';
import type { OpenOptions } from '../../../core/adapter/adapter.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import { quoteIdentifier, quoteText } from '../../common/quoting.js';
import { classifyError } from '../classify-error.js';
import type { PostgresSettings } from '../settings.js';

export interface Connections {
  acquire(signal?: AbortSignal): Promise<pg.Client>;
  /** Gives a connection back to the pool; a broken one is closed. */
  release(client: pg.Client, isBroken: boolean): Promise<void>;
  /** A connection of its own beside the pool, for cancelling. */
  connectAside(): Promise<pg.Client>;
  close(): Promise<void>;
}

type PooledClient = pg.Client & { __knex__disposed?: unknown };

/** Waiting for a free connection has no limit of its own: nodes wait for each other as long as they run. */
const NO_LIMIT = 2 ** 31 - 1;

/** Sets up the pool; nothing connects yet. */
export function openConnections(settings: PostgresSettings, options: OpenOptions): Connections {
  const require = createRequire(import.meta.url);
  const { Client } = require('pg') as typeof import('pg');
  let usesSsl = settings.sslMode !== 'disable' && settings.sslMode !== 'allow' && !settings.host.startsWith('/');
  const connect = async (): Promise<PooledClient> => {
    const client: PooledClient = new Client(clientConfig(settings, options, usesSsl));
    // knex looks at this mark before it hands a connection out again.
    client.on('error', (error) => {
      client.__knex__disposed ??= error;
    });
    client.on('end', () => {
      client.__knex__disposed ??= 'ended';
    });
    try {
      await client.connect();
      await prepare(client, settings);
      return client;
    } catch (error) {
      cutConnection(client);
      throw error;
    }
  };
  const pool = createPool(require, options.threads + 1, connect);
  /** `prefer` and `allow` try the other way once the server has refused the first. */
  const canSwitchSsl = (error: unknown): boolean => {
    const message = error instanceof Error ? error.message : '';
    const isRefused = /does not support SSL|no pg_hba\.conf entry/.test(message);
    return isRefused && (settings.sslMode === 'prefer' ? usesSsl : settings.sslMode === 'allow' && !usesSsl);
  };
  const withRetries = async <T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    for (let tries = 0; ; ) {
      if (signal?.aborted) throw cancelledWaiting();
      try {
        return await attempt();
      } catch (error) {
        if (canSwitchSsl(error)) usesSsl = !usesSsl;
        else if (tries < settings.retries && classifyError(error).isTransient) await pause(++tries, signal);
        else throw error;
      }
    }
  };
  const giveBack = async (client: pg.Client): Promise<void> => {
    await pool.releaseConnection(client);
  };
  return {
    acquire: (signal) => withRetries(() => abortable(pool.acquireConnection(), signal, giveBack), signal),
    release: async (client, isBroken) => {
      if (isBroken) cutConnection(client);
      await giveBack(client);
    },
    connectAside: () => withRetries(connect),
    close: () => pool.destroy(() => {}),
  };
}

/** knex keeps the pool; how a connection is made stays here, so that none is left half open when that fails. */
function createPool(require: NodeJS.Require, max: number, connect: () => Promise<PooledClient>): Knex.Client {
  const createKnex = require('knex') as typeof import('knex').knex;
  const { client } = createKnex({
    client: 'pg',
    connection: {},
    acquireConnectionTimeout: NO_LIMIT,
    pool: { min: 0, max, createTimeoutMillis: NO_LIMIT },
    log: { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} },
  }) as { client: Knex.Client };
  client.acquireRawConnection = connect;
  return client;
}

/** Closes a connection at once, without asking the server. */
export function cutConnection(client: PooledClient): void {
  client.__knex__disposed ??= 'closed after a failure';
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** A connection that arrives after the caller has given up goes straight back. */
async function abortable(
  acquiring: Promise<pg.Client>,
  signal: AbortSignal | undefined,
  giveBack: (client: pg.Client) => Promise<void>,
): Promise<pg.Client> {
  if (signal === undefined) return acquiring;
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelledWaiting());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([acquiring, aborted]);
  } catch (error) {
    acquiring.then(giveBack, () => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function cancelledWaiting(): Error {
  return failureError({ kind: 'cancelled', message: 'Cancelled while waiting for a connection.' });
}

/** Waits 0.5, 2, 4.5 ... seconds, as the square of the attempt. */
async function pause(attempt: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, 500 * attempt ** 2);
    signal?.addEventListener('abort', finish, { once: true });
  });
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
    keepAliveInitialDelayMillis: settings.keepalivesIdle * 1000,
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

/** Output that loses nothing, literals that mean what the dialect writes, and a server that notices when its client is gone. */
async function prepare(client: pg.Client, settings: PostgresSettings): Promise<void> {
  const statements = [
    'set datestyle to ISO',
    'set bytea_output to hex',
    'set extra_float_digits to 1',
    'set standard_conforming_strings to on',
    ...(settings.searchPath === null
      ? []
      : [`select pg_catalog.set_config('search_path', ${quoteText(settings.searchPath)}, false)`]),
    ...(settings.role === null ? [] : [`set role ${quoteIdentifier(settings.role)}`]),
  ];
  await client.query(statements.join(';\n'));
  try {
    await client.query("set client_connection_check_interval to '500ms'");
  } catch {
    // Servers before 14 lack the setting, and some platforms cannot check: the server then ends the query when it is done.
  }
}
