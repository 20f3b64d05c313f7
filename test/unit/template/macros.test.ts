import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import { hostFunction } from '../../../core/template/values/host-function.js';
import { environmentOf, macrosOf, scopeOf } from './support.js';

const shop = macrosOf(`
{% macro greet(name='you') %}hello {{ name }}{% endmacro %}
{% macro ref(x) %}own {{ x }}{% endmacro %}
{% macro two() %}{{ return([1, 2]) }}{% endmacro %}
{% macro nested() %}{% set got = two() %}{{ return(got + [3]) }}{% endmacro %}
{% macro wrap() %}<{{ caller() }}>{% endmacro %}
{% macro calls_it(m) %}{{ m('x') }}{% endmacro %}
{% set outside = 1 %}
{% macro sees_outside() %}[{{ outside }}]{% endmacro %}
{% macro postgres__pick() %}pg{% endmacro %}
{% macro default__pick() %}default{% endmacro %}
{% macro default__only() %}only{% endmacro %}
{% test positive(model, column_name) %}select {{ column_name }} from {{ model }}{% endtest %}
`);
const lib = macrosOf(
  '{% macro star() %}lib star{% endmacro %}{% macro greet() %}lib greet{% endmacro %}{% macro default__pick() %}lib{% endmacro %}',
  'lib',
);
const dbt = macrosOf(
  '{% macro run_query(q) %}ran {{ q }}{% endmacro %}{% macro greet() %}built in{% endmacro %}',
  'dbt',
);
const environment = environmentOf({ macros: [...shop, ...lib, ...dbt] });

async function both(template: string, packageName = 'shop'): Promise<string> {
  const names = scopeOf({}, { packageName, values: { ref: hostFunction('ref', 'x', () => 'built-in ref') } });
  const compiled = environment.compile({ text: template, file: 'models/m.sql' });
  const now = compiled.renderSync(names);
  expect((await compiled.render(names)).text).toBe(now);
  return now;
}

describe('macros', () => {
  it('are proposed where one is called by nearly its name: those in reach, not those of a database', () => {
    const hintOf = (text: string) => {
      try {
        environment.compile({ text, file: 'models/m.sql' }).renderSync(scopeOf());
        return 'none was needed';
      } catch (error) {
        return error instanceof TsdbtError ? (error.diagnostics[0].hint ?? null) : error;
      }
    };
    expect(hintOf('{{ gret() }}')).toBe("Did you mean 'greet'?");
    expect(hintOf("{{ runquery('q') }}")).toBe("Did you mean 'run_query'?");
    expect(hintOf('{{ stra() }}')).toBeNull();
    expect(hintOf('{{ default_only() }}')).toBeNull();
  });

  it("come from the node's own package first, then the root project, then the built-in ones", async () => {
    expect(await both("{{ greet('Ada') }}|{{ run_query('q') }}")).toBe('hello Ada|ran q');
    expect(await both('{{ greet() }}', 'lib')).toBe('lib greet');
  });

  it('are found in a package by its name', async () => {
    expect(await both('{{ lib.star() }}|{{ dbt.run_query(1) }}|{{ shop.greet() }}')).toBe('lib star|ran 1|hello you');
  });

  it('override names of the context', async () => {
    expect(await both("{{ ref('a') }}")).toBe('own a');
  });

  it('give what they return, with its type', async () => {
    expect(await both('{{ nested() }}{{ nested()[2] + 1 }}')).toBe('[1, 2, 3]4');
  });

  it('take the text of a call block', async () => {
    expect(await both('{% call wrap() %}in{{ 1 }}{% endcall %}')).toBe('<in1>');
  });

  it('are values', async () => {
    expect(await both('{{ calls_it(greet) }}{{ greet is callable }}')).toBe('hello xTrue');
  });

  it('do not see what their file sets outside of them', async () => {
    expect(await both('{{ sees_outside() }}')).toBe('[]');
  });

  it('are not seen by a template that defines them: dbt renames them', () => {
    const template = environment.compile({ text: '{% macro m() %}x{% endmacro %}{{ m() }}', file: 'models/m.sql' });
    expect(() => template.renderSync(scopeOf())).toThrow(/^'m' is undefined/);
  });

  it('are told of when they are called and when a name is none', () => {
    const told: [string, string | null][] = [];
    const onMacro = (name: string, id: string | null) => told.push([name, id]);
    environment.compile({ text: '{{ nested() }}{{ x }}', file: 'm.sql' }).renderSync(scopeOf({ x: 1 }, { onMacro }));
    expect(told).toEqual([
      ['nested', 'macro.shop.nested'],
      ['two', 'macro.shop.two'],
      ['x', null],
    ]);
  });

  it('wait for what a host function promises, and refuse to while parsing', async () => {
    const query = hostFunction('query', 'sql', async ([sql]) => `rows of ${sql}`);
    const macros = macrosOf('{% macro twice() %}{% for i in [1, 2] %}{{ query(i) if i }};{% endfor %}{% endmacro %}');
    const template = environmentOf({ macros }).compile({ text: '{% set r = twice() %}{{ r | upper }}', file: 'm.sql' });
    const scope = scopeOf({}, { values: { query } });
    expect((await template.render(scope)).text).toBe('ROWS OF 1;ROWS OF 2;');
    expect(() => template.renderSync(scope)).toThrow();
  });
});

