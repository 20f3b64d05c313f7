/** A template parsed once; its synchronous and its awaiting code are made on first use. */
import { TemplateCompiler } from './emit/compiler.js';
import { createOperators, type Operators } from './emit/operators.js';
import { nativeValue } from './filters/native/native-text.js';
import { Frame } from './runtime/frame.js';
import type { BoundArguments } from './runtime/macro-value.js';
import { Output } from './runtime/output.js';
import type { RenderState } from './runtime/render-state.js';
import { placeError } from './runtime/template-error.js';
import { Unit } from './runtime/unit.js';
import type { RenderedText } from './source-map.js';
import { withinStack } from './syntax/nesting.js';
import { type NodeOf, type SyntaxNode, visitNodes } from './syntax/nodes.js';
import { parseTemplate } from './syntax/parse-template.js';
import { locationAt } from './syntax/syntax-error.js';
import type { LiteralCall, TemplateSource } from './template.js';
import type { Value } from './values/value.js';

type Printer = (output: Output, frame: Frame, bound?: BoundArguments) => void | Promise<void>;
type Evaluator = (output: Output, frame: Frame) => Value;
type Factory<Code> = (operators: Operators) => Code;

/** Turns the code of one function expression into a factory of it. The code holds no text of the user's but JSON strings. */
export function makeFactory<Code>(code: string): Factory<Code> {
  return new Function('r', `"use strict";return ${code};`) as Factory<Code>;
}

export class CompiledTemplate {
  readonly source: TemplateSource;
  readonly #tree: NodeOf<'Template'>;
  readonly #unit: Unit;
  readonly #keepsMacroNames: boolean;
  readonly #factories = new Map<boolean, Factory<Printer>>();
  #evaluator: Factory<Evaluator> | null = null;

  constructor(source: TemplateSource, keepsMacroNames: boolean) {
    this.source = source;
    this.#tree = withinStack(source, () => parseTemplate(source));
    this.#unit = new Unit(source);
    this.#keepsMacroNames = keepsMacroNames;
  }

  literalCalls(names: readonly string[]): readonly LiteralCall[] {
    const calls: LiteralCall[] = [];
    const visit = (node: SyntaxNode) => {
      const call = literalCall(node, names);
      if (call !== null) calls.push({ ...call, location: locationAt(this.source, node.offset) });
    };
    withinStack(this.source, () => visitNodes(this.#tree, visit));
    return calls;
  }

  renderSync(state: RenderState): RenderedText {
    const output = new Output(state, this.#unit);
    withinStack(this.source, () => this.#printer(state, false)(output, new Frame()));
    return output.rendered();
  }

  async render(state: RenderState): Promise<RenderedText> {
    const output = new Output(state, this.#unit);
    await withinStack(this.source, () => this.#printer(state, true)(output, new Frame()));
    return output.rendered();
  }

  /** The native value of a template that is one expression alone; null (JavaScript's) when it is more than that. */
  evaluateNative(state: RenderState): { value: Value } | null {
    const printed = this.#tree.body;
    if (printed.length !== 1 || printed[0].typename !== 'Print') return null;
    const { expression } = printed[0];
    return withinStack(this.source, () => {
      this.#evaluator ??= makeFactory<Evaluator>(this.#compiler(false).expression(expression));
      const evaluate = this.#evaluator(createOperators(state, this.#unit));
      return { value: this.#toNative(evaluate(new Output(state, this.#unit), new Frame()), expression.offset) };
    });
  }

  #toNative(value: Value, offset: number): Value {
    try {
      return nativeValue(value);
    } catch (error) {
      throw placeError(error, { unit: this.#unit, offset, stack: [] });
    }
  }

  #printer(state: RenderState, isAsync: boolean): Printer {
    let factory = this.#factories.get(isAsync);
    if (factory === undefined) {
      factory = makeFactory<Printer>(this.#compiler(isAsync).template(this.#tree));
      this.#factories.set(isAsync, factory);
    }
    return factory(createOperators(state, this.#unit));
  }

  #compiler(isAsync: boolean): TemplateCompiler {
    return new TemplateCompiler({ isAsync, keepsMacroNames: this.#keepsMacroNames });
  }
}

function literalCall(node: SyntaxNode, names: readonly string[]): Omit<LiteralCall, 'location'> | null {
  if (node.typename !== 'Call' || node.callee.typename !== 'Name' || !names.includes(node.callee.name)) return null;
  const args: LiteralCall['args'][number][] = [];
  const kwargs = new Map<string, LiteralCall['args'][number]>();
  for (const argument of node.args) {
    const { value } = argument;
    if (value.typename !== 'Constant' || typeof value.value === 'bigint') return null;
    if (argument.kind === 'plain') args.push(value.value);
    else if (argument.kind === 'keyword' && argument.name !== null) kwargs.set(argument.name, value.value);
    else return null;
  }
  return { name: node.callee.name, args, kwargs };
}
