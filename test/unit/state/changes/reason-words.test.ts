import { expect, it } from 'vitest';
import type { ChangeReason } from '../../../../core/state/changes/node-change.js';
import { reasonWords } from '../../../../core/state/changes/reason-words.js';

const cases: readonly [ChangeReason['part'], readonly string[], readonly string[]][] = [
  ['body', [], ['SQL']],
  ['data', [], ['data']],
  ['config', ['tags', 'materialized'], ['config tags', 'config materialized']],
  ['macros', ['macro.shop.cents'], ['macro shop.cents']],
  ['inputs', ['var days', 'env_var REGION', 'target'], ['var days', 'env_var REGION', 'target']],
  ['relation', [], ['name']],
  ['parents', ['model.shop.orders', 'source.shop.erp.lines'], ['parent orders', 'parent lines']],
  ['definition', ['freshness'], ['definition freshness']],
  ['properties', ['columns.id'], ['properties columns.id']],
];

it.each(cases)('%s is told by what differs in it', (part, names, words) => {
  expect(reasonWords({ part, names, hasEffect: true })).toEqual(words);
});
