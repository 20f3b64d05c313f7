/**
 * How Python's values stand in JavaScript while a template renders. The rest of `values/` gives them Python's
 * behaviour; nothing outside the template layer builds these but through `toValue` and `toJson` (values/convert.ts).
 *
 *   None null · bool boolean · str string · int number (safe integer) or bigint (beyond 2^53)
 *   float number when it is not an integer (NaN, Infinity too), else FloatValue · list Array · tuple Tuple
 *   dict Dict · set SetValue · Decimal DecimalValue · date, datetime, timedelta ... classes in values/datetime/
 *   undefined UndefinedValue · callable HostFunction or MacroValue · everything else TemplateObject
 */

/** A float that happens to be integral, so that it prints `2.0`. */
export class FloatValue {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}

/** An immutable sequence. Not an Array, so that a list and a tuple are never confused. */
export class Tuple {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** What a missing name or attribute gives. `name` is for the message; `hint` replaces Jinja's message when given. */
export class UndefinedValue {
  readonly name: string;
  readonly hint: string | null;
  constructor(name: string, hint: string | null = null) {
    this.name = name;
    this.hint = hint;
  }
}

/** Arguments of a call as written: positional in order, keywords by name. */
export interface CallArguments {
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** Marks what templates may call. The symbol never leaves this module, so nothing else can be called. */
const HOST = Symbol('tsdbt.host');

/** A function of tsdbt that templates may call. It may answer a promise only while executing (awaiting code). */
export class HostFunction {
  readonly name: string;
  readonly call: (call: CallArguments) => Value | Promise<Value>;
  readonly [HOST] = true;
  constructor(name: string, call: (call: CallArguments) => Value | Promise<Value>) {
    this.name = name;
    this.call = call;
  }
}

/**
 * An object of tsdbt that templates may look into (Relation, Column, Table, target, adapter ...). Only what these
 * methods answer is reachable; names that begin with `_` are refused before they are asked.
 */
export abstract class TemplateObject {
  /** Python-like type name for messages. */
  abstract readonly typeName: string;
  /** The value of `x.name`, or undefined (JavaScript's) when there is none. */
  attribute(_name: string): Value | undefined {
    return undefined;
  }
  /** The value of `x[key]`, or undefined (JavaScript's) when there is none. */
  item(_key: Value): Value | undefined {
    return undefined;
  }
  /** Items for `for`, `list`, `in`; null when it is not iterable. */
  iterate(): Iterable<Value> | null {
    return null;
  }
  /** `length` and truth; null when it has none (and is true). */
  size(): number | null {
    return null;
  }
  /** Whether `is mapping` holds. */
  get isMapping(): boolean {
    return false;
  }
  /** Calls the object, when it is callable. */
  readonly callable?: (call: CallArguments) => Value | Promise<Value>;
  /** `str(x)`: what `{{ x }}` prints. */
  abstract text(): string;
  /** `repr(x)`. */
  representation(): string {
    return this.text();
  }
  /** `x == y`. */
  equals(other: Value): boolean {
    return this === other;
  }
}

/** The classes whose files lie beside this one, named here so that `Value` is closed. */
export interface OtherValue {
  readonly isTemplateValue: true;
}

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Value[]
  | FloatValue
  | Tuple
  | UndefinedValue
  | HostFunction
  | TemplateObject
  | OtherValue;
