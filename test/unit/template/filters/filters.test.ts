import { describe, expect, it } from 'vitest';
import { environmentOf, scopeOf } from '../support.js';

function render(text: string, isLenient = false): string {
  return environmentOf().compile({ text, file: 'filters.sql' }).renderSync(scopeOf({}, { isLenient }));
}

describe('filters', () => {
  it('that give sequences are lazy and read once, as in Python', () => {
    expect(render('{% set g = [1, 2]|map("string") %}{{ g|list }}{{ g|list }}')).toBe("['1', '2'][]");
    expect(render('{% set g = [1, 2, 3]|select %}{{ g|first }}{{ g|list }}')).toBe('1[2, 3]');
    expect(render('{% if []|select %}true of any generator{% endif %}')).toBe('true of any generator');
  });

  it('take their arguments by name', () => {
    expect(render('{{ "abc"|truncate(length=2, killwords=true, end="", leeway=0) }}')).toBe('ab');
    expect(render('{{ [1, 2]|join(d="-") }}')).toBe('1-2');
    expect(() => render('{{ [1, 2]|join(x="-") }}')).toThrow("join() got an unexpected keyword argument 'x'");
    expect(() => render('{{ 1|replace("a") }}')).toThrow("replace() missing 1 required positional argument: 'new'");
  });

  it('look into undefined while parsing', () => {
    const text = '{{ [nope]|map(attribute="x.y")|list|length }}{{ nope.x|join }}{{ nope()|map("upper")|list }}';
    expect(render(text, true)).toBe('1[]');
    expect(() => render(text)).toThrow("'nope' is undefined");
  });

  it('group, and groups unpack or are read by name', () => {
    const rows = "[{'k': 'b', 'v': 1}, {'k': 'a', 'v': 2}, {'k': 'b', 'v': 3}]";
    expect(render(`{% for key, rows in ${rows}|groupby('k') %}{{ key }}{{ rows|sum('v') }} {% endfor %}`)).toBe(
      'a2 b4 ',
    );
    expect(render(`{% for g in ${rows}|groupby('k') %}{{ g.grouper }}{{ g.list|length }} {% endfor %}`)).toBe('a1 b2 ');
  });

  it('choose at random among the items', () => {
    expect(['1', '2', '3']).toContain(render('{{ [1, 2, 3]|random }}'));
  });
});
