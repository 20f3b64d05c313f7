/** The incremental strategies: what each needs and which macro spells it. One literal table; all else is the project's own macro. */

import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { ModelNode } from '../../resources/node.js';
import type { ModelFacts } from '../materializations/node-facts.js';
import { textSetting } from '../node-settings.js';
import { planError } from '../plan-error.js';

/** What happens to rows of the target whose key is in the batch. */
type OnSameKey = 'keep' | 'delete' | 'merge';

export interface Strategy {
  readonly name: string;
  /** Called with dbt's dict of target_relation, temp_relation, unique_key, dest_columns, incremental_predicates. */
  readonly macro: string;
  /** `keep` where there is no key, and where the project spells the statements: then all of them are its own. */
  readonly onSameKey: OnSameKey;
}

interface StrategyEntry {
  readonly isBuilt: boolean;
  readonly onSameKey: OnSameKey;
  /** Macros beside the strategy's own whose text its statements are. */
  readonly spelledBy: readonly string[];
}

const strategies: Readonly<Record<string, StrategyEntry>> = {
  append: { isBuilt: true, onSameKey: 'keep', spelledBy: [] },
  'delete+insert': {
    isBuilt: true,
    onSameKey: 'delete',
    spelledBy: ['get_incremental_delete_insert_sql', 'get_delete_insert_merge_sql'],
  },
  merge: { isBuilt: true, onSameKey: 'merge', spelledBy: ['get_merge_sql'] },
  microbatch: { isBuilt: false, onSameKey: 'keep', spelledBy: [] },
  insert_overwrite: { isBuilt: false, onSameKey: 'keep', spelledBy: [] },
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
  const isRespelled = isOwn || entry?.spelledBy.some((each) => facts.macroOrigin(each) === 'project') === true;
  return { name, macro, onSameKey: isRespelled || !hasKey ? 'keep' : (entry?.onSameKey ?? 'keep') };
}

function unusable(node: ModelNode, name: string, isKnown: boolean): Error {
  if (isKnown) {
    return planError(
      node,
      'TSDBT_FEATURE_UNAVAILABLE',
      `${node.uniqueId}: this version has no incremental strategy '${name}'.`,
      'Use delete+insert or merge with a unique_key: both replace the rows whose key is in the batch.',
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
