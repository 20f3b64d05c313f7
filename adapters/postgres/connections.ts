/**
 * Owns the connections to one Postgres database: knex pools them, this file says how each is made and prepared.
 * knex and pg are loaded at the first call. Only connecting is retried, never a statement.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ConnectionOptions } from 'node:tls';
import type { Knex } from 'knex';
import type pg from 'pg';
import type { OpenOptions } from '../../core/adapter/adapter.js';
import { failureError } from '../../core/adapter/failure-error.js';
import { classifyError } from './classify-error.js';
import { quoteIdentifier, quoteText } from './dialect.js';
import type { PostgresSettings } from './settings.js';

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
  let usesSsl = settings.sslMode !== 'disable' && settings.sslMode !== 'allow' && !settings.host.startsWith('/');
  const config = (): pg.ClientConfig => clientConfig(settings, options, usesSsl);
  const createKnex = require('knex') as typeof import('knex').knex;
  const pool: Knex = createKnex({
    client: 'pg',
    version: '13.0',
    connection: async () => {
      const isSsl = usesSsl;
      return { ...config(), expirationChecker: () => isSsl !== usesSsl } as Knex.PgConnectionConfig;
    },
    acquireConnectionTimeout: NO_LIMIT,
    pool: {
      min: 0,
      max: options.threads + 1,
      createTimeoutMillis: NO_LIMIT,
      afterCreate: (client: pg.Client, done: (error?: unknown) => void) => {
        prepare(client, settings).then(
          () => done(),
          async (error) => {
            await end(client);
            done(error);
          },
        );
      },
    },
    log: { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} },
  });
  /** `prefer` and `allow` try the other way once the server has refused the first. */
  const canSwitchSsl = (error: unknown): boolean => {
    const message = error instanceof Error ? error.message : '';
    const isRefused = /does not support SSL|no pg_hba\.conf entry/.test(message);
    return isRefused && (settings.sslMode === 'prefer' ? usesSsl : settings.sslMode === 'allow' && !usesSsl);
  };
  const withRetries = async <T>(connect: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    for (let attempt = 0; ; ) {
      signal?.throwIfAborted();
      try {
        return await connect();
      } catch (error) {
        if (canSwitchSsl(error)) usesSsl = !usesSsl;
        else if (attempt < settings.retries && classifyError(error).isTransient) await pause(++attempt, signal);
        else throw error;
      }
    }
  };
  return {
    acquire: (signal) => withRetries(() => abortable(pool.client.acquireConnection(), signal, giveBack), signal),
    release: async (client, isBroken) => {
      if (isBroken) await end(client);
      await giveBack(client);
    },
    connectAside: () =>
      withRetries(async () => {
        const { Client } = require('pg') as typeof import('pg');
        const client = new Client(config());
        client.on('error', () => {});
        await client.connect();
        return client;
      }),
    close: () => pool.destroy(),
  };

  async function giveBack(client: pg.Client): Promise<void> {
    await pool.client.releaseConnection(client);
  }
}

async function end(client: PooledClient): Promise<void> {
  client.__knex__disposed ??= 'closed after a failure';
  const socket = (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
  socket.destroy();
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
    onAbort = () => reject(failureError({ kind: 'cancelled', message: 'Cancelled while waiting for a connection.' }));
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

/** Waits 0.5, 2, 4.5 ... seconds, as the square of the attempt. */
async function pause(attempt: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, 500 * attempt ** 2);
    const onAbort = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
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
