/** `adapter.dispatch(name, namespace)`: finds the macro that fits the adapter, or lists every name that was tried. */
import type { Scope, TemplateEnvironment } from '../../../template/template.js';
import { hostFunction, parseSignature } from '../../../template/values/host-function.js';
import { PythonError } from '../../../template/values/python-error.js';
import { str } from '../../../template/values/text.js';
import type { HostFunction, Value } from '../../../template/values/value.js';

const SIGNATURE = parseSignature('macro_name, macro_namespace=None, packages=None');

/** The function for one scope. The macro that it gives joins the render that is going on with the scope. */
export function dispatchFunction(environment: TemplateEnvironment, scope: Scope): HostFunction {
  return hostFunction('dispatch', SIGNATURE, ([name, namespace]) => {
    const wanted = checkName(name);
    const space = namespace === null ? null : str(namespace);
    const { macro, tried } = environment.dispatch(wanted, space, scope.packageName);
    if (macro !== null) return environment.macroValue(macro, scope);
    const names = tried.map((one) => `'${one}'`).join(', ');
    const message = `In dispatch: no macro named '${wanted}' found. Searched for: ${names}`;
    throw new PythonError('CompilationError', message);
  });
}

function checkName(name: Value): string {
  if (typeof name !== 'string') {
    throw new PythonError('CompilationError', 'adapter.dispatch needs the name of a macro as text.');
  }
  if (!name.includes('.')) return name;
  const [space, macro] = name.split('.', 2);
  const message = `In adapter.dispatch, got a macro name of '${name}', but '.' is not a valid macro name component.`;
  throw new PythonError('CompilationError', `${message} Did you mean adapter.dispatch('${macro}', '${space}')?`);
}