describe('dispatch', () => {
  it('tries the prefixes of the adapter in the root project, then in the namespace', () => {
    expect(environment.dispatch('pick', 'lib', 'shop').macro?.id).toBe('macro.shop.postgres__pick');
    expect(environment.dispatch('star', 'lib', 'shop')).toEqual({
      macro: null,
      tried: ['shop.postgres__star', 'shop.default__star', 'lib.postgres__star', 'lib.default__star'],
    });
  });

  it('follows the search order of the project', () => {
    const ordered = environmentOf({ macros: [...shop, ...lib], searchOrder: { lib: ['lib', 'shop'] } });
    expect(ordered.dispatch('pick', 'lib', 'shop').macro?.id).toBe('macro.lib.default__pick');
  });

  it('looks everywhere in reach without a namespace', () => {
    expect(environment.dispatch('only', null, 'lib').macro?.id).toBe('macro.shop.default__only');
  });

  it('gives a macro that joins the render that asked for it', async () => {
    const macros = macrosOf('{% macro default__f(a) %}{{ caller() }}{{ a }}{% endmacro %}');
    const pool = environmentOf({ macros });
    const scope = scopeOf(
      {},
      {
        values: {
          pick: hostFunction('pick', 'name', ([name]) => {
            const { macro } = pool.dispatch(String(name), null, 'shop');
            return macro === null ? null : pool.macroValue(macro, scope);
          }),
        },
      },
    );
    const template = pool.compile({ text: "{% call pick('f')(1) %}c{% endcall %}", file: 'm.sql' });
    expect(template.renderSync(scope)).toBe('c1');
    expect((await template.render(scope)).text).toBe('c1');
  });
});

describe('an error', () => {
  function diagnosticOf(template: string, macros: string) {
    const compiled = environmentOf({ macros: macrosOf(macros) }).compile({
      text: template,
      file: 'models/m.sql',
      line: 10,
    });
    try {
      compiled.renderSync(scopeOf());
    } catch (error) {
      if (error instanceof TsdbtError) return error.diagnostics[0];
      throw error;
    }
    throw new Error('it did not fail');
  }

  it('names the line and column of the expression', () => {
    expect(diagnosticOf('select\n  {{ a }},\n  {{ a.b }}', '')).toMatchObject({
      code: 'TSDBT_TEMPLATE_ERROR',
      message: "'a' is undefined",
      location: { file: 'models/m.sql', line: 12, column: 7 },
    });
  });

  it('inside macros names the line of the model and the macros in between, innermost first', () => {
    const macros = "{% macro outer() %}\n{{ inner(1) }}{% endmacro %}\n{% macro inner(x) %}{{ x + 'a' }}{% endmacro %}";
    expect(diagnosticOf('a\n  {{ outer() }}', macros)).toMatchObject({
      location: { file: 'models/m.sql', line: 11, column: 6 },
      notes: [
        { message: "in macro 'inner'", location: { file: 'macros/m.sql', line: 3, column: 26 } },
        { message: "in macro 'outer'", location: { file: 'macros/m.sql', line: 2, column: 4 } },
      ],
    });
  });

  it.each([
    ['{% if x %}', 1, 11, /unexpected end of template, expected '{% elif %}'/],
    ['{{ a b }}', 1, 6, /unexpected 'b'/],
    ['{% fi x %}', 1, 4, /unknown tag 'fi'/],
    ["{% include 'x' %}", 1, 4, /not part of dbt's Jinja/],
    ["\n{{ 'abc }}", 2, 4, /not closed/],
    ['{{ (1, 2 }}', 1, 10, /unexpected '}'/],
    ['{# no end', 1, 1, /Missing end of comment/],
    ['{% for x of y %}', 1, 10, /expected 'in'/],
    ['{% endfor %}', 1, 4, /unknown tag 'endfor'/],
    ['{% set true = 1 %}', 1, 8, /cannot assign/],
  ])('of syntax in %j has a place', (text, line, column, message) => {
    try {
      environmentOf().compile({ text, file: 'm.sql' });
    } catch (error) {
      if (!(error instanceof TsdbtError)) throw error;
      expect(error.diagnostics[0].message).toMatch(message);
      expect(error.diagnostics[0]).toMatchObject({ code: 'TSDBT_TEMPLATE_SYNTAX', location: { line, column } });
      return;
    }
    throw new Error('it did not fail');
  });
});
