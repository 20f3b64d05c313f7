/**
 * The engine of one project snapshot. A name is looked up (jinja.md rule 2) among the macros of the node's own package,
 * the root project's, package namespaces, the built-in macros, then the stage's context and Jinja's globals.
 */
import { CompiledMacro } from './compiled-macro.js';
import { CompiledTemplate } from './compiled-template.js';
import { MacroTable } from './macro-table.js';
import { PackageNamespace } from './package-namespace.js';
import { MacroValue } from './runtime/macro-value.js';
import { type RenderMode, type RenderSettings, RenderState } from './runtime/render-state.js';
import { ReturnSignal, returnFunction } from './runtime/return-signal.js';
import type {
  EnvironmentOptions,
  MacroDefinition,
  Scope,
  Template,
  TemplateEnvironment,
  TemplateLimits,
  TemplateSource,
} from './template.js';
import { createCodeCache, type TemplateCode } from './template-code.js';
import { createGlobals } from './values/globals.js';
import { MAX_RANGE } from './values/limits.js';
import type { CallArguments, Value } from './values/value.js';

const defaultLimits: TemplateLimits = {
  outputLength: 20_000_000,
  depth: 200,
  rangeLength: MAX_RANGE,
  steps: 20_000_000,
};

const SYNC: RenderMode = { isAsync: false, isNative: false };
const NATIVE: RenderMode = { isAsync: false, isNative: true };
const ASYNC: RenderMode = { isAsync: true, isNative: false };

/** The code of macros, made on first use; environments that have macros in common may share it. */
export type MacroCodeCache = WeakMap<MacroDefinition, CompiledMacro>;

export function createEnvironment(
  options: EnvironmentOptions,
  compiled: MacroCodeCache = new WeakMap(),
): TemplateEnvironment {
  return new Environment(options, compiled);
}

class Environment implements TemplateEnvironment {
  readonly macros: readonly MacroDefinition[];
  readonly #options: EnvironmentOptions;
  readonly #table: MacroTable;
  readonly #settings: RenderSettings;
  readonly #globals: ReadonlyMap<string, Value>;
  readonly #compiled: MacroCodeCache;
  readonly #codeOf: (source: TemplateSource) => TemplateCode;
  /** The render that is going on with a scope, so that a macro called through a host function joins it. */
  readonly #active = new WeakMap<Scope, RenderState>();

  constructor(options: EnvironmentOptions, compiled: MacroCodeCache) {
    this.macros = options.macros;
    this.#options = options;
    this.#compiled = compiled;
    this.#codeOf = createCodeCache();
    this.#table = new MacroTable(options);
    const limits = { ...defaultLimits, ...options.limits };
    this.#settings = {
      resolve: (name, state) => this.#resolve(name, state),
      macroNames: (fromPackage) => this.#table.namesFrom(fromPackage),
      limits,
      keepsMacroNames: options.keepsMacroNames === true,
    };
    this.#globals = createGlobals({ rangeLength: limits.rangeLength });
  }

  compile(source: TemplateSource): Template {
    const template = new CompiledTemplate(source, this.#codeOf(source));
    return {
      source,
      literalCalls: (names) => template.literalCalls(names),
      renderSync: (scope) => this.#within(scope, SYNC, (state) => template.renderSync(state)),
      render: (scope) => this.#withinAsync(scope, (state) => template.render(state)),
      renderNativeSync: (scope, variables) =>
        this.#within(scope, NATIVE, (state) => {
          const evaluated = template.evaluateNative(state, variables);
          return evaluated === null ? template.renderSync(state, variables) : evaluated.value;
        }),
    };
  }

  findMacro(name: string, fromPackage: string): MacroDefinition | null {
    return this.#table.find(name, fromPackage);
  }

  dispatch(name: string, namespace: string | null, fromPackage: string) {
    return this.#table.dispatch(name, namespace, fromPackage);
  }

  hasPackage(name: string): boolean {
    return this.#table.hasPackage(name);
  }

  macroValue(macro: MacroDefinition, scope: Scope): Value {
    return this.#valueOf(macro, this.#active.get(scope) ?? this.#newState(scope, ASYNC));
  }

  callMacro(macro: MacroDefinition, call: CallArguments, scope: Scope): Promise<Value> {
    return this.#withinAsync(scope, async (state) => this.#invoke(macro, call, state));
  }

  callMacroSync(macro: MacroDefinition, call: CallArguments, scope: Scope): Value {
    return this.#within(scope, SYNC, (state) => this.#invoke(macro, call, state) as Value);
  }

  #invoke(macro: MacroDefinition, call: CallArguments, state: RenderState): Value | Promise<Value> {
    state.scope.onMacro?.(macro.name, macro.id);
    return state.run(this.#compile(macro).code(state), call, true);
  }

  #compile(macro: MacroDefinition): CompiledMacro {
    let compiled = this.#compiled.get(macro);
    if (compiled === undefined) {
      compiled = new CompiledMacro(macro);
      this.#compiled.set(macro, compiled);
    }
    return compiled;
  }

  #valueOf(macro: MacroDefinition, state: RenderState): MacroValue {
    return new MacroValue(macro.name, (call) => this.#invoke(macro, call, state));
  }

  #resolve(name: string, state: RenderState): Value | undefined {
    if (name === 'return') return returnFunction;
    const { internalPackage } = this.#options;
    const { scope } = state;
    const own = this.#table.own(name, scope.packageName);
    if (own !== null) return this.#valueOf(own, state);
    if (this.#table.hasPackage(name)) return this.#namespace(name, state);
    const internal = this.#table.inPackage(internalPackage, name);
    if (internal !== null) return this.#valueOf(internal, state);
    scope.onMacro?.(name, null);
    const value = scope.lookup(name);
    return value === undefined ? this.#globals.get(name) : value;
  }

  #namespace(packageName: string, state: RenderState): PackageNamespace {
    return new PackageNamespace(packageName, (name) => {
      const macro = this.#table.inPackage(packageName, name);
      return macro === null ? undefined : this.#valueOf(macro, state);
    });
  }

  #newState(scope: Scope, mode: RenderMode): RenderState {
    return new RenderState(this.#settings, scope, mode);
  }

  #within<T>(scope: Scope, mode: RenderMode, render: (state: RenderState) => T): T {
    const outer = this.#active.get(scope);
    const state = this.#newState(scope, mode);
    this.#active.set(scope, state);
    try {
      return render(state);
    } catch (error) {
      throw outsideOfMacro(error, state);
    } finally {
      this.#restore(scope, outer);
    }
  }

  async #withinAsync<T>(scope: Scope, render: (state: RenderState) => Promise<T>): Promise<T> {
    const outer = this.#active.get(scope);
    const state = this.#newState(scope, ASYNC);
    this.#active.set(scope, state);
    try {
      return await render(state);
    } catch (error) {
      throw outsideOfMacro(error, state);
    } finally {
      this.#restore(scope, outer);
    }
  }

  #restore(scope: Scope, outer: RenderState | undefined): void {
    if (outer === undefined) this.#active.delete(scope);
    else this.#active.set(scope, outer);
  }
}

function outsideOfMacro(error: unknown, state: RenderState): unknown {
  return error instanceof ReturnSignal ? state.misplacedReturn() : error;
}
