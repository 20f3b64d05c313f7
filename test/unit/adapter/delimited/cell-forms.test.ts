import { describe, expect, it } from 'vitest';
import { booleanAt, dateAt, dateTimeAt, numberAt } from '../../../../core/adapter/delimited/cell-forms.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function number(text: string) {
  const places = { whole: 0, decimal: 0, hasPoint: false };
  const bytes = bytesOf(`,${text},`);
  return numberAt(bytes, 1, bytes.length - 1, places) ? places : null;
}

describe('plain numbers', () => {
  it.each([
    ['0', 1, 0, false],
    ['-12', 2, 0, false],
    ['007', 1, 0, false],
    ['123456789012345678', 18, 0, false],
    ['1.50', 1, 1, true],
    ['12.00', 2, 0, true],
    ['-0.05', 1, 2, true],
    ['000.5', 1, 1, true],
  ])('%s', (text, whole, decimal, hasPoint) => {
    expect(number(text)).toEqual({ whole, decimal, hasPoint });
  });

  it.each(['', '-', '-0', '-0.0', '.5', '5.', '-.5', '1.2.3', '+1', '1e5', '1,000', ' 1', '1 ', '$1', '1%', '1_0'])(
    'not %j',
    (text) => {
      expect(number(text)).toBeNull();
    },
  );

  it('not more digits than a number of the machine holds', () => {
    expect(number('1234567890123456789')).toBeNull();
    expect(number('12345678901.12345')).toBeNull();
    expect(number('1234567890.12345')).not.toBeNull();
  });
});

describe('plain dates and times', () => {
  const isDate = (text: string) => dateAt(bytesOf(text), 0, text.length);
  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '2023-04-30'])('%s', (text) => {
    expect(isDate(text)).toBe(true);
  });
  it.each([
    '2023-02-29',
    '1900-02-29',
    '2023-04-31',
    '2023-13-01',
    '2023-00-10',
    '2023-01-00',
    '0000-01-01',
    '2023-1-1',
    '2023/01/01',
    '2023-01-1x',
  ])('not %s', (text) => {
    expect(isDate(text)).toBe(false);
  });

  it('of the form of their column', () => {
    const at = (text: string, form: 'datetime' | 'iso') => dateTimeAt(bytesOf(text), 0, text.length, form);
    expect(at('2024-02-29 23:59:59', 'datetime')).toBe(true);
    expect(at('2024-02-29T23:59:59', 'iso')).toBe(true);
    expect(at('2024-02-29T23:59:59', 'datetime')).toBe(false);
    expect(at('2024-02-29 23:59:59', 'iso')).toBe(false);
    for (const time of ['24:00:00', '23:60:00', '23:59:60', '23:59', '23-59-59', '23:59:5x']) {
      expect(at(`2024-02-29 ${time}`, 'datetime')).toBe(false);
    }
  });
});

it('plain booleans', () => {
  const at = (text: string) => booleanAt(bytesOf(text), 0, text.length);
  expect(['true', 'TRUE', 'False', 'yes', 't', 'truee', ''].map(at)).toEqual([
    true,
    true,
    false,
    null,
    null,
    null,
    null,
  ]);
});
