/** An environment that is made when somebody first asks it for something: a run that renders nothing reads no macro. */
import type { TemplateEnvironment } from './template.js';

/** Answers what the environment that `make` gives answers. */
export function lazyEnvironment(make: () => TemplateEnvironment): TemplateEnvironment {
  let made: TemplateEnvironment | null = null;
  const whole = () => {
    made ??= make();
    return made;
  };
  return {
    compile: (source) => whole().compile(source),
    findMacro: (name, fromPackage) => whole().findMacro(name, fromPackage),
    dispatch: (name, namespace, fromPackage) => whole().dispatch(name, namespace, fromPackage),
    macroValue: (macro, scope) => whole().macroValue(macro, scope),
    callMacro: (macro, call, scope) => whole().callMacro(macro, call, scope),
    callMacroSync: (macro, call, scope) => whole().callMacroSync(macro, call, scope),
    hasPackage: (name) => whole().hasPackage(name),
    get macros() {
      return whole().macros;
    },
  };
}
