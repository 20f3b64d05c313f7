/**
 * Single connections of an app's own pool: told what tsdbt needs when they are taken, put back as they were before the app
 * gets them again. One that cannot be put back, or is lost, is given back as broken, which makes the pool replace it.
 */
import type pg from 'pg';
import type { OpenOptions } from '../../../core/adapter/adapter.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import { cutConnection, lossOf, type PooledClient } from '../connection/connections.js';
import { prepareConnection } from '../connection/prepare.js';
import type { PostgresSettings } from '../settings.js';
import type { AppPool } from './app-pool.js';
import { putAside, readState, restoreState, type SessionState } from './session-state.js';

type AppClient = PooledClient & {
  release(isBroken?: boolean): void;
  /** A statement of a model may take longer than one of the app, which the client would give up while it runs on. */
  readonly connectionParameters: { query_timeout: unknown };
};

/** One connection in our hands. */
interface Held {
  readonly before: SessionState;
  /** The app's limit for its queries. */
  readonly limit: unknown;
  readonly onError: (error: Error) => void;
  readonly onEnd: () => void;
  readonly onGivenBack: () => void;
}

export interface Borrowing {
  /** `onGivenBack` is called once the app has the connection again, not when taking it fails. */
  take(onGivenBack: () => void): Promise<pg.Client>;
  /** Never throws, and waits for no server that is gone. Does nothing for a connection that was given back before. */
  giveBack(client: pg.Client, isBroken?: boolean): Promise<void>;
  giveBackAll(): Promise<void>;
}

/** How long the server may take to put a session back, in milliseconds. */
const RESTORING = 5000;

/** Takes nothing by itself. */
export function createBorrowing(pool: AppPool, settings: PostgresSettings, options: OpenOptions): Borrowing {
  const held = new Map<pg.Client, Held>();
  const letGo = (client: AppClient, isBroken: boolean): void => {
    const known = held.get(client);
    if (known === undefined) return;
    held.delete(client);
    client.connectionParameters.query_timeout = known.limit;
    client.off('end', known.onEnd);
    // What a broken one still has to say nobody else hears.
    if (!isBroken) {
      client.off('error', known.onError);
      delete client.__knex__disposed;
    }
    client.release(isBroken);
    known.onGivenBack();
  };
  const giveBack = async (client: pg.Client, isBroken = false): Promise<void> => {
    const known = held.get(client);
    if (known === undefined) return;
    if (isBroken) cutConnection(client);
    letGo(client as AppClient, isBroken || !(await isRestored(client, known.before)));
  };
  const take: Borrowing['take'] = async (onGivenBack) => {
    const client = (await pool.connect()) as AppClient;
    const onError = (error: Error): void => {
      client.__knex__disposed ??= error;
      if (held.has(client)) options.onLost?.(error.message);
    };
    const onEnd = (): void => letGo(client, true);
    client.on('error', onError);
    const before = await look(client, settings).catch((error: unknown) => {
      client.off('error', onError);
      client.release(client.__knex__disposed !== undefined);
      throw error;
    });
    client.once('end', onEnd);
    const { query_timeout: limit } = client.connectionParameters;
    const entry = { before, limit, onError, onEnd };
    held.set(client, { ...entry, onGivenBack: () => {} });
    client.connectionParameters.query_timeout = false;
    try {
      await putAside(client, before, settings.applicationName ?? options.applicationName);
      await prepareConnection(client, settings);
      if (!held.has(client)) throw lossOf(client) ?? new Error('The connection has ended.');
      held.set(client, { ...entry, onGivenBack });
      return client;
    } catch (error) {
      await giveBack(client);
      throw error;
    }
  };
  return {
    take,
    giveBack,
    giveBackAll: async () => {
      await Promise.all([...held.keys()].map((client) => giveBack(client)));
    },
  };
}

/** Whether the app can go on with the connection. */
async function isRestored(client: pg.Client, before: SessionState): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), RESTORING);
  });
  const restored = restoreState(client, before).then(
    () => true,
    () => false,
  );
  const isWhole = await Promise.race([restored, tooLong]);
  clearTimeout(timer);
  if (!isWhole) cutConnection(client);
  return isWhole;
}

/** The state of a connection that tsdbt can work with; throws for any other. */
async function look(client: AppClient, settings: PostgresSettings): Promise<SessionState> {
  checkClient(client);
  const state = await readState(client);
  checkDatabase(state, settings);
  return state;
}

function checkClient(client: AppClient): void {
  const { connection, getTransactionStatus } = client as {
    readonly connection?: object;
    readonly getTransactionStatus?: unknown;
  };
  if (connection !== undefined && typeof getTransactionStatus === 'function') return;
  throw failureError({
    kind: 'connection',
    message: 'The pool gives connections that tsdbt cannot work with: none of the JavaScript client of a recent `pg`.',
    hint: 'Make the pool with `new pg.Pool()` of pg 8.23 or newer; pg-native does not do.',
  });
}

/** Every name in the SQL of a project has the database in it. */
function checkDatabase({ database }: SessionState, settings: PostgresSettings): void {
  if (database === settings.database) return;
  throw failureError({
    kind: 'connection',
    message: `The pool is connected to the database "${database}", but the target names "${settings.database}".`,
    hint: `Set \`dbname: ${database}\` in the target.`,
  });
}
