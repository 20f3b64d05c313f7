import { describe, expect, it } from 'vitest';
import { JsonFloat } from '../../../../core/resources/json.js';
import { toJson, toValue } from '../../../../core/template/values/convert.js';
import { DateValue } from '../../../../core/template/values/datetime/date.js';
import { parseDate, parseDateTime } from '../../../../core/template/values/datetime/parse.js';
import { Dict } from '../../../../core/template/values/dict.js';
import { repr, str } from '../../../../core/template/values/text.js';
import { parseDecimal } from '../../../../core/template/values/types/decimal.js';
import { SetValue } from '../../../../core/template/values/types/set.js';
import { FloatValue, Tuple, UndefinedValue } from '../../../../core/template/values/value.js';

describe('toValue', () => {
  it('makes dicts of objects and new lists of arrays, deeply', () => {
    const source = { a: [1, { b: null }], c: 1.5 };
    const value = toValue(source);
    expect(repr(value)).toBe("{'a': [1, {'b': None}], 'c': 1.5}");
    (value as Dict).set('a', 2);
    expect(source.a).toEqual([1, { b: null }]);
  });

  it('keeps integers beyond 2^53 and brings smaller bigints to numbers', () => {
    expect(toValue(9007199254740993n)).toBe(9007199254740993n);
    expect(toValue(5n)).toBe(5);
  });

  it('keeps a float that is whole a float', () => {
    expect(str(toValue([new JsonFloat(1), { a: new JsonFloat(2) }]))).toBe("[1.0, {'a': 2.0}]");
  });

  it('takes a key __proto__ as a key like any other', () => {
    const value = toValue(JSON.parse('{"__proto__": {"x": 1}}'));
    expect(repr(value)).toBe("{'__proto__': {'x': 1}}");
  });
});

describe('toJson', () => {
  it('is the way back', () => {
    const json = { a: [1, { b: null }], c: 1.5, d: 'x', e: true };
    expect(toJson(toValue(json))).toEqual(json);
  });

  it('gives tuples and sets as arrays, and what JSON lacks as text', () => {
    expect(toJson(new Tuple([1, new SetValue(['a'])]))).toEqual([1, ['a']]);
    expect(toJson(parseDecimal('1.10'))).toBe('1.10');
    expect(toJson(new DateValue({ year: 2024, month: 2, day: 29 }))).toBe('2024-02-29');
    expect(toJson(new UndefinedValue('x'))).toBeNull();
    expect(toJson(new FloatValue(2))).toEqual(new JsonFloat(2));
  });

  it('sets no prototype for a key __proto__', () => {
    const json = toJson(new Dict([['__proto__', new Dict([['polluted', true]])]])) as object;
    expect(Object.keys(json)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
    expect('polluted' in json).toBe(false);
  });

  it('spells keys as JSON does', () => {
    const dict = new Dict([
      [1, 'a'],
      [null, 'b'],
      [true, 'c'],
      [new FloatValue(2), 'd'],
    ]);
    // 1 and true are one key in Python; the first spelling stays.
    expect(toJson(dict)).toEqual({ '1': 'c', null: 'b', '2.0': 'd' });
  });
});

describe('times from outside', () => {
  it('reads what databases print', () => {
    expect(str(parseDate('2024-02-29') ?? '')).toBe('2024-02-29');
    expect(str(parseDateTime('2024-02-29 12:00:00.123456') ?? '')).toBe('2024-02-29 12:00:00.123456');
    expect(str(parseDateTime('2024-02-29 12:00:00+00') ?? '')).toBe('2024-02-29 12:00:00+00:00');
    expect(str(parseDateTime('2024-02-29 12:00:00.5-03:30') ?? '')).toBe('2024-02-29 12:00:00.500000-03:30');
  });

  it('answers null for what Python cannot hold', () => {
    expect(parseDate('infinity')).toBeNull();
    expect(parseDate('2024-02-30')).toBeNull();
    expect(parseDateTime('12024-01-01 00:00:00')).toBeNull();
    expect(parseDateTime('0044-03-15 00:00:00 BC')).toBeNull();
  });
});
