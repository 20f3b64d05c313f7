/** Macros as values that templates call, and macros that the adapter object calls itself. */
import type { MacroDefinition } from '../../../template/template.js';
import type { Value } from '../../../template/values/value.js';
import type { NodeContext } from '../node-context.js';

/** A macro as `context['name']` gives it. */
export function macroValue(macro: MacroDefinition, context: NodeContext): Value {
  return context.runtime.environment.macroValue(macro, context.scope());
}

/** Calls a built-in macro by the name under which a project may override it. */
export async function callNamed(context: NodeContext, name: string, args: readonly Value[]): Promise<Value> {
  const { environment } = context.runtime;
  const scope = context.scope();
  const macro = environment.findMacro(name, scope.packageName);
  if (macro === null) throw new Error(`There is no macro ${name}.`);
  return environment.callMacro(macro, { args, kwargs: new Map() }, scope);
}
