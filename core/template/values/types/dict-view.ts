/** What `keys()`, `values()` and `items()` of a dict give: live views, not lists. */
import type { Dict } from '../dict.js';
import { isSameOrEqual } from '../operators/equality.js';
import { tryIterate } from '../operators/truth.js';
import { joinRepr } from '../text.js';
import { type OperatorName, TemplateObject, Tuple, type Value } from '../value.js';
import { SetValue } from './set.js';

export type DictViewKind = 'keys' | 'values' | 'items';

export class DictView extends TemplateObject {
  readonly typeName: string;
  readonly #dict: Dict;
  readonly #kind: DictViewKind;

  constructor(dict: Dict, kind: DictViewKind) {
    super();
    this.typeName = `dict_${kind}`;
    this.#dict = dict;
    this.#kind = kind;
  }

  override *iterate(): Iterable<Value> {
    for (const [key, value] of this.#dict.entries()) {
      if (this.#kind === 'items') yield new Tuple([key, value]);
      else yield this.#kind === 'keys' ? key : value;
    }
  }

  override size(): number {
    return this.#dict.size();
  }

  override contains(value: Value): boolean | null {
    if (this.#kind === 'keys') return this.#dict.has(value);
    if (this.#kind === 'values') return null;
    if (!(value instanceof Tuple) || value.items.length !== 2) return false;
    const found = this.#dict.get(value.items[0]);
    return found !== undefined && isSameOrEqual(found, value.items[1]);
  }

  override hashKey(): object | undefined {
    return this.#kind === 'values' ? this : undefined;
  }

  override equals(other: Value): boolean {
    if (this === other) return true;
    const set = this.#asSet();
    return set !== null && (other instanceof DictView ? other.#asSet()?.equals(set) === true : set.equals(other));
  }

  override operate(operator: OperatorName, other: Value, isReflected: boolean): Value | undefined {
    const set = this.#asSet();
    if (set === null) return undefined;
    if (!/^[-|&^]$/.test(operator))
      return set.operate(operator, other instanceof DictView ? other.#asSet() : other, isReflected);
    const items = tryIterate(other);
    return items === null ? undefined : set.operate(operator, new SetValue(items), isReflected);
  }

  /** Keys and items behave as sets; values do not. */
  #asSet(): SetValue | null {
    return this.#kind === 'values' ? null : new SetValue(this.iterate());
  }

  override text(): string {
    return this.representation();
  }

  override representation(active: Set<object> = new Set()): string {
    return `${this.typeName}([${joinRepr(this.iterate(), active)}])`;
  }
}
