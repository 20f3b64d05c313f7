/** What native renders of dbt 1.11 gave for `{{ text | filter }}`. */
import { describe, expect, it } from 'vitest';
import { filterContextOf } from '../../../../core/template/filters/filter-context.js';
import { nativeValue } from '../../../../core/template/filters/native/native-text.js';
import { positionalCall } from '../../../../core/template/values/call.js';
import { repr } from '../../../../core/template/values/text.js';
import type { Value } from '../../../../core/template/values/value.js';

function apply(name: string, value: Value, isNative: boolean): Value {
  const context = filterContextOf({ isLenient: false, isNative });
  const result = context.filters.get(name)?.(value, positionalCall(), context) ?? null;
  return isNative ? nativeValue(result) : result;
}

describe('native renders', () => {
  it.each<[string, Value, string]>([
    ['as_bool', 'True', 'True'],
    ['as_bool', true, 'True'],
    ['as_bool', 'False', 'False'],
    ['as_number', '1', '1'],
    ['as_number', '1.5', '1.5'],
    ['as_number', '1_0', '10'],
    ['as_number', '0x1f', '31'],
    ['as_number', '1e3', '1000.0'],
    ['as_number', '-2', '-2'],
    ['as_native', '[1,2]', '[1, 2]'],
    ['as_native', "{'a': (1, 'b'), None: {2}}", "{'a': (1, 'b'), None: {2}}"],
    ['as_native', 'abc', "'abc'"],
    ['as_native', 'none', "'none'"],
    ['as_native', 'None', 'None'],
    ['as_native', 'false', "'false'"],
    ['as_native', '1, 2', '(1, 2)'],
    ['as_native', '(1)', '1'],
    ['as_native', '(1,)', '(1,)'],
    ['as_native', "'a' 'b'", "'ab'"],
    ['as_native', '[1, 2', "'[1, 2'"],
    ['as_native', '__import__("os")', '\'__import__("os")\''],
    ['as_native', '', "''"],
    ['as_text', 1, "'1'"],
    ['as_text', '1', "'1'"],
  ])('%s of %j is %s', (name, value, expected) => {
    expect(repr(apply(name, value, true))).toBe(expected);
  });

  it.each<[string, Value, string]>([
    ['as_bool', 'true', "Could not convert value 'true' into type 'bool'"],
    ['as_bool', 1, "Could not convert value '1' into type 'bool'"],
    ['as_number', 'true', "Could not convert value 'true' into type 'number'"],
    ['as_number', 'True', "Could not convert value 'True' into type 'number'"],
    ['as_number', '[1]', "Could not convert value '[1]' into type 'number'"],
  ])('%s of %j raises', (name, value, message) => {
    expect(() => apply(name, value, true)).toThrow(message);
  });
});

describe('other renders', () => {
  it.each(['as_bool', 'as_native', 'as_number', 'as_text'])('%s hands the value through', (name) => {
    expect(apply(name, 'x', false)).toBe('x');
    expect(apply(name, 1, false)).toBe(1);
  });

  it('is_list is true of lists alone', () => {
    expect(apply('is_list', [1], false)).toBe(true);
    expect(apply('is_list', 'ab', false)).toBe(false);
  });
});
