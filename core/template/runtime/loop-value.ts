/**
 * `loop` inside a for tag. It reads items one at a time, and further ahead only when the template asks what comes next,
 * so that a filter of the tag sees what the body has done so far.
 */

import { hostFunction } from '../values/host-function.js';
import { isSameOrEqual } from '../values/operators/equality.js';
import { iterate, tryLength } from '../values/operators/truth.js';
import { PythonError, typeError } from '../values/python-error.js';
import { type CallArguments, TemplateObject, type Tuple, UndefinedValue, type Value } from '../values/value.js';

/** Renders the body for other items, `depth` levels down. */
type LoopRecursion = (items: Value, depth: number) => Value | Promise<Value>;

export interface LoopSettings {
  readonly depth: number;
  /** Null when the tag does not say `recursive`. */
  readonly recurse: LoopRecursion | null;
  /** The condition of the tag. */
  readonly test: ((item: Value) => boolean) | null;
  readonly maxDepth: number;
}

export class LoopValue extends TemplateObject {
  readonly typeName = 'LoopContext';
  override readonly callable: (call: CallArguments) => Value | Promise<Value>;
  readonly #depth: number;
  readonly #items: Iterator<Value>;
  /** The source, as long as its own length is the loop's. */
  readonly #counted: Value | null;
  readonly #ahead: Value[] = [];
  #length: number | null = null;
  #index = -1;
  #previous: Value | undefined;
  #current: Value | undefined;
  #changed: Tuple | null = null;

  constructor(source: Value, { depth, recurse, test, maxDepth }: LoopSettings) {
    super();
    if (depth >= maxDepth) throw new PythonError('LimitError', `a loop calls itself more than ${maxDepth} levels deep`);
    this.#depth = depth;
    const items = iterate(source);
    this.#items = (test === null ? items : passing(items, test))[Symbol.iterator]();
    this.#counted = test === null ? source : null;
    this.callable = (call) => {
      if (recurse === null) throw typeError("The loop must have the 'recursive' marker to be called recursively.");
      const [items] = call.args;
      if (items === undefined)
        throw typeError("LoopContext.__call__() missing 1 required positional argument: 'iterable'");
      return recurse(items, depth + 1);
    };
  }

  /** Steps to the next item; false at the end. */
  advance(): boolean {
    this.#peek();
    const next = this.#ahead.shift();
    if (next === undefined) return false;
    this.#previous = this.#current;
    this.#current = next;
    this.#index++;
    return true;
  }

  /** The item that the loop stands at. */
  get current(): Value {
    return this.#current ?? null;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'index':
        return this.#index + 1;
      case 'index0':
        return this.#index;
      case 'revindex':
        return this.size() - this.#index;
      case 'revindex0':
        return this.size() - this.#index - 1;
      case 'first':
        return this.#index === 0;
      case 'last':
        return this.#peek() === undefined;
      case 'length':
        return this.size();
      case 'depth':
        return this.#depth + 1;
      case 'depth0':
        return this.#depth;
      default:
        return this.#neighbour(name);
    }
  }

  override size(): number {
    this.#length ??= this.#counted === null ? null : tryLength(this.#counted);
    if (this.#length === null) {
      for (let next = this.#items.next(); next.done !== true; next = this.#items.next()) this.#ahead.push(next.value);
      this.#length = this.#index + 1 + this.#ahead.length;
    }
    return this.#length;
  }

  override text(): string {
    return `<LoopContext ${this.#index + 1}/${this.size()}>`;
  }

  #neighbour(name: string): Value | undefined {
    switch (name) {
      case 'previtem':
        return this.#previous === undefined
          ? new UndefinedValue('previtem', 'there is no previous item')
          : this.#previous;
      case 'nextitem':
        return this.#following();
      case 'cycle':
        return hostFunction('cycle', '*values', ([values]) => this.#cycle(values as Tuple));
      case 'changed':
        return hostFunction('changed', '*values', ([values]) => this.#hasChanged(values as Tuple));
      default:
        return undefined;
    }
  }

  #following(): Value {
    const next = this.#peek();
    return next === undefined ? new UndefinedValue('nextitem', 'there is no next item') : next;
  }

  /** The item after this one, or undefined (JavaScript's). */
  #peek(): Value | undefined {
    if (this.#ahead.length === 0) {
      const next = this.#items.next();
      if (next.done !== true) this.#ahead.push(next.value);
    }
    return this.#ahead[0];
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

function* passing(items: Iterable<Value>, test: (item: Value) => boolean): Generator<Value> {
  for (const item of items) if (test(item)) yield item;
}
