/**
 * Functions that templates may call, with Python's binding of arguments. A signature is written as in Python:
 * `value, /, separator=' ', *rest, flag=False, **options`; the body gets one value per parameter in that order
 * (`*rest` a Tuple, `**options` a Dict).
 */
import { Dict } from './dict.js';
import { typeError } from './python-error.js';
import { type CallArguments, HostFunction, Tuple, type Value } from './value.js';

interface Parameter {
  readonly name: string;
  readonly kind: 'positional' | 'either' | 'keyword' | 'rest' | 'options';
  /** JavaScript's undefined when the argument is required. */
  readonly defaultValue: Value | undefined;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  /** Those that a positional argument may stand for. */
  readonly positional: readonly Parameter[];
  readonly hasRest: boolean;
  /** Place of `**options`; -1 when there is none. */
  readonly options: number;
}

/**
 * A host function that binds its arguments as Python does. Functions that are made anew for each render share a signature
 * that has been parsed.
 */
export function hostFunction(
  name: string,
  signature: string | Signature,
  body: (args: readonly Value[]) => Value | Promise<Value>,
): HostFunction {
  let parsed = typeof signature === 'string' ? null : signature;
  return new HostFunction(name, (call) => {
    parsed ??= parseSignature(signature as string);
    return body(bindArguments(name, parsed, call));
  });
}

const PARAMETER = /(?:[^,'"]|'[^']*'|"[^"]*")+/g;

/** Reads a signature. Defaults are None, True, False, integers or quoted strings. */
export function parseSignature(text: string): Signature {
  const parameters: Parameter[] = [];
  let isKeywordOnly = false;
  for (const part of (text.match(PARAMETER) ?? []).map((piece) => piece.trim())) {
    if (part === '/') {
      for (const [index, parameter] of parameters.entries()) {
        if (parameter.kind === 'either') parameters[index] = { ...parameter, kind: 'positional' };
      }
    } else if (part === '*') isKeywordOnly = true;
    else if (part.startsWith('**')) parameters.push({ name: part.slice(2), kind: 'options', defaultValue: undefined });
    else if (part.startsWith('*')) {
      isKeywordOnly = true;
      parameters.push({ name: part.slice(1), kind: 'rest', defaultValue: undefined });
    } else parameters.push(namedParameter(part, isKeywordOnly));
  }
  return {
    parameters,
    positional: parameters.filter(({ kind }) => kind === 'positional' || kind === 'either'),
    hasRest: parameters.some(({ kind }) => kind === 'rest'),
    options: parameters.findIndex(({ kind }) => kind === 'options'),
  };
}

function namedParameter(part: string, isKeywordOnly: boolean): Parameter {
  const [name = '', literal] = part.split('=', 2).map((piece) => piece.trim());
  return { name, kind: isKeywordOnly ? 'keyword' : 'either', defaultValue: literal && parseLiteral(literal) };
}

const LITERALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['None', null],
  ['True', true],
  ['False', false],
]);

function parseLiteral(literal: string): Value {
  const known = LITERALS.get(literal);
  if (known !== undefined) return known;
  return /^['"]/.test(literal) ? literal.slice(1, -1) : Number(literal);
}

/** One value per parameter, or Python's TypeError. */
export function bindArguments(name: string, signature: Signature, call: CallArguments): Value[] {
  const { parameters, positional, hasRest, options } = signature;
  if (call.args.length > positional.length && !hasRest) throw tooMany(name, positional, call.args.length);
  const remaining = new Map(call.kwargs);
  const missing: string[] = [];
  const bound = parameters.map((parameter): Value => {
    if (parameter.kind === 'rest') return new Tuple(call.args.slice(positional.length));
    if (parameter.kind === 'options') return null;
    const given = take(name, parameter, { index: positional.indexOf(parameter), args: call.args, remaining });
    if (given === undefined && parameter.defaultValue === undefined) missing.push(parameter.name);
    return given === undefined ? (parameter.defaultValue ?? null) : given;
  });
  if (options !== -1) bound[options] = new Dict(remaining);
  else
    for (const keyword of remaining.keys())
      throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
  if (missing.length > 0) throw missingError(name, missing);
  return bound;
}

function take(
  name: string,
  parameter: Parameter,
  { index, args, remaining }: { index: number; args: readonly Value[]; remaining: Map<string, Value> },
): Value | undefined {
  const byPosition = index === -1 ? undefined : args[index];
  if (parameter.kind === 'positional') return byPosition;
  const byName = remaining.get(parameter.name);
  if (byName === undefined) return byPosition;
  if (byPosition !== undefined) throw typeError(`${name}() got multiple values for argument '${parameter.name}'`);
  remaining.delete(parameter.name);
  return byName;
}

function tooMany(name: string, positional: readonly Parameter[], given: number): Error {
  const required = positional.filter(({ defaultValue }) => defaultValue === undefined).length;
  const most = positional.length;
  const range = required === most ? `${most}` : `from ${required} to ${most}`;
  return typeError(
    `${name}() takes ${range} positional argument${most === 1 ? '' : 's'} but ${given} ${given === 1 ? 'was' : 'were'} given`,
  );
}

function missingError(name: string, missing: readonly string[]): Error {
  const quoted = missing.map((parameter) => `'${parameter}'`);
  const last = quoted.pop() as string;
  const comma = quoted.length > 1 ? ',' : '';
  const list = quoted.length === 0 ? last : `${quoted.join(', ')}${comma} and ${last}`;
  return typeError(
    `${name}() missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${list}`,
  );
}
