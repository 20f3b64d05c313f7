import { describe, expect, it } from 'vitest';
import { jsonFloat } from '../../../core/resources/json.js';
import { compareFingerprints, type FingerprintInputs, fingerprint } from '../../../core/state/fingerprint.js';

const base: FingerprintInputs = {
  sql: 'select 1',
  code: 'select {{ 1 }}',
  config: { materialized: 'table', indexes: [{ columns: ['a'] }] },
  inputs: [],
  extent: 'whole',
};

const changed: readonly (readonly [string, FingerprintInputs, ReturnType<typeof compareFingerprints>])[] = [
  ['the SQL alone', { ...base, sql: 'select 2' }, { sql: 'rendering', config: [], inputs: false }],
  [
    'the template and its SQL',
    { ...base, code: 'select 2', sql: 'select 2' },
    { sql: 'template', config: [], inputs: false },
  ],
  [
    'how it is materialized',
    { ...base, config: { ...base.config, materialized: 'view' } },
    { sql: 'same', config: ['materialized'], inputs: false },
  ],
  [
    'a list in the config, and a key that is new',
    { ...base, config: { ...base.config, indexes: [{ columns: ['b'] }], 'a,b=c:d': 1 } },
    { sql: 'same', config: ['a,b=c:d', 'indexes'], inputs: false },
  ],
  ['a key that is gone', { ...base, config: {} }, { sql: 'same', config: ['indexes', 'materialized'], inputs: false }],
  ['another input', { ...base, inputs: ['sha256:1'] }, { sql: 'same', config: [], inputs: true }],
];

describe('fingerprint', () => {
  it('names its version, so that one of a later version never equals it', () => {
    expect(fingerprint(base)).toMatch(
      /^2:whole:[0-9a-f]{32}:[0-9a-f]{32}:[0-9a-f]{32}:indexes=[0-9a-f]{12},materialized=/,
    );
  });

  it('stays while only the order of the config, blanks around the SQL and what describes the node change', () => {
    const config = { indexes: [{ columns: ['a'] }], tags: ['nightly'], meta: { owner: 'x' }, materialized: 'table' };
    expect(fingerprint({ ...base, sql: '\nselect 1 \n', config })).toBe(fingerprint(base));
  });

  it.each(changed)('changes with %s', (_, now) => {
    expect(fingerprint(now)).not.toBe(fingerprint(base));
  });

  it('takes numbers that JSON cannot write', () => {
    const of = (value: bigint | ReturnType<typeof jsonFloat>) => fingerprint({ ...base, config: { value } });
    expect(new Set([of(2n ** 60n), of(2n ** 60n + 1n), of(jsonFloat(1)), of(jsonFloat(1.5))]).size).toBe(4);
  });
});

describe('compareFingerprints', () => {
  it.each(changed)('tells %s', (_, now, expected) => {
    expect(compareFingerprints(fingerprint(base), now)).toEqual(expected);
  });

  it('finds nothing between two builds of the same', () => {
    expect(compareFingerprints(fingerprint(base), base)).toEqual({ sql: 'same', config: [], inputs: false });
  });

  it('calls a template that was written anew and gives the same SQL the same', () => {
    expect(compareFingerprints(fingerprint(base), { ...base, code: 'select 1 {# same #}' })?.sql).toBe('same');
  });

  it('cannot compare the SQL of a whole build with that of a batch, but knows a changed template', () => {
    const batch: FingerprintInputs = { ...base, sql: 'select 1 where new', extent: 'batch' };
    expect(compareFingerprints(fingerprint(base), batch)?.sql).toBe('unknown');
    expect(compareFingerprints(fingerprint(base), { ...batch, code: 'other' })?.sql).toBe('template');
  });

  it.each([
    ['none', null],
    ['one of version 1', `1:${'0'.repeat(64)}`],
    ['one of a later version', `3:${fingerprint(base)}`],
    ['what is none', 'x'],
  ])('knows nothing from %s', (_, earlier) => {
    expect(compareFingerprints(earlier, base)).toBeNull();
  });
});
