/** A macro as templates see it: callable, with a name. It belongs to one render. */

import type { SpecialNames } from '../syntax/nodes.js';
import { Dict } from '../values/dict.js';
import { typeError } from '../values/python-error.js';
import { type CallArguments, TemplateObject, Tuple, UndefinedValue, type Value } from '../values/value.js';
import type { Frame } from './frame.js';
import type { Output } from './output.js';
import type { ReturnSignal } from './return-signal.js';
import type { Unit } from './unit.js';

/** What the compiler knows of a macro. */
export interface MacroShape {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Which of the special names its body uses. */
  readonly uses: SpecialNames;
}

/** A macro's body: fills the frame from the bound arguments, then prints. It may give what `return` said, or raise it. */
export type MacroBody = (
  output: Output,
  frame: Frame,
  bound: BoundArguments,
) => ReturnSignal | undefined | Promise<void>;

export interface MacroCode {
  readonly shape: MacroShape;
  readonly unit: Unit;
  readonly body: MacroBody;
  readonly closure: Frame;
}

/** Arguments by parameter (JavaScript's undefined, or beyond the end: left out) and the special names. */
export interface BoundArguments {
  readonly values: readonly (Value | undefined)[];
  readonly special: ReadonlyMap<string, Value>;
}

export class MacroValue extends TemplateObject {
  readonly typeName = 'Macro';
  readonly name: string;
  override readonly callable: (call: CallArguments) => Value | Promise<Value>;

  constructor(name: string, callable: (call: CallArguments) => Value | Promise<Value>) {
    super();
    this.name = name;
    this.callable = callable;
  }

  override attribute(name: string): Value | undefined {
    return name === 'name' ? this.name : undefined;
  }

  override text(): string {
    return `<Macro '${this.name}'>`;
  }
}

const NOTHING: ReadonlyMap<string, Value> = new Map();

/** Binds as Jinja does: what is left over goes to `varargs` and `kwargs` if the body uses them, else it is an error. */
export function bindMacroArguments(shape: MacroShape, call: CallArguments): BoundArguments {
  const { name, parameters, uses } = shape;
  if (
    call.kwargs.size === 0 &&
    !uses.caller &&
    !uses.kwargs &&
    !uses.varargs &&
    call.args.length <= parameters.length
  ) {
    return { values: call.args, special: NOTHING };
  }
  const rest = new Map(call.kwargs);
  const values = parameters.map((parameter, index): Value | undefined => {
    if (index < call.args.length) return call.args[index];
    const given = rest.get(parameter);
    rest.delete(parameter);
    return given;
  });
  const special = new Map<string, Value>();
  if (uses.caller) {
    special.set('caller', rest.get('caller') ?? new UndefinedValue('caller', 'No caller defined'));
    rest.delete('caller');
  }
  if (uses.kwargs) special.set('kwargs', new Dict(rest));
  else if (rest.size > 0) throw unexpectedKeyword(name, [...rest.keys()][0]);
  if (uses.varargs) special.set('varargs', new Tuple(call.args.slice(parameters.length)));
  else if (call.args.length > parameters.length) {
    throw typeError(`macro '${name}' takes not more than ${parameters.length} argument(s)`);
  }
  return { values, special };
}

function unexpectedKeyword(name: string, keyword: string): Error {
  if (keyword !== 'caller') return typeError(`macro '${name}' takes no keyword argument '${keyword}'`);
  return typeError(`macro '${name}' was called by a call block, but its body does not use 'caller'`);
}
