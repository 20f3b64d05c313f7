/** Which macro spells an incremental strategy. */
import { str } from '../../../template/values/text.js';
import type { Value } from '../../../template/values/value.js';
import { contextError } from '../context-error.js';
import type { NodeContext } from '../node-context.js';
import { macroValue } from './macro-value.js';
import type { AdapterMethods } from './method.js';

export const strategyMethods: AdapterMethods = {
  get_incremental_strategy_macro: { signature: 'context, strategy', call: strategyMacro },
};

function strategyMacro(context: NodeContext, [, strategy]: readonly Value[]): Value {
  const name = `get_incremental_${str(strategy).replaceAll('+', '_')}_sql`;
  const macro = context.runtime.environment.findMacro(name, context.scope().packageName);
  if (macro !== null) return macroValue(macro, context);
  const message = `There is no macro ${name} for the incremental strategy '${str(strategy)}'.`;
  throw contextError('TSDBT_STRATEGY_UNKNOWN', message);
}
