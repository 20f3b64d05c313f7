/** Ways to render: leniently while parsing, natively, awaiting; and what is read from the tree alone. */
import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import { Dict } from '../../../core/template/values/dict.js';
import { hostFunction } from '../../../core/template/values/host-function.js';
import { Tuple, UndefinedValue } from '../../../core/template/values/value.js';
import { environmentOf, macrosOf, scopeOf } from './support.js';

function diagnosticOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof TsdbtError) return error.diagnostics[0];
    throw error;
  }
  throw new Error('no error was raised');
}

const compile = (text: string) => environmentOf().compile({ text, file: 'm.sql' });

describe('while parsing', () => {
  const lenient = scopeOf({}, { isLenient: true });

  it('undefined gives undefined for attributes, items, slices and calls', () => {
    expect(compile("[{{ a.b.c }}{{ a['b'][0] }}{{ a() }}{{ a.b(1, x=2).c }}{{ a[1:] }}]").renderSync(lenient)).toBe(
      '[]',
    );
  });

  it('undefined is empty in loops and false in conditions', () => {
    const text = '{% for x in a.rows %}x{% else %}none{% endfor %}{% if a.b() %}yes{% else %}no{% endif %}';
    expect(compile(text).renderSync(lenient)).toBe('noneno');
  });

  it('arithmetic with undefined still raises', () => {
    expect(diagnosticOf(() => compile('{{ a + 1 }}').renderSync(lenient)).message).toBe("'a' is undefined");
  });

  it('a promise is refused where it is called, and its failure stays harmless', async () => {
    const query = hostFunction('query', '', () => Promise.reject(new Error('no database')));
    const problem = diagnosticOf(() => compile('\n{{ query() }}').renderSync(scopeOf({}, { values: { query } })));
    expect(problem).toMatchObject({ message: 'a query cannot be run while parsing', location: { line: 2, column: 4 } });
  });
});

describe('natively', () => {
  it.each([
    ['{{ 1 }}', 1],
    ['{{ none }}', null],
    ['{{ true }}', true],
    ["{{ 'a' ~ 1 }}", 'a1'],
    ['{{ [1, none] }}', [1, null]],
    [' {{ 1 }}', ' 1'],
    ['{{ 1 }}{{ 2 }}', '12'],
    ['plain', 'plain'],
    ['', ''],
  ])('%j is %j', (text, value) => {
    expect(compile(text).renderNativeSync(scopeOf())).toEqual(value);
  });

  it('dicts, tuples and undefined stay what they are', () => {
    expect(compile("{{ {'a': 1} }}").renderNativeSync(scopeOf())).toBeInstanceOf(Dict);
    expect(compile('{{ 1, 2 }}').renderNativeSync(scopeOf())).toEqual(new Tuple([1, 2]));
    expect(compile('{{ nope }}').renderNativeSync(scopeOf())).toBeInstanceOf(UndefinedValue);
  });
});

describe('awaiting', () => {
  it('waits for calls wherever an expression may stand', async () => {
    const later = hostFunction('later', 'x', ([x]) => Promise.resolve(x));
    const text = [
      '{{ later(1) + later(2) }}',
      '{{ [later(1), {later("k"): later(2)}] }}',
      '{{ later("a") ~ later("b") }}',
      '{{ 1 if later(true) else 2 }}',
      '{{ later(later(5)) }}',
      '{% for x in later([1, 2, 3]) if later(x) > 1 %}{{ x }}{{ loop.last }}{% endfor %}',
      '{% if later(false) %}a{% elif later(true) %}b{% endif %}',
      '{% set x = later("x") %}{{ x }}',
      '{{ later("l")|upper }}',
      '{{ later(1) < later(2) < later(3) }}',
      '{{ later(none) or later("z") }}',
      '{% filter upper %}{{ later("f") }}{% endfilter %}',
      '{% with y = later("y") %}{{ y }}{% endwith %}',
      '{% do later(1) %}',
      '{{ "abc"[later(1):] }}',
      '{% for n in [[1, [2]]] recursive %}{{ later(n) if n is number else loop(n) }}{% endfor %}',
    ].join('|');
    const rendered = await compile(text).render(scopeOf({}, { values: { later } }));
    expect(rendered.text).toBe("3|[1, {'k': 2}]|ab|1|5|2False3True|b|x|L|True|z|F|y||bc|12");
  });

  it('calls macros whose arguments, defaults and callers wait', async () => {
    const later = hostFunction('later', 'x', ([x]) => Promise.resolve(x));
    const macros = macrosOf(
      '{% macro m(a, b=later("d")) %}{{ a }}{{ b }}{{ caller() if caller is defined }}{% endmacro %}' +
        '{% macro r() %}{{ return(later([1])) }}{% endmacro %}',
    );
    const template = environmentOf({ macros }).compile({
      text: '{{ m(later("a")) }}|{% call m(1) %}{{ later("c") }}{% endcall %}|{{ r()[0] + 1 }}',
      file: 'm.sql',
    });
    expect((await template.render(scopeOf({}, { values: { later } }))).text).toBe('ad|1dc|2');
  });
});

describe('return', () => {
  it('outside of a macro is an error at its place', () => {
    expect(diagnosticOf(() => compile('a\n {{ return(1) }}').renderSync(scopeOf()))).toMatchObject({
      message: "'return' is used outside of a macro",
      location: { file: 'm.sql', line: 2, column: 5 },
    });
  });
});

describe('literal calls', () => {
  it('are read with branches not taken, inside blocks and arguments, with their places', () => {
    const text = [
      "{{ ref('a') }}",
      "{% if false %}{{ ref('p', 'b') }}{% endif %}",
      "{% macro m() %}{{ source('s', 't') }}{% endmacro %}",
      "{% set q %}{{ wrap(ref('c')) }}{% endset %}{{ ref(name) }}{{ other('x') }}",
      "{{ ref('d', v=2) }}{{ ref('e', v=name) }}{{ ref(*names) }}",
    ].join('\n');
    const calls = compile(text).literalCalls(['ref', 'source']);
    expect(calls.map(({ name, args, kwargs, location }) => [name, args, [...kwargs], location.line])).toEqual([
      ['ref', ['a'], [], 1],
      ['ref', ['p', 'b'], [], 2],
      ['source', ['s', 't'], [], 3],
      ['ref', ['c'], [], 4],
      ['ref', ['d'], [['v', 2]], 5],
    ]);
  });
});

describe('a name whose value is none', () => {
  it('is none, not undefined', () => {
    expect(compile('{{ n }}{{ n is none }}{{ n is defined }}').renderSync(scopeOf({ n: null }))).toBe('NoneTrueTrue');
  });
});
