/** What a method of `adapter` is: its signature as in Python, and its body. */
import { RelationValue } from '../../../parse/context/relation-value.js';
import { typeError } from '../../../template/values/python-error.js';
import { repr } from '../../../template/values/text.js';
import type { Value } from '../../../template/values/value.js';
import type { NodeContext } from '../node-context.js';

export interface AdapterMethod {
  readonly signature: string;
  readonly call: (context: NodeContext, args: readonly Value[]) => Value | Promise<Value>;
}

export type AdapterMethods = Readonly<Record<string, AdapterMethod>>;

/** An argument that has to be a relation. */
export function relationArgument(value: Value): RelationValue {
  if (value instanceof RelationValue) return value;
  throw typeError(`a relation is expected, not ${repr(value)}`);
}
