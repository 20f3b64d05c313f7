/** The Postgres adapter over an app's own pool: the same but for where its connections come from. */
import type { Adapter } from '../../../core/adapter/adapter.js';
import type { JsonObject } from '../../../core/resources/json.js';
import { readCredentials } from '../credentials.js';
import { openDatabaseWith } from '../driver.js';
import { postgresAdapter } from '../index.js';
import { type AppPool, knownKeys } from './app-pool.js';
import { openPoolConnections } from './pool-connections.js';
import { createShare, type PoolShare } from './share.js';

/** Keys that the target leaves out are those of the pool; how to connect is the pool's alone. */
export function poolAdapter(pool: AppPool): Adapter {
  let share: PoolShare | null = null;
  return {
    ...postgresAdapter,
    readCredentials: (output, context) => {
      const { dbname, ...known } = knownKeys(pool);
      const names: JsonObject = dbname === undefined || 'database' in output ? {} : { dbname };
      return readCredentials({ host: 'pool', user: 'pool', ...known, ...names, ...output }, context);
    },
    open: (credentials, options) =>
      openDatabaseWith(credentials, (settings) => {
        share ??= createShare(pool);
        return openPoolConnections({ pool, share, settings, options });
      }),
  };
}
