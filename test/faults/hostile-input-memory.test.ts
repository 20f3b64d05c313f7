/** Rows stay in the database and files stream. `TSDBT_LARGE=1` takes a seed of 200 MB. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measured } from '../support/faults/peak-memory.js';
import { databaseTypes, type Place, withPlace } from '../support/faults/place.js';

const LIMIT_MB = 300;
const SEED_MB = process.env.TSDBT_LARGE === '1' ? 200 : 8;
const ROWS = 1_000_000;

const rows = {
  sqlite: `with recursive g (i) as (select 1 union all select i + 1 from g where i < ${ROWS}) select i, null as n from g`,
  postgres: `select i, null::text as n from generate_series(1, ${ROWS}) i`,
};

function writeSeed({ folder }: Place): number {
  const line = (index: number) => `${index},the name of customer ${index},${index}.25,2024-01-0${(index % 9) + 1}\n`;
  const part = Array.from({ length: 20_000 }, (_, index) => line(index)).join('');
  const file = openSync(join(folder, 'seeds/big.csv'), 'w');
  writeSync(file, 'id,name,amount,day\n');
  let parts = 0;
  for (; parts * part.length < SEED_MB * 1024 * 1024; parts++) writeSync(file, part);
  closeSync(file);
  return parts * 20_000;
}

describe.each(databaseTypes)('memory on %s', (type) => {
  it(
    'a million failing rows, stored or not, and a large seed take less than 300 MB',
    () => {
      const tests = (store: boolean) => `{not_null: {name: stored_${store}, config: {store_failures: ${store}}}}`;
      const files = {
        'models/a.sql': `{{ config(materialized='table') }} ${rows[type]}`,
        'models/s.yml': `models: [{name: a, columns: [{name: n, data_tests: [${tests(true)}, ${tests(false)}]}]}]`,
        'seeds/x.txt': '',
      };
      return withPlace(type, files, async (place) => {
        const loaded = writeSeed(place);
        const { code, stdout, peak } = await measured(['build'], place.folder);
        expect(code, stdout).toBe(1);
        expect(stdout).toContain('PASS=2 WARN=0 ERROR=2');
        expect(stdout.match(/Got 1000000 results/g)).toHaveLength(2);
        expect(await place.query(`select count(*) from ${place.prefix}big`)).toEqual([[String(loaded)]]);
        expect(peak).toBeLessThan(LIMIT_MB);
      });
    },
    SEED_MB > 100 ? 600_000 : 120_000,
  );
});
