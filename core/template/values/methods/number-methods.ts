/** Methods of ints and floats. */
import { bigintOf, floatOf, type IntLike } from '../types/numbers.js';
import type { FloatValue } from '../value.js';
import { type MethodTable, methodTable } from './method.js';

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
