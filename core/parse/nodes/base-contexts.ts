/** The names of the base context as the templates of each package see them, made once per package. */
import { createBaseContext } from '../../project/context/base-context.js';
import type { ContextSink } from '../../project/context/context-options.js';
import { createVars } from '../../project/vars.js';
import type { Value } from '../../template/values/value.js';
import type { ParseSetting } from '../parsed-project.js';
import type { ParseContext } from './parse-context.js';

type Lookup = (name: string) => Value | undefined;

/** The look-ups for nodes and for property files. */
export function baseContexts(setting: ParseSetting, sink: ContextSink): Pick<ParseContext, 'base' | 'yamlBase'> {
  return { base: perPackage(setting, sink, true), yamlBase: perPackage(setting, sink, false) };
}

function perPackage(setting: ParseSetting, sink: ContextSink, isLenient: boolean): (packageName: string) => Lookup {
  const made = new Map<string, Lookup>();
  return (packageName) => {
    const lookup = made.get(packageName) ?? makeLookup(setting, sink, { packageName, isLenient });
    made.set(packageName, lookup);
    return lookup;
  };
}

function makeLookup(
  { config, target, invocation, vars, environment }: ParseSetting,
  sink: ContextSink,
  { packageName, isLenient }: { readonly packageName: string; readonly isLenient: boolean },
): Lookup {
  const names = createVars(config).names;
  const lookup: Lookup = createBaseContext({
    target,
    projectName: config.name,
    invocation,
    sink,
    mayReadSecrets: false,
    vars: {
      get: (name) => vars.get(name, packageName),
      names: () => names(packageName),
      render: (text) => environment.compile({ text, file: 'vars' }).renderSync({ packageName, lookup }).text,
      isLenient,
    },
  });
  return lookup;
}
