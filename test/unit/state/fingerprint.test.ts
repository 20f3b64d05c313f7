import { describe, expect, it } from 'vitest';
import { jsonFloat } from '../../../core/resources/json.js';
import { fingerprint } from '../../../core/state/fingerprint.js';

const base = { sql: 'select 1', config: { materialized: 'table', indexes: [{ columns: ['a'] }] }, inputs: [] };

describe('fingerprint', () => {
  it('names its version, so that one of a later version never equals it', () => {
    expect(fingerprint(base)).toMatch(/^1:[0-9a-f]{64}$/);
  });

  it('stays while only the order of the config, blanks around the SQL and what describes the node change', () => {
    const config = { indexes: [{ columns: ['a'] }], tags: ['nightly'], meta: { owner: 'x' }, materialized: 'table' };
    expect(fingerprint({ ...base, sql: '\nselect 1 \n', config })).toBe(fingerprint(base));
  });

  it.each([
    ['the SQL', { ...base, sql: 'select 2' }],
    ['how it is materialized', { ...base, config: { ...base.config, materialized: 'view' } }],
    ['a list in the config', { ...base, config: { ...base.config, indexes: [{ columns: ['b'] }] } }],
    ['another input', { ...base, inputs: ['sha256:1'] }],
  ])('changes with %s', (_, changed) => {
    expect(fingerprint(changed)).not.toBe(fingerprint(base));
  });

  it('takes numbers that JSON cannot write', () => {
    const of = (value: bigint | ReturnType<typeof jsonFloat>) => fingerprint({ ...base, config: { value } });
    expect(new Set([of(2n ** 60n), of(2n ** 60n + 1n), of(jsonFloat(1)), of(jsonFloat(1.5))]).size).toBe(4);
  });
});
