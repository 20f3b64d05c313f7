/** A macro of a file: parsed on first use; while parsing its tree is walked, else its code runs, made once. */

import { macroBody } from './evaluate/statements.js';
import { Frame } from './runtime/frame.js';
import type { MacroBody, MacroCode, MacroShape } from './runtime/macro-value.js';
import { Operators } from './runtime/operators.js';
import type { RenderState } from './runtime/render-state.js';
import { Unit } from './runtime/unit.js';
import { withinStack } from './syntax/nesting.js';
import type { NodeOf } from './syntax/nodes.js';
import { parseTemplate } from './syntax/parse-template.js';
import type { MacroDefinition, TemplateSource } from './template.js';
import { type Factory, makeFactory, type Printer } from './template-code.js';

export class CompiledMacro {
  readonly #unit: Unit;
  readonly #node: NodeOf<'Macro'>;
  readonly #shape: MacroShape;
  #factory: Factory<Printer> | null = null;

  constructor({ name, block }: MacroDefinition) {
    const { file, line, column } = block.location;
    const source: TemplateSource = { text: block.text, file, line, column };
    this.#unit = new Unit(source);
    this.#node = withinStack(source, () => parseTemplate(source).tree.body[0] as NodeOf<'Macro'>);
    const { parameters, uses } = this.#node;
    this.#shape = { name, parameters: parameters.map((parameter) => parameter.name), uses };
  }

  /** The macro's code for one render. */
  code(state: RenderState): MacroCode {
    const operators = new Operators(state, this.#unit);
    const body = state.isAsync ? this.#emittedBody(operators) : macroBody(this.#node, operators);
    return { shape: this.#shape, unit: this.#unit, body, closure: new Frame() };
  }

  #emittedBody(operators: Operators): MacroBody {
    if (this.#factory !== null) return this.#factory(operators);
    return async (output, frame, bound) => {
      const { parameters, body } = this.#node;
      this.#factory ??= await makeFactory<Printer>(this.#unit.source, (compiler) =>
        compiler.macroBody(parameters, body),
      );
      return this.#factory(operators)(output, frame, bound);
    };
  }
}
