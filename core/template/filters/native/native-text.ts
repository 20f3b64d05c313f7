/**
 * Text that a native render turns into a value at its very end: what `as_native`, `as_bool` and `as_number` give.
 * Until then it behaves as the text that it is.
 */
import { add, multiply } from '../../values/operators/arithmetic.js';
import { compare } from '../../values/operators/comparison.js';
import { equals } from '../../values/operators/equality.js';
import { PythonError } from '../../values/python-error.js';
import { quote } from '../../values/text.js';
import { hashKey } from '../../values/types/hash.js';
import { isNumeric } from '../../values/types/numbers.js';
import { type HashKey, type OperatorName, TemplateObject, type Value } from '../../values/value.js';
import { readPythonLiteral } from './python-literal.js';

export type NativeKind = 'native' | 'bool' | 'number' | 'text';

export class NativeText extends TemplateObject {
  readonly typeName = 'str';
  readonly kind: NativeKind;
  readonly #text: string;

  constructor(kind: NativeKind, text: string) {
    super();
    this.kind = kind;
    this.#text = text;
  }

  override iterate(): Iterable<Value> {
    return this.#text;
  }

  override size(): number {
    return this.#text.length;
  }

  override contains(value: Value): boolean {
    return typeof value === 'string' && this.#text.includes(value);
  }

  override hashKey(): HashKey {
    return hashKey(this.#text);
  }

  override text(): string {
    return this.#text;
  }

  override representation(): string {
    return quote(this.#text);
  }

  override equals(other: Value): boolean {
    return equals(this.#text, plain(other));
  }

  override operate(operator: OperatorName, other: Value, isReflected: boolean): Value | undefined {
    const [left, right] = isReflected ? [other, this.#text] : [this.#text, plain(other)];
    switch (operator) {
      case '+':
        return add(left, right);
      case '*':
        return multiply(left, right);
      case '<':
      case '<=':
      case '>':
      case '>=':
        return compare(operator, this.#text, plain(other));
      default:
        return undefined;
    }
  }
}

function plain(value: Value): Value {
  return value instanceof NativeText ? value.text() : value;
}

/**
 * The value of a native render that consists of one expression: marked text becomes the value that it spells in
 * Python, everything else is itself.
 */
export function nativeValue(value: Value): Value {
  if (!(value instanceof NativeText)) return value;
  const text = value.text();
  if (value.kind === 'text') return text;
  const literal = readPythonLiteral(text);
  const isWanted = literal !== undefined && isOfKind(literal, value.kind);
  if (isWanted) return literal;
  if (value.kind === 'native') return text;
  throw new PythonError('JinjaRenderingError', `Could not convert value '${text}' into type '${value.kind}'`);
}

function isOfKind(value: Value, kind: NativeKind): boolean {
  if (kind === 'bool') return typeof value === 'boolean';
  return kind === 'native' || (isNumeric(value) && typeof value !== 'boolean');
}
