/** A macro of a file: parsed on first use, its code made once for each way of rendering. */

import { TemplateCompiler } from './emit/compiler.js';
import { createOperators } from './emit/operators.js';
import { usesOfSpecialNames } from './emit/special-names.js';
import { Frame } from './runtime/frame.js';
import type { MacroBody, MacroCode, MacroShape } from './runtime/macro-value.js';
import type { RenderState } from './runtime/render-state.js';
import { Unit } from './runtime/unit.js';
import { withinStack } from './syntax/nesting.js';
import type { NodeOf } from './syntax/nodes.js';
import { parseTemplate } from './syntax/parse-template.js';
import type { MacroDefinition, TemplateSource } from './template.js';
import { makeFactory } from './template-code.js';

type Factory = (operators: ReturnType<typeof createOperators>) => MacroBody;

export class CompiledMacro {
  readonly #unit: Unit;
  readonly #node: NodeOf<'Macro'>;
  readonly #shape: MacroShape;
  readonly #keepsMacroNames: boolean;
  readonly #factories = new Map<boolean, Factory>();

  constructor({ name, block }: MacroDefinition, keepsMacroNames: boolean) {
    const { file, line, column } = block.location;
    const source: TemplateSource = { text: block.text, file, line, column };
    this.#unit = new Unit(source);
    this.#keepsMacroNames = keepsMacroNames;
    this.#node = withinStack(source, () => parseTemplate(source).body[0] as NodeOf<'Macro'>);
    const { parameters, body } = this.#node;
    this.#shape = {
      name,
      parameters: parameters.map((parameter) => parameter.name),
      uses: withinStack(source, () => usesOfSpecialNames(parameters, body)),
    };
  }

  /** The macro's code for one render. */
  code(state: RenderState): MacroCode {
    let factory = this.#factories.get(state.isAsync);
    if (factory === undefined) {
      const compiler = new TemplateCompiler({ isAsync: state.isAsync, keepsMacroNames: this.#keepsMacroNames });
      factory = withinStack(this.#unit.source, () =>
        makeFactory<MacroBody>(compiler.macroBody(this.#node.parameters, this.#node.body)),
      );
      this.#factories.set(state.isAsync, factory);
    }
    const body = factory(createOperators(state, this.#unit));
    return { shape: this.#shape, unit: this.#unit, body, closure: new Frame() };
  }
}
