/** `var(name, default)` and `var.has_var(name)`. Texts that hold Jinja are rendered when they are read, as in dbt. */
import type { Json } from '../../resources/json.js';
import { toValue } from '../../template/values/convert.js';
import { hostFunction } from '../../template/values/host-function.js';
import { PythonError } from '../../template/values/python-error.js';
import { type CallArguments, HostFunction, TemplateObject, type Value } from '../../template/values/value.js';
import { hasTemplate } from '../render-strings.js';

/** What `var` needs to know of the vars that a template sees. */
export interface VarSource {
  /** JavaScript's undefined when the var does not exist. */
  readonly get: (name: string) => Json | undefined;
  /** Renders a text that holds Jinja. */
  readonly render: (text: string) => Value;
  /** The names that there are, for messages. */
  readonly names: () => readonly string[];
  /** A missing var without a default gives none instead of an error, as in dbt while it parses models. */
  readonly isLenient?: boolean;
}

class VarObject extends TemplateObject {
  readonly typeName = 'Var';
  override readonly callable: (call: CallArguments) => Value | Promise<Value>;
  readonly #hasVar: HostFunction;

  constructor(read: HostFunction, hasVar: HostFunction) {
    super();
    this.callable = (call) => read.call(call);
    this.#hasVar = hasVar;
  }

  override attribute(name: string): Value | undefined {
    return name === 'has_var' ? this.#hasVar : undefined;
  }

  override text(): string {
    return '<var>';
  }
}

/** The `var` of one template. */
export function varObject(source: VarSource, onUse?: (use: 'var' | 'vars', name: string) => void): Value {
  const read = new HostFunction('var', (call) => {
    const [name, fallback] = bindVar(call);
    onUse?.('var', name);
    const value = source.get(name);
    if (value !== undefined)
      return typeof value === 'string' && hasTemplate(value) ? source.render(value) : toValue(value);
    if (fallback !== undefined) return fallback;
    if (source.isLenient === true) return null;
    onUse?.('vars', '');
    const known = source.names();
    const list = known.length === 0 ? 'There are no vars.' : `Vars: ${known.join(', ')}.`;
    throw new PythonError('CompilationError', `Required var '${name}' not found in config. ${list}`);
  });
  const hasVar = hostFunction('has_var', 'var_name', ([name]) => {
    onUse?.('var', String(name));
    return source.get(String(name)) !== undefined;
  });
  return new VarObject(read, hasVar);
}

/** A default that is given counts even when it is none, so it is told from one that is not given. */
function bindVar(call: CallArguments): [string, Value | undefined] {
  const name = call.args[0] ?? call.kwargs.get('var_name') ?? null;
  const fallback = call.args.length > 1 ? call.args[1] : call.kwargs.get('default');
  if (typeof name !== 'string') throw new PythonError('CompilationError', 'var needs the name of a var.');
  return [name, fallback];
}
