/**
 * One render: what the generated code calls. Holds the names in reach, the macro stack and the counters that bound what
 * a template may do.
 */

import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { FilterContext } from '../filters/filter.js';
import { createFilterContext } from '../filters/filter-context.js';
import type { RenderedText } from '../source-map.js';
import type { Scope, TemplateLimits } from '../template.js';
import { callValue } from '../values/call.js';
import { PythonError } from '../values/python-error.js';
import { type CallArguments, UndefinedValue, type Value } from '../values/value.js';
import { Frame } from './frame.js';
import { bindMacroArguments, type MacroCode } from './macro-value.js';
import { Output } from './output.js';
import { ReturnSignal } from './return-signal.js';
import { placeError } from './template-error.js';
import { CallSite, type Unit } from './unit.js';

/** Finds a name that no frame has: a macro, a package, a context name, a global of the language. */
type NameResolver = (name: string, state: RenderState) => Value | undefined;

export interface RenderSettings {
  readonly scope: Scope;
  readonly resolve: NameResolver;
  /** For whoever has mistyped one. */
  readonly macroNames: () => Iterable<string>;
  readonly limits: TemplateLimits;
  readonly isAsync: boolean;
  readonly isNative: boolean;
}

export class RenderState {
  readonly scope: Scope;
  readonly isLenient: boolean;
  readonly isAsync: boolean;
  readonly filterContext: FilterContext;
  /** Innermost call first. */
  stack: readonly CallSite[] = [];
  readonly #settings: RenderSettings;
  readonly #resolved = new Map<string, Value>();
  #outputLength = 0;
  #steps = 0;
  #printed: RenderedText | null = null;
  /** The place of the call that is being made, for the macro that it may reach. */
  #site: { unit: Unit; offset: number } | null = null;

  constructor(settings: RenderSettings) {
    this.#settings = settings;
    this.scope = settings.scope;
    this.isAsync = settings.isAsync;
    this.isLenient = settings.scope.isLenient === true;
    this.filterContext = createFilterContext({ isLenient: this.isLenient, isNative: settings.isNative });
  }

  /** The value of a name; undefined of Jinja when nothing has it. */
  name(frame: Frame, name: string): Value {
    const local = frame.get(name);
    if (local !== undefined) return local;
    let value = this.#resolved.get(name);
    if (value === undefined) {
      value = this.#settings.resolve(name, this);
      if (value === undefined) value = new UndefinedValue(name);
      this.#resolved.set(name, value);
    }
    return value;
  }

  call(callee: Value, call: CallArguments, unit: Unit, offset: number): Value | Promise<Value> {
    this.countStep();
    if (callee instanceof UndefinedValue && !this.isLenient && callee.hint === null) {
      throw new PythonError(
        callee.errorType,
        `'${callee.name}' is undefined. It is called here, so perhaps a macro of that name is missing, or its package is not installed`,
        didYouMean(closestNames(callee.name, this.#settings.macroNames())),
      );
    }
    this.#site = { unit, offset };
    const answer = callValue(callee, call, this.isLenient);
    if (this.isAsync || !(answer instanceof Promise)) return answer;
    // Nobody waits for the promise, so its failure must not end the process.
    answer.catch(() => undefined);
    throw new PythonError('RuntimeError', 'a query cannot be run while parsing');
  }

  /** Runs a macro's body synchronously. `catchesReturn`: `return(x)` inside ends it (macros of files). */
  invokeNow(macro: MacroCode, call: CallArguments, catchesReturn: boolean): Value {
    const before = this.#enter(macro);
    try {
      const output = new Output(this, macro.unit);
      macro.body(output, new Frame(macro.closure), bindMacroArguments(macro.shape, call));
      return this.#leave(output);
    } catch (error) {
      if (catchesReturn && error instanceof ReturnSignal) return error.value;
      throw error;
    } finally {
      this.stack = before;
    }
  }

  async invoke(macro: MacroCode, call: CallArguments, catchesReturn: boolean): Promise<Value> {
    const before = this.#enter(macro);
    try {
      const output = new Output(this, macro.unit);
      await macro.body(output, new Frame(macro.closure), bindMacroArguments(macro.shape, call));
      return this.#leave(output);
    } catch (error) {
      if (catchesReturn && error instanceof ReturnSignal) return error.value;
      throw error;
    } finally {
      this.stack = before;
    }
  }

  #enter(macro: MacroCode): readonly CallSite[] {
    const before = this.stack;
    if (before.length >= this.#settings.limits.depth) {
      throw new PythonError(
        'LimitError',
        `macros call each other more than ${this.#settings.limits.depth} levels deep`,
      );
    }
    const site = this.#site;
    this.#site = null;
    this.stack = [new CallSite(macro.shape.name, site?.unit ?? null, site?.offset ?? 0), ...before];
    return before;
  }

  #leave(output: Output): string {
    const printed = output.rendered();
    this.#printed = printed;
    return printed.text;
  }

  /** The pieces of the macro that has just given this very text, so that printing it keeps their origins. */
  takePrinted(text: string): RenderedText | null {
    const printed = this.#printed;
    this.#printed = null;
    if (printed === null || printed.text !== text) return null;
    this.countOutput(text.length);
    return printed;
  }

  countOutput(characters: number): void {
    this.#outputLength += characters;
    const { outputLength } = this.#settings.limits;
    if (this.#outputLength > outputLength) {
      throw new PythonError('LimitError', `the template prints more than ${outputLength} characters`);
    }
  }

  countStep(): void {
    const { steps } = this.#settings.limits;
    if (++this.#steps > steps) throw new PythonError('LimitError', `the template takes more than ${steps} steps`);
  }

  get maxDepth(): number {
    return this.#settings.limits.depth;
  }

  /** What `return` outside of a macro is: nothing is there that it could end. */
  misplacedReturn(): unknown {
    const problem = new PythonError('TemplateRuntimeError', "'return' is used outside of a macro");
    return this.#site === null ? problem : this.placed(problem, this.#site.unit, this.#site.offset);
  }

  placed(error: unknown, unit: Unit, offset: number): unknown {
    return placeError(error, { unit, offset, stack: this.stack });
  }
}
