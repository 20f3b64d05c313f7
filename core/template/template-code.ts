/**
 * What a template's text alone decides: its tree and its code. Templates of one text share it wherever they stand, for
 * generated tests repeat few texts many times. Code is made on first use, and only for rendering that may wait.
 */
import type { TemplateCompiler } from './emit/compiler.js';
import { type StraightNode, straightBody } from './evaluate/straight.js';
import type { Frame } from './runtime/frame.js';
import type { BoundArguments } from './runtime/macro-value.js';
import type { Operators } from './runtime/operators.js';
import type { Output } from './runtime/output.js';
import { withinStack } from './syntax/nesting.js';
import type { NodeOf, SyntaxNode } from './syntax/nodes.js';
import { parseTemplate } from './syntax/parse-template.js';
import type { TemplateSource } from './template.js';

export type Printer = (output: Output, frame: Frame, bound?: BoundArguments) => Promise<void>;
export type Factory<Code> = (operators: Operators) => Code;

/**
 * Has the code of one function expression emitted and makes a factory of it. The code holds no text of the user's but JSON
 * strings. The compiler is loaded on first use, for parsing needs none.
 */
export async function makeFactory<Code>(
  source: TemplateSource,
  emit: (compiler: TemplateCompiler) => string,
): Promise<Factory<Code>> {
  const { TemplateCompiler } = await import('./emit/compiler.js');
  // V8 compiles a function in parentheses at once; another it reads over first, and again on its first call.
  return withinStack(
    source,
    () => new Function('r', `"use strict";return (${emit(new TemplateCompiler())});`) as Factory<Code>,
  );
}

export class TemplateCode {
  readonly tree: NodeOf<'Template'>;
  readonly calls: readonly NodeOf<'Call'>[];
  /** The expression of a template that is one `{{ expression }}` alone. */
  readonly expression: SyntaxNode | null;
  /** Statements that are walked although calls in them may wait; null where that takes code. */
  readonly straight: readonly StraightNode[] | null;
  #printer: Factory<Printer> | null = null;

  /** Throws a TsdbtError with a place in the source when its text breaks the grammar. */
  constructor(source: TemplateSource) {
    const { tree, calls } = withinStack(source, () => parseTemplate(source));
    this.tree = tree;
    this.calls = calls;
    const { body } = this.tree;
    const [first] = body;
    this.expression = first?.typename === 'Print' && body.length === 1 ? first.expression : null;
    this.straight = straightBody(body, calls.length);
  }

  /** Code shared by all templates of the text; what is wrong with it is told at the one that asks. */
  async printer(source: TemplateSource): Promise<Factory<Printer>> {
    this.#printer ??= await makeFactory<Printer>(source, (compiler) => compiler.template(this.tree));
    return this.#printer;
  }
}

/** Texts whose code is kept: tests of one property file repeat theirs close to each other. */
const MOST_TEXTS = 200;
/** Longer texts are models, of which no two are alike. */
const LONGEST_TEXT = 300;

/** Gives the code of a source; short texts that came before are not read again. */
export function createCodeCache(): (source: TemplateSource) => TemplateCode {
  const known = new Map<string, TemplateCode>();
  return (source) => {
    const { text } = source;
    if (text.length > LONGEST_TEXT) return new TemplateCode(source);
    const code = known.get(text) ?? new TemplateCode(source);
    known.delete(text);
    known.set(text, code);
    if (known.size > MOST_TEXTS) known.delete(known.keys().next().value as string);
    return code;
  };
}
