/** `merge_update_columns` and `merge_exclude_columns`: checked before anything changes; macros spell what they mean. */
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { ColumnInfo } from '../../resources/relation.js';
import type { ModelFacts } from '../materializations/node-facts.js';
import { listSetting } from '../node-settings.js';
import { planError } from '../plan-error.js';
import type { KeyPart } from './unique-key.js';

const settings = ['merge_update_columns', 'merge_exclude_columns'] as const;

/** Throws when the configs of a merge contradict each other, or name what is no column of the batch. */
export function checkMerge(facts: ModelFacts, batch: readonly ColumnInfo[], keys: readonly KeyPart[]): void {
  const { node } = facts;
  const lists = settings.map((setting) => listSetting(node.config, setting));
  if (lists.every((list) => list.length > 0)) {
    const message = `${node.uniqueId}: ${settings.join(' and ')} are both set; one of them says it all.`;
    throw planError(node, 'TSDBT_CONFIG_INVALID', message);
  }
  const names = batch.map(({ name }) => name);
  const known = new Set(names.map((name) => name.toLowerCase()));
  for (const [index, list] of lists.entries()) {
    for (const entry of list) {
      if (typeof entry === 'string' && known.has(entry.toLowerCase().replace(/^"(.*)"$/u, '$1'))) continue;
      throw planError(
        node,
        'TSDBT_CONFIG_INVALID',
        `${node.uniqueId}: ${settings[index]} names ${JSON.stringify(entry)}, and the batch has no such column.`,
        didYouMean(closestNames(String(entry), names)) ?? `Its columns are ${names.join(', ')}.`,
      );
    }
  }
  const expression = keys.find(({ isColumn }) => !isColumn);
  if (expression === undefined) return;
  throw planError(
    node,
    'TSDBT_CONFIG_INVALID',
    `${node.uniqueId}: unique_key holds the expression ${expression.written}; merge matches columns only.`,
    'Select the expression as a column and name that, or use delete+insert.',
  );
}
