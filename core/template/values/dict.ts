/** Python's dict: insertion order, any hashable key, keys compared by Python's equality. */

import { checkTextLength } from './limits.js';
import { isSameOrEqual } from './operators/equality.js';
import { PythonError } from './python-error.js';
import { enclose, repr } from './text.js';
import { hashKey } from './types/hash.js';
import { type HashKey, TemplateObject, type Value } from './value.js';

type DictSource = Iterable<readonly [Value, Value]> | (() => Iterable<readonly [Value, Value]>);

export class Dict extends TemplateObject {
  readonly typeName: string = 'dict';
  readonly #entries = new Map<HashKey, [Value, Value]>();
  #source: DictSource | null;

  /** Entries, or a function that gives them when somebody first looks. */
  constructor(entries: DictSource = []) {
    super();
    this.#source = entries;
    if (typeof entries !== 'function') this.#fill(entries);
  }

  /** All access goes through here. */
  get #all(): Map<HashKey, [Value, Value]> {
    if (typeof this.#source === 'function') this.#fill(this.#source());
    return this.#entries;
  }

  #fill(entries: Iterable<readonly [Value, Value]>): void {
    this.#source = null;
    for (const [key, value] of entries) this.set(key, value);
  }

  /** The value of a key, or undefined (JavaScript's). Throws when the key is unhashable. */
  get(key: Value): Value | undefined {
    return this.#all.get(hashKey(key))?.[1];
  }

  has(key: Value): boolean {
    return this.#all.has(hashKey(key));
  }

  /** Sets a key; an equal key that is there keeps its place and its own spelling. */
  set(key: Value, value: Value): void {
    const hash = hashKey(key);
    const entry = this.#all.get(hash);
    if (entry === undefined) this.#all.set(hash, [key, value]);
    else entry[1] = value;
  }

  /** Removes a key; whether it was there. */
  delete(key: Value): boolean {
    return this.#all.delete(hashKey(key));
  }

  clear(): void {
    this.#all.clear();
  }

  /** Keys and values in order. Adding or removing keys meanwhile raises, as in Python. */
  *entries(): IterableIterator<readonly [Value, Value]> {
    const size = this.#all.size;
    for (const entry of this.#all.values()) {
      if (this.#all.size !== size) {
        throw new PythonError('RuntimeError', 'dictionary changed size during iteration');
      }
      yield entry;
    }
  }

  *keys(): IterableIterator<Value> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): IterableIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  override item(key: Value): Value | undefined {
    return this.get(key);
  }

  override iterate(): Iterable<Value> {
    return this.keys();
  }

  override size(): number {
    return this.#all.size;
  }

  override contains(value: Value): boolean {
    return this.has(value);
  }

  override get isMapping(): boolean {
    return true;
  }

  override hashKey(): undefined {
    return undefined;
  }

  override text(): string {
    return this.representation();
  }

  override representation(active: Set<object> = new Set()): string {
    const print = (inner: Set<object>) => {
      let length = 0;
      const parts = Array.from(this.entries(), ([key, value]) => {
        const part = `${repr(key, inner)}: ${repr(value, inner)}`;
        length += part.length;
        checkTextLength(length);
        return part;
      });
      return `{${parts.join(', ')}}`;
    };
    return enclose(this, active, { ellipsis: '{...}', print });
  }

  override equals(other: Value): boolean {
    if (this === other) return true;
    if (!(other instanceof Dict) || other.size() !== this.size()) return false;
    for (const [hash, [, value]] of this.#all) {
      const theirs = other.#all.get(hash);
      if (theirs === undefined || !isSameOrEqual(value, theirs[1])) return false;
    }
    return true;
  }
}
