import { describe, expect, it } from 'vitest';
import { findBlocks } from '../../../core/template/blocks.js';

describe('findBlocks', () => {
  it('finds macros, tests, materializations and docs and ignores other text', () => {
    const text = `
some words {{ ignored }} {# {% macro no() %} #}
{%- macro a(x, y=1, z={'k': '%}'}) -%}{% if x %}{{ '{% endmacro %}' }}{% endif %}{%- endmacro -%}
{% test t(model, column_name) %}{% endtest %}{% data_test u(model) %}x{% enddata_test %}
{% materialization table, adapter='sqlite', supported_languages=['sql'] %}m{% endmaterialization %}
{% materialization view, default %}v{% endmaterialization %}
{% raw %}{% macro not_this() %}{% endraw %}
{% docs page %}text with {{ broken {% enddocs %}`;
    expect(
      findBlocks({ text, file: 'macros/a.sql' }).map(({ kind, name, adapter, parameters }) => [
        kind,
        name,
        adapter,
        parameters,
      ]),
    ).toEqual([
      [
        'macro',
        'a',
        null,
        [
          { name: 'x', hasDefault: false },
          { name: 'y', hasDefault: true },
          { name: 'z', hasDefault: true },
        ],
      ],
      [
        'test',
        't',
        null,
        [
          { name: 'model', hasDefault: false },
          { name: 'column_name', hasDefault: false },
        ],
      ],
      ['test', 'u', null, [{ name: 'model', hasDefault: false }]],
      ['materialization', 'table', 'sqlite', []],
      ['materialization', 'view', 'default', []],
      ['docs', 'page', null, []],
    ]);
  });

  it('knows where a block stands and what it holds', () => {
    const [, second] = findBlocks({
      text: '{% macro a() %}{% endmacro %}\n  {% macro b() %}body{% endmacro %} ',
      file: 'm.sql',
    });
    expect(second).toMatchObject({
      location: { file: 'm.sql', line: 2, column: 3 },
      text: '{% macro b() %}body{% endmacro %}',
      body: 'body',
    });
  });

  it('takes a macro inside a macro as part of it', () => {
    expect(
      findBlocks({ text: '{% macro a() %}{% macro b() %}{% endmacro %}{% endmacro %}', file: 'm.sql' }),
    ).toHaveLength(1);
  });

  it.each([
    ['{% macro a() %}', /'macro' block is not closed/],
    ['{% macro a( %}{% endmacro %}', /unexpected|expected/],
    ['{% docs %}{% enddocs %}', /expected a name/],
    ["{% macro a() %}{{ 'x }}{% endmacro %}", /expected/],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => findBlocks({ text, file: 'm.sql' })).toThrow(message);
  });
});
