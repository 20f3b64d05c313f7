/**
 * One render: what a running template calls. Holds the names in reach, the macro stack and the counters that bound what
 * a template may do.
 */

import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { FilterContext } from '../filters/filter.js';
import { filterContextOf } from '../filters/filter-context.js';
import type { RenderedText } from '../source-map.js';
import type { Scope, TemplateLimits } from '../template.js';
import { callValue } from '../values/call.js';
import { PythonError } from '../values/python-error.js';
import { type CallArguments, UndefinedValue, type Value } from '../values/value.js';
import { Frame } from './frame.js';
import { bindMacroArguments, type MacroCode } from './macro-value.js';
import { MappedOutput, type Output, TextOutput } from './output.js';
import { ReturnSignal, signalOf } from './return-signal.js';
import { placeError } from './template-error.js';
import { CallSite, type Unit } from './unit.js';

/** What all renders of one environment have in common. */
export interface RenderSettings {
  /** Finds a name that no frame has: a macro, a package, a context name, a global of the language. */
  readonly resolve: (name: string, state: RenderState) => Value | undefined;
  /** For whoever has mistyped one. */
  readonly macroNames: (fromPackage: string) => Iterable<string>;
  readonly limits: TemplateLimits;
  readonly keepsMacroNames: boolean;
}

export interface RenderMode {
  /** Emitted code that waits; else the tree is walked and nothing may wait. */
  readonly isAsync: boolean;
  readonly isNative: boolean;
}

export class RenderState {
  readonly scope: Scope;
  readonly isLenient: boolean;
  readonly isAsync: boolean;
  readonly #isNative: boolean;
  /** Innermost call first. */
  stack: readonly CallSite[] = [];
  readonly #settings: RenderSettings;
  readonly #resolved = new Map<string, Value>();
  #outputLength = 0;
  #steps = 0;
  #printed: RenderedText | null = null;
  /** The place of the call that is being made, for the macro that it may reach. */
  #site: { unit: Unit; offset: number } | null = null;

  constructor(settings: RenderSettings, scope: Scope, { isAsync, isNative }: RenderMode) {
    this.#settings = settings;
    this.scope = scope;
    this.isAsync = isAsync;
    this.isLenient = scope.isLenient === true;
    this.#isNative = isNative;
  }

  get filterContext(): FilterContext {
    return filterContextOf({ isLenient: this.isLenient, isNative: this.#isNative });
  }

  get keepsMacroNames(): boolean {
    return this.#settings.keepsMacroNames;
  }

  /** An empty output for a unit's text. */
  output(unit: Unit): Output {
    return this.isAsync ? new MappedOutput(this, unit) : new TextOutput(this);
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
        didYouMean(closestNames(callee.name, this.#settings.macroNames(this.scope.packageName))),
      );
    }
    this.#site = { unit, offset };
    const answer = callValue(callee, call, this.isLenient);
    if (this.isAsync || !(answer instanceof Promise)) return answer;
    // Nobody waits for the promise, so its failure must not end the process.
    answer.catch(() => undefined);
    throw new PythonError('RuntimeError', 'a query cannot be run while parsing');
  }

  /** What a call of `return` says, counted and placed as any call. */
  returned(call: CallArguments, unit: Unit, offset: number): ReturnSignal {
    this.countStep();
    this.#site = { unit, offset };
    return signalOf(call);
  }

  /** Runs a macro's body. `catchesReturn`: `return(x)` inside ends it (macros of files). */
  run(macro: MacroCode, call: CallArguments, catchesReturn: boolean): Value | Promise<Value> {
    return this.isAsync ? this.#runAwaiting(macro, call, catchesReturn) : this.#runNow(macro, call, catchesReturn);
  }

  #runNow(macro: MacroCode, call: CallArguments, catchesReturn: boolean): Value {
    const before = this.#enter(macro);
    try {
      const output = new TextOutput(this);
      const ended = macro.body(output, new Frame(macro.closure), bindMacroArguments(macro.shape, call));
      if (!(ended instanceof ReturnSignal)) return output.text();
      if (catchesReturn) return ended.value;
      throw ended;
    } catch (error) {
      if (catchesReturn && error instanceof ReturnSignal) return error.value;
      throw error;
    } finally {
      this.stack = before;
    }
  }

  async #runAwaiting(macro: MacroCode, call: CallArguments, catchesReturn: boolean): Promise<Value> {
    const before = this.#enter(macro);
    try {
      const output = new MappedOutput(this, macro.unit);
      await macro.body(output, new Frame(macro.closure), bindMacroArguments(macro.shape, call));
      this.#printed = output.rendered();
      return this.#printed.text;
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
