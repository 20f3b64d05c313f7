import { describe, expect, it } from 'vitest';
import { isChange, type ReasonFacts, reasonsOf, reasonText } from '../../../../core/plan/preview/reasons.js';
import type { FingerprintChange } from '../../../../core/state/fingerprint.js';

const same: FingerprintChange = { sql: 'same', config: [], inputs: false };
const standing: ReasonFacts = {
  before: 'table',
  after: 'table',
  change: same,
  isFullRefresh: false,
  hasOtherColumns: false,
  newFiles: 0,
  changedParents: [],
};

function texts(facts: Partial<ReasonFacts>): string {
  const reasons = reasonsOf({ ...standing, ...facts });
  return reasons.map((reason) => reasonText(reason, (id) => id.split('.').at(-1)!)).join('; ');
}

describe('the reasons of a plan', () => {
  it.each<[string, Partial<ReasonFacts>]>([
    ['unchanged', {}],
    ['new', { before: null, change: null }],
    ['new', { before: null, change: null, changedParents: ['model.shop.a'], isFullRefresh: true }],
    ['changed SQL', { change: { ...same, sql: 'template' } }],
    ['SQL renders differently', { change: { ...same, sql: 'rendering' } }],
    ['template unchanged', { change: { ...same, sql: 'unknown' } }],
    ['changed config: indexes, unlogged', { change: { ...same, config: ['indexes', 'unlogged'] } }],
    ['changed file', { change: { ...same, inputs: true } }],
    ['no record of an earlier build', { change: null }],
    ['materialized view becomes table', { before: 'materialized_view' }],
    ['table becomes view; full refresh; other columns', { after: 'view', isFullRefresh: true, hasOtherColumns: true }],
    ['1 new file', { newFiles: 1 }],
    ['2 new files', { newFiles: 2 }],
    ['changed parents: a, b', { changedParents: ['model.shop.a', 'source.shop.raw.b'] }],
  ])('say %s', (expected, facts) => {
    expect(texts(facts)).toBe(expected);
  });

  it.each<[boolean, Partial<ReasonFacts>]>([
    [false, {}],
    [false, { change: null }],
    [false, { isFullRefresh: true }],
    [false, { change: { ...same, sql: 'unknown' } }],
    [true, { before: null }],
    [true, { change: { ...same, inputs: true } }],
    [true, { changedParents: ['model.shop.a'] }],
  ])('make readers get something else: %s', (expected, facts) => {
    expect(isChange(reasonsOf({ ...standing, ...facts }))).toBe(expected);
  });
});
