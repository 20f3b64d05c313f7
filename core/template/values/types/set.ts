/** Python's set. Python leaves the order open; here it is the order of insertion. */
import { joinRepr } from '../text.js';
import { type HashKey, type OperatorName, TemplateObject, type Value } from '../value.js';
import { hashKey } from './hash.js';

export class SetValue extends TemplateObject {
  readonly typeName = 'set';
  readonly #items = new Map<HashKey, Value>();

  constructor(items: Iterable<Value> = []) {
    super();
    for (const item of items) this.add(item);
  }

  add(value: Value): void {
    const key = hashKey(value);
    if (!this.#items.has(key)) this.#items.set(key, value);
  }

  /** Removes an item; whether it was there. */
  delete(value: Value): boolean {
    return this.#items.delete(hashKey(value));
  }

  has(value: Value): boolean {
    return this.#items.has(hashKey(value));
  }

  clear(): void {
    this.#items.clear();
  }

  override iterate(): Iterable<Value> {
    return this.#items.values();
  }

  override size(): number {
    return this.#items.size;
  }

  override contains(value: Value): boolean {
    return this.has(value);
  }

  override hashKey(): undefined {
    return undefined;
  }

  isSubsetOf(other: SetValue): boolean {
    for (const key of this.#items.keys()) if (!other.#items.has(key)) return false;
    return true;
  }

  union(other: SetValue): SetValue {
    return new SetValue([...this.iterate(), ...other.iterate()]);
  }

  intersection(other: SetValue): SetValue {
    return new SetValue([...this.iterate()].filter((item) => other.has(item)));
  }

  difference(other: SetValue): SetValue {
    return new SetValue([...this.iterate()].filter((item) => !other.has(item)));
  }

  override equals(other: Value): boolean {
    return other instanceof SetValue && other.size() === this.size() && this.isSubsetOf(other);
  }

  override operate(operator: OperatorName, other: Value, isReflected: boolean): Value | undefined {
    if (!(other instanceof SetValue)) return undefined;
    const [left, right] = isReflected ? [other, this] : [this, other];
    switch (operator) {
      case '-':
        return left.difference(right);
      case '|':
        return left.union(right);
      case '&':
        return left.intersection(right);
      case '^':
        return left.difference(right).union(right.difference(left));
      case '<=':
        return left.isSubsetOf(right);
      case '>=':
        return right.isSubsetOf(left);
      case '<':
        return left.size() < right.size() && left.isSubsetOf(right);
      case '>':
        return right.size() < left.size() && right.isSubsetOf(left);
      default:
        return undefined;
    }
  }

  override text(): string {
    return this.representation();
  }

  override representation(active: Set<object> = new Set()): string {
    return this.size() > 0 ? `{${joinRepr(this.iterate(), active)}}` : 'set()';
  }
}
