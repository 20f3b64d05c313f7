/** Names of Python types as error messages give them. */
import { FloatValue, HostFunction, Tuple, UndefinedValue, type Value } from '../value.js';

/** `type(value).__name__`. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'bigint':
      return 'int';
    case 'string':
      return 'str';
  }
  if (Array.isArray(value)) return 'list';
  if (value instanceof Tuple) return 'tuple';
  if (value instanceof FloatValue) return 'float';
  if (value instanceof UndefinedValue) return 'Undefined';
  if (value instanceof HostFunction) return 'function';
  return value.typeName;
}

/** How Jinja names a value's type in messages of undefined: `dict object`, `None`. */
export function objectTypeText(value: Value): string {
  return value === null ? 'None' : `${typeName(value)} object`;
}
