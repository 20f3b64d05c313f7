import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../core/project/context/functions/parse-json.js';
import { writeYaml } from '../../../../core/project/context/functions/write-yaml.js';
import { parseYaml } from '../../../../core/project/yaml/parse-yaml.js';
import type { Json } from '../../../../core/resources/json.js';
import { toJson, toValue } from '../../../../core/template/values/convert.js';
import { FloatValue } from '../../../../core/template/values/value.js';

describe('parseJson', () => {
  it('keeps floats and long integers as they are', () => {
    expect(parseJson('1.0')).toEqual(new FloatValue(1));
    expect(parseJson('1e2')).toEqual(new FloatValue(100));
    expect(parseJson('-12345678901234567890')).toBe(-12345678901234567890n);
    expect(parseJson(' [ NaN , Infinity ] ')).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  });

  it.each(['', '{', '[1,]', '{"a" 1}', '{a: 1}', "'a'", '01', '1.', '[1] 2', '"\n"', '"\\x"', 'nul', '['.repeat(5000)])(
    '%j is no JSON',
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );

  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const plain = JSON.stringify(toJson(parseJson(text) ?? null), (_, item) =>
          typeof item === 'bigint' ? Number(item) : item,
        );
        expect(plain).toBe(text);
      }),
    );
  });
});

describe('writeYaml', () => {
  it('writes as PyYAML does', () => {
    const value = {
      b: [1, { x: 2, y: [1] }],
      a: 'yes',
      n: null,
      t: 'a: b',
      e: '',
      l: [],
      d: {},
      f: 1.5,
      q: "it's",
      num: '12',
      big: 12345678901234567890n,
      date: '2020-01-01',
    };
    expect(writeYaml(toValue(value), false)).toBe(`b:
- 1
- x: 2
  y:
  - 1
a: 'yes'
n: null
t: 'a: b'
e: ''
l: []
d: {}
f: 1.5
q: it's
num: '12'
big: 12345678901234567890
date: '2020-01-01'
`);
  });

  it('what it writes reads as the same value', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('a: b', '- x', '#', '1', 'no', '~', '<<', '=', 'a\nb', ' x', '...', '---', '? a', '1:30', '%a'),
    );
    const plain = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          tie('value'),
          { maxKeys: 4 },
        ),
      ),
    }));
    fc.assert(
      fc.property(plain.value, (value) => {
        const written = writeYaml(toValue(value), false);
        const read = parseYaml(written, 'x');
        expect(read.diagnostics, written).toEqual([]);
        expect(read.value.value, written).toEqual(value);
      }),
    );
  });
});
