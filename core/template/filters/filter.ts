/**
 * What a filter and a test are: functions of a value and the call's further arguments, bound as Python binds them.
 */
import { bindArguments, parseSignature, type Signature } from '../values/host-function.js';
import type { CallArguments, Value } from '../values/value.js';

/** What a filter may know of the render it runs in. */
export interface FilterContext {
  /** Parsing: items of undefined are undefined again. */
  readonly isLenient: boolean;
  /** Rendering to native values, where dbt's `as_bool` and its kin mark a value for conversion. */
  readonly isNative: boolean;
  readonly filters: ReadonlyMap<string, FilterFunction>;
  readonly tests: ReadonlyMap<string, TestFunction>;
}

export type FilterFunction = (value: Value, call: CallArguments, context: FilterContext) => Value;
export type TestFunction = (value: Value, call: CallArguments, context: FilterContext) => boolean;

type Body<Result> = (value: Value, args: readonly Value[], context: FilterContext) => Result;

/** Filters of one topic: the signature without the value, and the body. */
export type FilterGroup = Readonly<Record<string, readonly [string, Body<Value>]>>;
export type TestGroup = Readonly<Record<string, readonly [string, Body<boolean>]>>;

/** Turns groups into one table. */
export function toTable<Result>(
  ...groups: readonly Readonly<Record<string, readonly [string, Body<Result>]>>[]
): ReadonlyMap<string, (value: Value, call: CallArguments, context: FilterContext) => Result> {
  return new Map(
    groups.flatMap((group) => Object.entries(group).map(([name, [text, body]]) => [name, binding(name, text, body)])),
  );
}

function binding<Result>(
  name: string,
  text: string,
  body: Body<Result>,
): (value: Value, call: CallArguments, context: FilterContext) => Result {
  let signature: Signature | null = null;
  return (value, call, context) => {
    signature ??= parseSignature(text);
    return body(value, bindArguments(name, signature, call), context);
  };
}
