import { describe, expect, it } from 'vitest';
import { jsonText } from '../../../core/artifacts/json-text.js';
import { JsonFloat } from '../../../core/resources/json.js';
import { parseInMemory } from '../../support/project.js';

describe('jsonText', () => {
  it('keeps every digit and the point of a whole float', () => {
    const value = { a: [1, new JsonFloat(1)], b: 12345678901234567890n, c: new JsonFloat(-0), d: new JsonFloat(1e16) };
    expect(jsonText(value)).toBe('{"a": [1, 1.0], "b": 12345678901234567890, "c": -0.0, "d": 1e+16}');
  });

  it('writes floats of every file and of config() as dbt does', () => {
    const { manifest } = parseInMemory({
      'dbt_project.yml': 'name: shop\nvars: {rate: 1.0}\nmodels: {shop: {+meta: {w: 2.0}}}',
      'models/a.sql':
        "{{ config(meta={'m': 3.0, 'var': var('rate'), 'text': var('rate') ~ fromyaml('a: 4.0').a}) }}select 1",
      'models/s.yml': 'models: [{name: a, meta: {z: 1.0, n: 1}}]',
    });
    expect(jsonText(manifest.nodes.get('model.shop.a')?.config.meta ?? null)).toBe(
      '{"w": 2.0, "z": 1.0, "n": 1, "m": 3.0, "var": 1.0, "text": "1.04.0"}',
    );
  });
});
