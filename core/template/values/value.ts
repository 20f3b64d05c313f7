/**
 * How Python's values stand in JavaScript while a template renders. The rest of `values/` gives them Python's
 * behaviour; nothing outside the template layer builds these but through `toValue` and `toJson` (values/convert.ts).
 *
 *   None null · bool boolean · str string · int number (safe integer) or bigint (beyond 2^53)
 *   float number when it is not an integer (NaN, Infinity too), else FloatValue · list Array · tuple Tuple
 *   undefined UndefinedValue · function HostFunction · everything else extends TemplateObject: dict Dict (dict.ts), set
 *   SetValue, Decimal DecimalValue, range, generators (types/), date, datetime, timedelta (datetime/), macros, relations ...
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

/**
 * What a missing name or attribute gives. `name` is for the message; `hint` replaces Jinja's message when given.
 * `errorType` is the Python error that using it raises (`SecurityError` for a refused attribute).
 */
export class UndefinedValue {
  readonly name: string;
  readonly hint: string | null;
  readonly errorType: string;
  constructor(name: string, hint: string | null = null, errorType = 'UndefinedError') {
    this.name = name;
    this.hint = hint;
    this.errorType = errorType;
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

/** What a dict or set files a value under: equal values have equal keys (see types/hash.ts). */
export type HashKey = string | number | null | object;

/** Operators that an object may define for itself; `neg`, `pos` and `abs` take no other operand. */
export type OperatorName = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '<' | '<=' | '>' | '>=' | '|' | '&' | '^';
export type UnaryName = 'neg' | 'pos' | 'abs' | 'int' | 'float';

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
  /** `length`, and truth unless `isTrue` says otherwise; null when it has none (and is true). */
  size(): number | null {
    return null;
  }
  /** `bool(x)`. */
  isTrue(): boolean {
    return this.size() !== 0;
  }
  /** `value in x`, or null when the items decide. */
  contains(_value: Value): boolean | null {
    return null;
  }
  /** Key in dicts and sets: itself (identity) unless equality says otherwise; undefined when it is unhashable. */
  hashKey(): HashKey | undefined {
    return this;
  }
  /** `x <operator> other`, or `other <operator> x` when reflected; undefined when Python would say NotImplemented. */
  operate(_operator: OperatorName, _other: Value, _isReflected: boolean): Value | undefined {
    return undefined;
  }
  /** `-x`, `+x`, `abs(x)`, `int(x)`, `float(x)`; undefined when Python has none. */
  operateUnary(_operator: UnaryName): Value | undefined {
    return undefined;
  }
  /** Whether `is mapping` holds. */
  get isMapping(): boolean {
    return false;
  }
  /** Calls the object, when it is callable. */
  declare readonly callable?: (call: CallArguments) => Value | Promise<Value>;
  /** `str(x)`: what `{{ x }}` prints. */
  abstract text(): string;
  /** `repr(x)`. `_active` holds the containers being printed, so that one that holds itself ends. */
  representation(_active: Set<object> = new Set()): string {
    return this.text();
  }
  /** `format(x, specification)` with a specification that is not empty; undefined when the type takes none. */
  format(_specification: string): string | undefined {
    return undefined;
  }
  /** `x == y`. */
  equals(other: Value): boolean {
    return this === other;
  }
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
  | TemplateObject;
