/** A template at its place: renders the code of its text and tells where calls are written. */
import { activate } from './evaluate/activation.js';
import { evaluate } from './evaluate/expressions.js';
import { runAll } from './evaluate/statements.js';
import { runStraight } from './evaluate/straight.js';
import { nativeValue } from './filters/native/native-text.js';
import { Frame } from './runtime/frame.js';
import { Operators } from './runtime/operators.js';
import { MappedOutput, TextOutput } from './runtime/output.js';
import type { RenderState } from './runtime/render-state.js';
import { placeError } from './runtime/template-error.js';
import { Unit } from './runtime/unit.js';
import type { RenderedText } from './source-map.js';
import { withinStack } from './syntax/nesting.js';
import type { NodeOf } from './syntax/nodes.js';
import { locationAt } from './syntax/syntax-error.js';
import type { LiteralCall, TemplateSource } from './template.js';
import type { TemplateCode } from './template-code.js';
import type { Value } from './values/value.js';

type Variables = ReadonlyMap<string, Value>;

const NONE: Variables = new Map();

function frameOf(variables: Variables): Frame {
  const frame = new Frame();
  for (const [name, value] of variables) frame.set(name, value);
  return frame;
}

export class CompiledTemplate {
  readonly source: TemplateSource;
  readonly #code: TemplateCode;
  readonly #unit: Unit;

  constructor(source: TemplateSource, code: TemplateCode) {
    this.source = source;
    this.#code = code;
    this.#unit = new Unit(source);
  }

  literalCalls(names: readonly string[]): readonly LiteralCall[] {
    const calls: LiteralCall[] = [];
    for (const node of this.#code.calls) {
      const call = literalCall(node, names);
      if (call === null) continue;
      const { name, args, kwargs } = call;
      calls.push({ name, args, kwargs, location: locationAt(this.source, node.offset) });
    }
    return calls;
  }

  renderSync(state: RenderState, variables: Variables = NONE): string {
    const output = new TextOutput(state);
    const place = { frame: frameOf(variables), output };
    const ending = withinStack(this.source, () =>
      activate(new Operators(state, this.#unit), (run) => runAll(this.#code.tree.body, run, place)),
    );
    if (ending !== undefined) throw ending;
    return output.text();
  }

  async render(state: RenderState): Promise<RenderedText> {
    const output = new MappedOutput(state, this.#unit);
    const operators = new Operators(state, this.#unit);
    const { straight } = this.#code;
    if (straight !== null) {
      await runStraight(straight, operators, { output, frame: new Frame() }).catch((error: unknown) =>
        withinStack(this.source, () => {
          throw error;
        }),
      );
    } else {
      const factory = await this.#code.printer(this.source);
      await withinStack(this.source, () => factory(operators)(output, new Frame()));
    }
    return output.rendered();
  }

  /** The native value of a template that is one expression alone; null (JavaScript's) when it is more than that. */
  evaluateNative(state: RenderState, variables: Variables = NONE): { value: Value } | null {
    const { expression } = this.#code;
    if (expression === null) return null;
    return withinStack(this.source, () => {
      const frame = frameOf(variables);
      const value = activate(new Operators(state, this.#unit), (run) => evaluate(expression, run, frame));
      return { value: this.#toNative(value, expression.offset) };
    });
  }

  #toNative(value: Value, offset: number): Value {
    try {
      return nativeValue(value);
    } catch (error) {
      throw placeError(error, { unit: this.#unit, offset, stack: [] });
    }
  }
}

const NO_KEYWORDS: LiteralCall['kwargs'] = new Map();

function literalCall(node: NodeOf<'Call'>, names: readonly string[]): Omit<LiteralCall, 'location'> | null {
  if (node.callee.typename !== 'Name' || !names.includes(node.callee.name)) return null;
  const args: LiteralCall['args'][number][] = [];
  let kwargs: Map<string, LiteralCall['args'][number]> | null = null;
  for (const argument of node.args) {
    const { value } = argument;
    if (value.typename !== 'Constant' || typeof value.value === 'bigint') return null;
    if (argument.kind === 'plain') args.push(value.value);
    else if (argument.kind === 'keyword' && argument.name !== null) {
      kwargs ??= new Map();
      kwargs.set(argument.name, value.value);
    } else return null;
  }
  return { name: node.callee.name, args, kwargs: kwargs ?? NO_KEYWORDS };
}
