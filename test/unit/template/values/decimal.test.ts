/** Expected values recorded from Python's decimal module (default context). */
import { describe, expect, it } from 'vitest';
import { Dict } from '../../../../core/template/values/dict.js';
import { formatValue } from '../../../../core/template/values/format/format-value.js';
import {
  add,
  divide,
  floorDivide,
  modulo,
  multiply,
  negate,
  power,
  subtract,
} from '../../../../core/template/values/operators/arithmetic.js';
import { lessThan } from '../../../../core/template/values/operators/comparison.js';
import { equals } from '../../../../core/template/values/operators/equality.js';
import { isTruthy } from '../../../../core/template/values/operators/truth.js';
import { repr, str } from '../../../../core/template/values/text.js';
import { type DecimalValue, parseDecimal } from '../../../../core/template/values/types/decimal.js';
import { FloatValue } from '../../../../core/template/values/value.js';

const decimal = (text: string): DecimalValue => parseDecimal(text) as DecimalValue;

describe('Decimal', () => {
  it.each([
    ['1.0', '1.0'],
    ['1E+3', '1E+3'],
    ['0.000001', '0.000001'],
    ['0.0000001', '1E-7'],
    ['-12.50', '-12.50'],
    ['123456789012345678901234567890.12', '123456789012345678901234567890.12'],
    ['1.5e-10', '1.5E-10'],
    ['00', '0'],
    ['.5', '0.5'],
  ])('%s prints %s', (text, expected) => {
    expect(str(decimal(text))).toBe(expected);
    expect(repr(decimal(text))).toBe(`Decimal('${expected}')`);
  });

  it.each(['NaN', 'Infinity', 'abc', '', '.', '1.2.3'])('%j is no finite Decimal', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it.each([
    [add, '1.10', '2.205', '3.305'],
    [subtract, '1.0', '1.00', '0.00'],
    [multiply, '1.20', '3', '3.60'],
    [divide, '1', '3', '0.3333333333333333333333333333'],
    [divide, '2', '3', '0.6666666666666666666666666667'],
    [divide, '10', '4', '2.5'],
    [divide, '1.00', '2', '0.50'],
    [divide, '100', '5', '20'],
    [floorDivide, '-7', '2', '-3'],
    [modulo, '-7', '2', '-1'],
    [modulo, '7.5', '2', '1.5'],
    [power, '1.5', '2', '2.25'],
    [power, '2', '-2', '0.25'],
    [multiply, '1234567890123456789', '9876543210987654321', '1.219326311370217952237463801E+37'],
  ] as const)('%o of %s and %s is %s', (operator, left, right, expected) => {
    expect(str(operator(decimal(left), decimal(right)))).toBe(expected);
  });

  it('works with ints and refuses floats', () => {
    expect(str(add(decimal('1.5'), 1))).toBe('2.5');
    expect(str(subtract(1, decimal('1.5')))).toBe('-0.5');
    expect(() => add(decimal('1.5'), 1.5)).toThrow("unsupported operand type(s) for +: 'decimal.Decimal' and 'float'");
  });

  it('compares by value with every number, and is the key of its equals', () => {
    expect(equals(decimal('1.0'), 1)).toBe(true);
    expect(equals(decimal('0.5'), 0.5)).toBe(true);
    expect(equals(decimal('0.1'), 0.1)).toBe(false);
    expect(lessThan(decimal('0.1'), 0.1)).toBe(true);
    expect(lessThan(1, decimal('1.5'))).toBe(true);
    const dict = new Dict([[decimal('1.00'), 'a']]);
    expect(dict.get(1)).toBe('a');
    expect(dict.get(new FloatValue(1))).toBe('a');
    expect(dict.get(decimal('1'))).toBe('a');
    expect(new Dict([[decimal('0.10'), 'b']]).get(decimal('0.1'))).toBe('b');
  });

  it('is false when it is zero', () => {
    expect(isTruthy(decimal('0.00'))).toBe(false);
    expect(isTruthy(decimal('0.01'))).toBe(true);
    expect(str(negate(decimal('0.01')))).toBe('-0.01');
  });

  it.each([
    ['1234.5', ',.2f', '1,234.50'],
    ['2.675', '.2f', '2.68'],
    ['1234567', ',', '1,234,567'],
    ['0.125', '.1%', '12.5%'],
    ['1.5', '8', '     1.5'],
    ['1.50', 'f', '1.50'],
  ])('format(%s, %j) is %j', (text, specification, expected) => {
    expect(formatValue(decimal(text), specification)).toBe(expected);
  });

  it('raises on division by zero', () => {
    expect(() => divide(decimal('1'), 0)).toThrow("[<class 'decimal.DivisionByZero'>]");
  });
});
