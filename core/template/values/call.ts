/** Calling a value: only functions of tsdbt and objects that say so are callable. */
import { PythonError, typeError, undefinedError } from './python-error.js';
import { typeName } from './types/type-name.js';
import { type CallArguments, HostFunction, TemplateObject, UndefinedValue, type Value } from './value.js';

const NO_KEYWORDS: ReadonlyMap<string, Value> = new Map();

/** The arguments of a call with positional arguments alone. */
export function positionalCall(...args: Value[]): CallArguments {
  return { args, kwargs: NO_KEYWORDS };
}

/** Whether `value(...)` is possible. */
export function isCallable(value: Value): boolean {
  return value instanceof HostFunction || (value instanceof TemplateObject && value.callable !== undefined);
}

/** `value(...)`. With `isLenient`, calling undefined gives undefined again. */
export function callValue(value: Value, call: CallArguments, isLenient = false): Value | Promise<Value> {
  if (value instanceof HostFunction) return value.call(call);
  if (value instanceof TemplateObject && value.callable !== undefined) return value.callable(call);
  if (value instanceof UndefinedValue) {
    if (isLenient) return value;
    throw undefinedError(value);
  }
  throw typeError(`'${typeName(value)}' object is not callable`);
}

/** A call from a place that cannot wait, such as the key of a sort. */
export function callNow(value: Value, ...args: Value[]): Value {
  const result = callValue(value, positionalCall(...args));
  if (result instanceof Promise) throw new PythonError('RuntimeError', 'a query cannot be run from here');
  return result;
}
