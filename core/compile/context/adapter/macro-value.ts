/** A macro as a value that templates call: what dispatch and `context['name']` answer. */
import type { MacroDefinition } from '../../../template/template.js';
import { HostFunction, type Value } from '../../../template/values/value.js';
import type { NodeContext } from '../node-context.js';

export function macroValue(macro: MacroDefinition, context: NodeContext): HostFunction {
  return new HostFunction(macro.name, (call) => context.runtime.environment.callMacro(macro, call, context.scope()));
}

/** Calls a built-in macro by the name under which a project may override it. */
export async function callNamed(context: NodeContext, name: string, args: readonly Value[]): Promise<Value> {
  const { environment } = context.runtime;
  const scope = context.scope();
  const macro = environment.findMacro(name, scope.packageName);
  if (macro === null) throw new Error(`There is no macro ${name}.`);
  return environment.callMacro(macro, { args, kwargs: new Map() }, scope);
}
