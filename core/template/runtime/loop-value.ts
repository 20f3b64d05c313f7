/** `loop` inside a for tag. */

import { hostFunction } from '../values/host-function.js';
import { isSameOrEqual } from '../values/operators/equality.js';
import { typeError } from '../values/python-error.js';
import { type CallArguments, TemplateObject, type Tuple, UndefinedValue, type Value } from '../values/value.js';

export type LoopRecursion = (items: Value, depth: number) => Value | Promise<Value>;

export class LoopValue extends TemplateObject {
  readonly typeName = 'LoopContext';
  readonly items: readonly Value[];
  override readonly callable: (call: CallArguments) => Value | Promise<Value>;
  readonly #depth: number;
  #index = -1;
  #changed: Tuple | null = null;

  /** `recurse` renders the body for other items, one level deeper; null when the tag does not say `recursive`. */
  constructor(items: readonly Value[], depth: number, recurse: LoopRecursion | null) {
    super();
    this.items = items;
    this.#depth = depth;
    this.callable = (call) => {
      if (recurse === null) throw typeError("The loop must have the 'recursive' marker to be called recursively.");
      return recurse(call.args[0] ?? new UndefinedValue('iterable'), depth + 1);
    };
  }

  /** Steps to the next item. */
  advance(): void {
    this.#index++;
  }

  override attribute(name: string): Value | undefined {
    const count = this.items.length;
    const index = this.#index;
    switch (name) {
      case 'index':
        return index + 1;
      case 'index0':
        return index;
      case 'revindex':
        return count - index;
      case 'revindex0':
        return count - index - 1;
      case 'first':
        return index === 0;
      case 'last':
        return index === count - 1;
      case 'length':
        return count;
      case 'depth':
        return this.#depth + 1;
      case 'depth0':
        return this.#depth;
      case 'previtem':
        return this.items[index - 1] ?? new UndefinedValue('previtem', 'there is no previous item');
      case 'nextitem':
        return this.items[index + 1] ?? new UndefinedValue('nextitem', 'there is no next item');
      case 'cycle':
        return hostFunction('cycle', '*values', ([values]) => this.#cycle(values as Tuple));
      case 'changed':
        return hostFunction('changed', '*values', ([values]) => this.#hasChanged(values as Tuple));
      default:
        return undefined;
    }
  }

  override size(): number {
    return this.items.length;
  }

  override text(): string {
    return `<LoopContext ${this.#index + 1}/${this.items.length}>`;
  }

  #cycle({ items }: Tuple): Value {
    if (items.length === 0) throw typeError('no items for cycling given');
    return items[this.#index % items.length];
  }

  #hasChanged(values: Tuple): boolean {
    const before = this.#changed;
    this.#changed = values;
    return before === null || !isSameOrEqual(before, values);
  }
}
