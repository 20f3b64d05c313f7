import { describe, expect, it } from 'vitest';
import { getAttribute, getAttributeOnly, getItem } from '../../../../core/template/values/access.js';
import { Dict } from '../../../../core/template/values/dict.js';
import { hostFunction } from '../../../../core/template/values/host-function.js';
import { createModules } from '../../../../core/template/values/modules.js';
import { getSlice } from '../../../../core/template/values/slices.js';
import { parseDecimal } from '../../../../core/template/values/types/decimal.js';
import { RangeValue } from '../../../../core/template/values/types/range.js';
import { SetValue } from '../../../../core/template/values/types/set.js';
import {
  FloatValue,
  HostFunction,
  TemplateObject,
  Tuple,
  UndefinedValue,
  type Value,
} from '../../../../core/template/values/value.js';

const JAVASCRIPT_NAMES = [
  'constructor',
  'prototype',
  '__proto__',
  '__defineGetter__',
  '__lookupGetter__',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'toLocaleString',
  'call',
  'apply',
  'bind',
  'arguments',
  'caller',
  'typeName',
  'iterate',
  'attribute',
  'item',
  'hashKey',
  'operate',
  'then',
  '__class__',
  '__init__',
  '__globals__',
  '__subclasses__',
  '_private',
];

const values: [string, Value][] = [
  ['str', 'abc'],
  ['int', 1],
  ['big int', 2n ** 70n],
  ['float', new FloatValue(1)],
  ['bool', true],
  ['None', null],
  ['list', [1]],
  ['tuple', new Tuple([1])],
  ['dict', new Dict([['a', 1]])],
  ['set', new SetValue([1])],
  ['range', new RangeValue(0, 3, 1)],
  ['function', hostFunction('f', '', () => 1)],
  ['Decimal', parseDecimal('1.5')],
  ['module', createModules()],
];

describe.each(values)('nothing of JavaScript is reachable from a %s', (_name, value) => {
  it.each(JAVASCRIPT_NAMES)('%s', (name) => {
    expect(getAttribute(value, name)).toBeInstanceOf(UndefinedValue);
    expect(getItem(value, name)).toBeInstanceOf(UndefinedValue);
    expect(getAttributeOnly(value, name)).toBeInstanceOf(UndefinedValue);
  });
});

describe('look-up', () => {
  it('prefers the attribute behind a dot and the item in brackets', () => {
    const dict = new Dict([['items', 5]]);
    expect(getAttribute(dict, 'items')).toBeInstanceOf(HostFunction);
    expect(getItem(dict, 'items')).toBe(5);
    expect(getItem(dict, 'keys')).toBeInstanceOf(HostFunction);
  });

  it('finds keys of a dict that look like names of Python', () => {
    expect(getAttribute(new Dict([['__class__', 1]]), '__class__')).toBe(1);
    expect(getItem(new Dict([['_x', null]]), '_x')).toBeNull();
  });

  it('never asks an object for a name that begins with _', () => {
    class Spy extends TemplateObject {
      readonly typeName = 'Spy';
      override attribute(name: string): Value {
        return name;
      }
      text(): string {
        return 'spy';
      }
    }
    expect(getAttribute(new Spy(), 'open')).toBe('open');
    expect(getAttribute(new Spy(), '_open')).toBeInstanceOf(UndefinedValue);
    expect(getItem(new Spy(), '_open')).toBeInstanceOf(UndefinedValue);
  });

  it('of undefined raises, and gives undefined again while parsing', () => {
    const missing = new UndefinedValue('nope');
    expect(() => getAttribute(missing, 'x')).toThrow("'nope' is undefined");
    expect(() => getItem(missing, 'x')).toThrow("'nope' is undefined");
    expect(() => getSlice(missing, { start: 0, stop: 1, step: null })).toThrow("'nope' is undefined");
    expect(getAttribute(missing, 'x', true)).toBe(missing);
    expect(getItem(missing, 'x', true)).toBe(missing);
    expect(getSlice(missing, { start: 0, stop: 1, step: null }, true)).toBe(missing);
  });
});
