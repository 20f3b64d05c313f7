/** Methods of ints and floats. */
import { bigintOf, floatOf, type IntLike, isInt, makeFloat, type Numeric } from '../types/numbers.js';
import type { FloatValue, Value } from '../value.js';
import { type MethodTable, methodTable } from './method.js';

/** Attributes of ints and floats that are no methods. */
export function numberAttribute(value: Numeric, name: string): Value | undefined {
  const plain = typeof value === 'boolean' ? Number(value) : value;
  if (name === 'real') return plain;
  if (name === 'imag') return isInt(value) ? 0 : makeFloat(0);
  if (!isInt(value)) return undefined;
  if (name === 'numerator') return plain;
  return name === 'denominator' ? 1 : undefined;
}

export const integerMethods: MethodTable<IntLike> = methodTable<IntLike>({
  bit_length: [
    '',
    (self) => {
      const integer = bigintOf(self);
      return integer === 0n ? 0 : (integer < 0n ? -integer : integer).toString(2).length;
    },
  ],
  conjugate: ['', (self) => (typeof self === 'boolean' ? Number(self) : self)],
});

export const floatMethods: MethodTable<number | FloatValue> = methodTable<number | FloatValue>({
  is_integer: ['', (self) => Number.isInteger(floatOf(self))],
  conjugate: ['', (self) => self],
});
