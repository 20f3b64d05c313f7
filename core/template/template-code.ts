/**
 * What a template's text alone decides: its tree and its code. Templates of one text share it wherever they stand, for
 * generated tests repeat few texts many times. Code is made on first use, for each way of rendering.
 */
import { TemplateCompiler } from './emit/compiler.js';
import type { Operators } from './emit/operators.js';
import type { Frame } from './runtime/frame.js';
import type { BoundArguments } from './runtime/macro-value.js';
import type { Output } from './runtime/output.js';
import { withinStack } from './syntax/nesting.js';
import type { NodeOf } from './syntax/nodes.js';
import { parseTemplate } from './syntax/parse-template.js';
import type { TemplateSource } from './template.js';
import type { Value } from './values/value.js';

export type Printer = (output: Output, frame: Frame, bound?: BoundArguments) => void | Promise<void>;
export type Evaluator = (output: Output, frame: Frame) => Value;
export type Factory<Code> = (operators: Operators) => Code;

/** Turns the code of one function expression into a factory of it. The code holds no text of the user's but JSON strings. */
export function makeFactory<Code>(code: string): Factory<Code> {
  return new Function('r', `"use strict";return ${code};`) as Factory<Code>;
}

export class TemplateCode {
  readonly tree: NodeOf<'Template'>;
  /** The expression of a template that is one `{{ expression }}` alone. */
  readonly expression: NodeOf<'Print'>['expression'] | null;
  readonly #keepsMacroNames: boolean;
  readonly #printers = new Map<boolean, Factory<Printer>>();
  #evaluator: Factory<Evaluator> | null = null;

  /** Throws a TsdbtError with a place in the source when its text breaks the grammar. */
  constructor(source: TemplateSource, keepsMacroNames: boolean) {
    this.tree = withinStack(source, () => parseTemplate(source));
    const [first, ...others] = this.tree.body;
    this.expression = first?.typename === 'Print' && others.length === 0 ? first.expression : null;
    this.#keepsMacroNames = keepsMacroNames;
  }

  printer(isAsync: boolean): Factory<Printer> {
    let factory = this.#printers.get(isAsync);
    if (factory === undefined) {
      factory = makeFactory<Printer>(this.#compiler(isAsync).template(this.tree));
      this.#printers.set(isAsync, factory);
    }
    return factory;
  }

  evaluator(expression: NodeOf<'Print'>['expression']): Factory<Evaluator> {
    this.#evaluator ??= makeFactory<Evaluator>(this.#compiler(false).expression(expression));
    return this.#evaluator;
  }

  #compiler(isAsync: boolean): TemplateCompiler {
    return new TemplateCompiler({ isAsync, keepsMacroNames: this.#keepsMacroNames });
  }
}

/** Texts whose code is kept: tests of one property file repeat theirs close to each other. */
const MOST_TEXTS = 200;
/** Longer texts are models, of which no two are alike. */
const LONGEST_TEXT = 300;

/** Gives the code of a source; short texts that came before are not read again. */
export function createCodeCache(keepsMacroNames: boolean): (source: TemplateSource) => TemplateCode {
  const known = new Map<string, TemplateCode>();
  return (source) => {
    const { text } = source;
    if (text.length > LONGEST_TEXT) return new TemplateCode(source, keepsMacroNames);
    const code = known.get(text) ?? new TemplateCode(source, keepsMacroNames);
    known.delete(text);
    known.set(text, code);
    if (known.size > MOST_TEXTS) known.delete(known.keys().next().value as string);
    return code;
  };
}
