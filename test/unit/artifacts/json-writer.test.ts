import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonWriter, longDictText } from '../../../core/artifacts/json-text.js';
import { isMapping, type Json, JsonFloat } from '../../../core/resources/json.js';

/** The same spelling by the plainest means. */
function reference(value: Json): string {
  if (typeof value === 'bigint' || value instanceof JsonFloat) return String(value);
  if (Array.isArray(value)) return `[${value.map(reference).join(', ')}]`;
  if (!isMapping(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${reference(item)}`);
  return `{${entries.join(', ')}}`;
}

const oddText = fc.constantFrom(
  '',
  '"',
  '\\',
  '\n',
  '\u0000',
  '\u001f',
  '\u007f',
  '\u2028',
  '\u2029',
  'é',
  '😀',
  '\ud800',
  '\udc00x',
  'a\ud83d',
);
const text = fc.oneof(oddText, fc.string({ unit: 'binary' }), fc.string());
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', '1', '01', 'length'));
const float = fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: false });
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    float,
    fc.constantFrom(0, -0, 1e21, 5e-324, Number.NaN, Number.POSITIVE_INFINITY),
    fc.bigInt(),
    fc.integer().map((whole) => new JsonFloat(whole)),
    fc.constantFrom(null, true, false, new JsonFloat(-0), new JsonFloat(1e16)),
    fc.array(tie('value')),
    fc.array(fc.tuple(key, tie('value'))).map((entries) => Object.fromEntries(entries)),
  ),
}));

describe('a JSON writer', () => {
  it('writes what a plain writer does, of every value', () => {
    const write = createJsonWriter();
    const isSame = (value: Json) => write(value) === reference(value);
    fc.assert(fc.property(json, isSame), { numRuns: 400 });
  });

  it('leaves line separators and other letters as they are, and escapes what stands for none', () => {
    expect(createJsonWriter()(['\u2028é😀', '\ud800', '\t"\\'])).toBe('["\u2028é😀", "\\ud800", "\\t\\"\\\\"]');
  });

  it('writes what reads back as the value', () => {
    const write = createJsonWriter();
    const isKept = (value: Json) => JSON.stringify(JSON.parse(write(value))) === JSON.stringify(value);
    fc.assert(fc.property(fc.jsonValue({ stringUnit: 'binary' }) as fc.Arbitrary<Json>, isKept));
  });

  it('writes a dict with a long list item by item, as it would the whole', () => {
    const [before, after] = [{ a: 1 }, { z: { y: [] } }];
    for (const items of [[], [{ b: 'x' }, 2, [new JsonFloat(3)]]]) {
      const pieces = [...longDictText({ before, key: 'list', items, after })];
      expect(pieces.join('')).toBe(reference({ ...before, list: items, ...after }));
      expect(pieces).toHaveLength(items.length + 2);
    }
    expect([...longDictText({ before, key: 'list', items: [], after: {} })].join('')).toBe('{"a": 1, "list": []}');
  });
});
