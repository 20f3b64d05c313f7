/** The incremental strategies: what each needs and which macro spells it. One literal table; all else is the project's own macro. */

import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { ModelNode } from '../../resources/node.js';
import type { ModelFacts } from '../materializations/node-facts.js';
import { textSetting } from '../node-settings.js';
import { planError } from '../plan-error.js';

export interface Strategy {
  readonly name: string;
  /** Called with dbt's dict of target_relation, temp_relation, unique_key, dest_columns, incremental_predicates. */
  readonly macro: string;
  /** Rows of the target whose key is in the batch are deleted first. */
  readonly deletesKeys: boolean;
}

interface StrategyEntry {
  readonly isBuilt: boolean;
  readonly deletesKeys: boolean;
}

const strategies: Readonly<Record<string, StrategyEntry>> = {
  append: { isBuilt: true, deletesKeys: false },
  'delete+insert': { isBuilt: true, deletesKeys: true },
  merge: { isBuilt: false, deletesKeys: false },
  microbatch: { isBuilt: false, deletesKeys: false },
  insert_overwrite: { isBuilt: false, deletesKeys: false },
};

/** The strategy of a model: the config's, else delete+insert when there is a unique key, else append. */
export function chooseStrategy(facts: ModelFacts, hasKey: boolean): Strategy {
  const { node } = facts;
  const named = textSetting(node.config, 'incremental_strategy');
  const name = named ?? (hasKey ? 'delete+insert' : 'append');
  const macro = `get_incremental_${(named ?? 'default').replaceAll('+', '_')}_sql`;
  const entry = Object.hasOwn(strategies, name) ? strategies[name] : null;
  const isOwn = facts.macroOrigin(macro) === 'project';
  if (entry?.isBuilt !== true && !isOwn) throw unusable(node, name, entry !== null);
  return { name, macro, deletesKeys: !isOwn && hasKey && entry?.deletesKeys === true };
}

function unusable(node: ModelNode, name: string, isKnown: boolean): Error {
  if (isKnown) {
    return planError(
      node,
      'TSDBT_FEATURE_UNAVAILABLE',
      `${node.uniqueId}: this version has no incremental strategy '${name}'.`,
      'Use delete+insert with a unique_key: it replaces the rows whose key is in the batch.',
    );
  }
  const guess = didYouMean(closestNames(name, Object.keys(strategies)));
  const macro = `get_incremental_${name.replaceAll('+', '_')}_sql`;
  return planError(
    node,
    'TSDBT_STRATEGY_UNKNOWN',
    `${node.uniqueId}: there is no incremental strategy '${name}' and no macro ${macro}.`,
    guess,
  );
}
