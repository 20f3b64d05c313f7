/** The library as `npm run build` made it, and small projects for it on both databases. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../../core/resources/json.js';
import { createPostgresDatabase } from '../../conformance/support.js';
import { bin, tempProject } from '../cli.js';

const dist = pathToFileURL(`${resolve(bin, '../..')}/`);

/** Files of the built package, for scripts that import them. */
export const entries = {
  tsdbt: new URL('core/api/library/tsdbt.js', dist).href,
  adapters: new URL('adapters/index.js', dist).href,
  vitest: new URL('core/api/vitest/data-tests.js', dist).href,
};

export const tsdbt = (await import(entries.tsdbt)) as typeof import('../../../core/api/library/tsdbt.js');
export const { adapters, postgres } = (await import(entries.adapters)) as typeof import('../../../adapters/index.js');

/** A seed, a view over it, a table over that, and tests of it; `var('least')` and `env_var('LABEL')` are in the mart. */
const shopFiles = {
  'seeds/raw_orders.csv': 'id,customer,amount\n1,ann,10.50\n2,bob,20.00\n3,ann,5.25\n',
  'models/orders.sql': "select id, customer, amount from {{ ref('raw_orders') }}",
  'models/totals.sql': `{{ config(materialized='table') }}
select customer, count(*) as orders, '{{ env_var("LABEL", "none") }}' as label
from {{ ref('orders') }}
where amount >= {{ var('least', 0) }}
group by customer`,
  'models/schema.yml': `models:
  - name: totals
    columns:
      - name: customer
        data_tests: [unique, not_null]
`,
};

/** A project folder with the shop, some files changed or added. */
export function shop(changes: Readonly<Record<string, string>> = {}): string {
  return tempProject({ ...shopFiles, ...changes });
}

/** A connection to a new place of each database; the Postgres one goes away with the test. */
export const connections: Readonly<Record<'sqlite' | 'postgres', (folder: string) => Promise<JsonObject>>> = {
  sqlite: async (folder) => ({ type: 'sqlite', path: join(folder, 'shop.sqlite') }),
  postgres: async () => {
    const { output, drop } = await createPostgresDatabase();
    onTestFinished(drop);
    return output;
  },
};
