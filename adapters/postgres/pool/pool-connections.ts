/**
 * Connections to a Postgres database that are an app's own: as many as its pool has room for, none of them ended, the pool
 * itself never closed.
 */
import type pg from 'pg';
import type { OpenOptions } from '../../../core/adapter/adapter.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import { createSlots } from '../../common/slots.js';
import type { Connections } from '../connection/connections.js';
import { abortable, withRetries } from '../connection/waiting.js';
import type { PostgresSettings } from '../settings.js';
import { type AppPool, maxOf } from './app-pool.js';
import { createBorrowing } from './borrow.js';

/** One connection holds the locks of a run; the sessions take the others but one, which is left to the app. */
const BESIDE_SESSIONS = 2;

/** Takes nothing before it is asked to. Throws for a pool that is too small for a run. */
export function openPoolConnections(pool: AppPool, settings: PostgresSettings, options: OpenOptions): Connections {
  const slots = createSlots(Math.min(options.threads + 1, sessionsOf(maxOf(pool))));
  const places = new Map<pg.Client, number>();
  const { take, giveBack, giveBackAll } = createBorrowing(pool, settings, options);
  const { retries } = settings;
  return {
    acquire: async (signal) => {
      const place = await slots.take(signal);
      try {
        const client = await withRetries(() => abortable(take(), signal, giveBack), { retries, signal });
        places.set(client, place);
        return client;
      } catch (error) {
        slots.give(place);
        throw error;
      }
    },
    release: async (client, isBroken) => {
      await giveBack(client, isBroken);
      const place = places.get(client);
      places.delete(client);
      if (place !== undefined) slots.give(place);
    },
    connectAside: () => withRetries(take, { retries }),
    leaveAside: (client) => giveBack(client),
    // How long a silent server is waited for is the pool's own business.
    watch: (_client, work) => work,
    close: giveBackAll,
  };
}

function sessionsOf(max: number): number {
  if (max >= 2) return Math.max(1, max - BESIDE_SESSIONS);
  throw failureError({
    kind: 'connection',
    message: `The pool holds at most ${max} connection: tsdbt needs one for the locks of a run and one for its statements.`,
    hint: 'Give the pool a `max` of at least 3, better of 2 more than the threads of the target.',
  });
}
