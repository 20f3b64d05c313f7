/** The names of the base context as the templates of each package see them, made once per package. */
import { createBaseContext } from '../../project/context/base-context.js';
import { createVars } from '../../project/vars.js';
import type { Value } from '../../template/values/value.js';
import type { ParseSetting } from '../parsed-project.js';
import { noteUses } from '../reuse/look-ups.js';
import type { Tracker } from '../reuse/tracker.js';
import type { ParseContext } from './parse-context.js';

type Lookup = (name: string) => Value | undefined;

/** The look-ups for nodes and for property files. */
export function baseContexts(setting: ParseSetting, tracker: Tracker): Pick<ParseContext, 'base' | 'yamlBase'> {
  return { base: perPackage(setting, tracker, true), yamlBase: perPackage(setting, tracker, false) };
}

function perPackage(setting: ParseSetting, tracker: Tracker, isLenient: boolean): (packageName: string) => Lookup {
  const made = new Map<string, Lookup>();
  return (packageName) => {
    const lookup = made.get(packageName) ?? makeLookup(setting, tracker, { packageName, isLenient });
    made.set(packageName, lookup);
    return lookup;
  };
}

function makeLookup(
  { config, target, invocation, vars, environment }: ParseSetting,
  tracker: Tracker,
  { packageName, isLenient }: { readonly packageName: string; readonly isLenient: boolean },
): Lookup {
  const names = createVars(config).names;
  const lookup: Lookup = createBaseContext({
    target,
    projectName: config.name,
    invocation,
    sink: tracker.sink,
    onUse: noteUses(tracker, packageName),
    mayReadSecrets: false,
    vars: {
      get: (name) => vars.get(name, packageName),
      names: () => names(packageName),
      render: (text) => environment.compile({ text, file: 'vars' }).renderSync({ packageName, lookup }),
      isLenient,
    },
  });
  return lookup;
}
