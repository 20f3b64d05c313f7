/** Methods of one type as a table: a signature in Python's writing and a body that gets the value it is bound to. */
import { bindArguments, parseSignature, type Signature } from '../host-function.js';
import { HostFunction, type Value } from '../value.js';

/** Attribute and item access, for methods that look into values (`str.format`). */
export interface Lookup {
  readonly getAttribute: (value: Value, name: string) => Value;
  readonly getItem: (value: Value, key: Value) => Value;
}

export type MethodBody<Self> = (self: Self, args: readonly Value[], lookup: Lookup) => Value;

class Method<Self> {
  readonly #name: string;
  readonly #signature: string;
  readonly #body: MethodBody<Self>;
  #parsed: Signature | null = null;

  constructor(name: string, signature: string, body: MethodBody<Self>) {
    this.#name = name;
    this.#signature = signature;
    this.#body = body;
  }

  bind(self: Self, lookup: Lookup): HostFunction {
    return new HostFunction(this.#name, (call) => {
      this.#parsed ??= parseSignature(this.#signature);
      return this.#body(self, bindArguments(this.#name, this.#parsed, call), lookup);
    });
  }
}

export type MethodTable<Self> = ReadonlyMap<string, Method<Self>>;

/** A table from `name: [signature, body]`. */
export function methodTable<Self>(
  methods: Readonly<Record<string, readonly [string, MethodBody<Self>]>>,
): MethodTable<Self> {
  return new Map(Object.entries(methods).map(([name, [signature, body]]) => [name, new Method(name, signature, body)]));
}

const NO_LOOKUP: Lookup = { getAttribute: () => null, getItem: () => null };

/** The bound method of an object that keeps its own table, or undefined (JavaScript's). */
export function boundMethod<Self>(table: MethodTable<Self>, self: Self, name: string): HostFunction | undefined {
  return table.get(name)?.bind(self, NO_LOOKUP);
}
