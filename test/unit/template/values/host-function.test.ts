import { describe, expect, it } from 'vitest';
import { callValue, positionalCall } from '../../../../core/template/values/call.js';
import { Dict } from '../../../../core/template/values/dict.js';
import { hostFunction } from '../../../../core/template/values/host-function.js';
import { PythonError } from '../../../../core/template/values/python-error.js';
import { repr } from '../../../../core/template/values/text.js';
import { UndefinedValue, type Value } from '../../../../core/template/values/value.js';

/** The bound arguments as Python would print them. */
function bind(signature: string, args: Value[], kwargs: Record<string, Value> = {}): string {
  const echo = hostFunction('f', signature, (bound) => [...bound]);
  return repr(echo.call({ args, kwargs: new Map(Object.entries(kwargs)) }) as Value);
}

describe('binding of arguments', () => {
  it.each([
    ['a, b', [1, 2], {}, '[1, 2]'],
    ['a, b', [1], { b: 2 }, '[1, 2]'],
    ['a, b', [], { b: 2, a: 1 }, '[1, 2]'],
    ['a, b=5', [1], {}, '[1, 5]'],
    ['a=None, b=True, c="x, y", d=-1', [], {}, "[None, True, 'x, y', -1]"],
    ['a=5', [null], {}, '[None]'],
    ['a, *rest', [1, 2, 3], {}, '[1, (2, 3)]'],
    ['*rest, key=None', [1, 2], { key: 3 }, '[(1, 2), 3]'],
    ['a, **options', [1], { x: 1, y: 2 }, "[1, {'x': 1, 'y': 2}]"],
    ['self, /, **options', [1], { self: 2 }, "[1, {'self': 2}]"],
    ['a, *, b=1', [1], { b: 2 }, '[1, 2]'],
    ['', [], {}, '[]'],
  ])('f(%s) takes %j %j', (signature, args, kwargs, expected) => {
    expect(bind(signature, args, kwargs)).toBe(expected);
  });

  // Messages recorded from Python 3.11.
  it.each([
    ['a, b', [], {}, "f() missing 2 required positional arguments: 'a' and 'b'"],
    ['a, b, c', [], {}, "f() missing 3 required positional arguments: 'a', 'b', and 'c'"],
    ['a, b', [1], {}, "f() missing 1 required positional argument: 'b'"],
    ['a', [1, 2], {}, 'f() takes 1 positional argument but 2 were given'],
    ['', [1], {}, 'f() takes 0 positional arguments but 1 was given'],
    ['a, b=1', [1, 2, 3], {}, 'f() takes from 1 to 2 positional arguments but 3 were given'],
    ['a', [1], { b: 2 }, "f() got an unexpected keyword argument 'b'"],
    ['a', [1], { a: 2 }, "f() got multiple values for argument 'a'"],
  ])('f(%s) refuses %j %j', (signature, args, kwargs, message) => {
    expect(() => bind(signature, args, kwargs)).toThrow(new PythonError('TypeError', message));
  });
});

describe('calling', () => {
  it('refuses what is no function', () => {
    expect(() => callValue(1, positionalCall())).toThrow("'int' object is not callable");
    expect(() => callValue(new Dict(), positionalCall())).toThrow("'dict' object is not callable");
    expect(() => callValue((() => 1) as never, positionalCall())).toThrow(PythonError);
  });

  it('of undefined raises, and gives undefined again while parsing', () => {
    const missing = new UndefinedValue('nope');
    expect(() => callValue(missing, positionalCall())).toThrow(
      new PythonError('UndefinedError', "'nope' is undefined"),
    );
    expect(callValue(missing, positionalCall(), true)).toBe(missing);
  });
});
