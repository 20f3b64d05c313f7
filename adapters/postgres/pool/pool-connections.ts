/**
 * Connections to a Postgres database that are an app's own: as many as tsdbt's share of its pool, none of them ended, the
 * pool itself never closed.
 */
import type pg from 'pg';
import type { OpenOptions } from '../../../core/adapter/adapter.js';
import type { Slots } from '../../common/slots.js';
import type { Connections } from '../connection/connections.js';
import { abortable, withRetries } from '../connection/waiting.js';
import type { PostgresSettings } from '../settings.js';
import type { AppPool } from './app-pool.js';
import { createBorrowing } from './borrow.js';
import type { PoolShare } from './share.js';

interface PoolParts {
  readonly pool: AppPool;
  readonly share: PoolShare;
  readonly settings: PostgresSettings;
  readonly options: OpenOptions;
}

/** Takes nothing before it is asked to. */
export function openPoolConnections({ pool, share, settings, options }: PoolParts): Connections {
  const { take, giveBack, giveBackAll } = createBorrowing(pool, settings, options);
  const { retries } = settings;
  const takeOf = async (slots: Slots, signal?: AbortSignal): Promise<pg.Client> => {
    const place = await slots.take(signal);
    let isTaken = true;
    // A connection that comes after the caller has given up is given back once more.
    const onGivenBack = (): void => {
      if (isTaken) slots.give(place);
      isTaken = false;
    };
    try {
      const attempt = (): Promise<pg.Client> => abortable(take(onGivenBack), signal, giveBack);
      return await withRetries(attempt, { retries, signal });
    } catch (error) {
      onGivenBack();
      throw error;
    }
  };
  return {
    acquire: (signal) => takeOf(share.sessions, signal),
    release: giveBack,
    // What ends a statement, or asks what became of one, must not wait for statements.
    connectAside: (use) => (use === 'locks' ? takeOf(share.locks) : withRetries(() => take(() => {}), { retries })),
    leaveAside: (client) => giveBack(client),
    // How long a silent server is waited for is the pool's own business.
    watch: (_client, work) => work,
    close: giveBackAll,
  };
}
