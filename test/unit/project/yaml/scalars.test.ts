import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../../core/project/yaml/parse-yaml.js';
import { JsonFloat } from '../../../../core/resources/json.js';

const read = (text: string) => parseYaml(`a: ${text}\n`, 'f.yml').value.value;

/** Answers of PyYAML 6.0.3. */
const SCALARS: readonly [string, unknown][] = [
  ['yes', true],
  ['No', false],
  ['on', true],
  ['OFF', false],
  ['TRUE', true],
  ['tRUE', 'tRUE'],
  ['y', 'y'],
  ['n', 'n'],
  ['~', null],
  ['Null', null],
  ['', null],
  ['0', 0],
  ['-0', 0],
  ['+5', 5],
  ['007', 7],
  ['0777', 511],
  ['08', '08'],
  ['0o7', '0o7'],
  ['0x1F', 31],
  ['-0x1F', -31],
  ['0b11', 3],
  ['1_000', 1000],
  ['_1', '_1'],
  ['1:30', 90],
  ['190:20:30', 685230],
  ['190:20:30.15', 685230.15],
  ['123456789012345678901', 123456789012345678901n],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['+.5', '+.5'],
  ['1.', new JsonFloat(1)],
  ['1.0', new JsonFloat(1)],
  ['-0.0', new JsonFloat(-0)],
  ['1_0.0', new JsonFloat(10)],
  ['1:30.0', new JsonFloat(90)],
  ['1e3', '1e3'],
  ['12e3', '12e3'],
  ['1.5e+3', new JsonFloat(1500)],
  ['6.02e23', '6.02e23'],
  ['685.230_15e+03', 685230.15],
  ['.inf', Number.POSITIVE_INFINITY],
  ['-.INF', Number.NEGATIVE_INFINITY],
  ['.nan', Number.NaN],
  ['1.2.3', '1.2.3'],
  ['1,5', '1,5'],
  ['.', '.'],
  ['2020-01-01', '2020-01-01'],
  ['2020-01-01 10:00:00', '2020-01-01 10:00:00'],
  ['"12"', '12'],
  ["'yes'", 'yes'],
  ['!!str 12', '12'],
  ['!!int "3"', 3],
  ['!!float 3', new JsonFloat(3)],
  ['!!bool "Yes"', true],
  ['!!str', ''],
];

describe('scalars', () => {
  it.each(SCALARS)('%s', (text, expected) => {
    expect(read(text)).toEqual({ a: expected });
  });

  it('never gives minus zero', () => {
    expect(Object.is((read('-0') as { a: number }).a, 0)).toBe(true);
  });
});

describe('keys', () => {
  it('stay as they are written, words and numbers too', () => {
    expect(Object.keys(parseYaml('on: 1\n2: 3\n"x y": 4\nnull: 5\n', 'f.yml').value.value as object)).toEqual([
      '2',
      'on',
      'x y',
      'null',
    ]);
  });

  it('of JavaScript are keys like any other', () => {
    const value = parseYaml('__proto__: {x: 1}\nconstructor: 2\n', 'f.yml').value.value as Record<string, unknown>;
    expect(Object.entries(value)).toEqual([
      ['__proto__', { x: 1 }],
      ['constructor', 2],
    ]);
    expect(({} as { x?: number }).x).toBeUndefined();
    expect(value.toString).toBeUndefined();
  });
});

describe('merge keys', () => {
  it('own keys win wherever they stand, of merged ones the first wins', () => {
    const text = 'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 3}\nz:\n  a: 9\n  <<: [*x, *y]\n';
    expect((parseYaml(text, 'f.yml').value.value as { z: unknown }).z).toEqual({ a: 9, b: 1, c: 3 });
  });

  it('in quotes is a key of its own', () => {
    expect(parseYaml('"<<": {a: 1}\n', 'f.yml').value.value).toEqual({ '<<': { a: 1 } });
  });
});
