import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answered, compileBench } from '../../support/compile.js';

/** Recorded from dbt-core 1.11.16 with dbt-postgres: each call in a model, and what stood in its compiled SQL. */
const recorded: readonly { call: string; expected: string }[] = JSON.parse(
  readFileSync(new URL('../../fixtures/utility-macros/postgres.json', import.meta.url), 'utf8'),
);

describe('utility macros on Postgres print what those of dbt print', () => {
  const bench = compileBench({ 'models/m.sql': 'select 1 as a' }, { answer: () => answered(['datediff'], [[4n]]) });

  it.each(recorded)('$call', async ({ call, expected }) => {
    expect(await bench.render(`{{ ${call} }}`, bench.node('m'))).toBe(expected);
  });
});
