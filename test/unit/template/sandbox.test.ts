import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import { environmentOf, macrosOf, scopeOf } from './support.js';

/** What a template prints, or `error: ...`; anything that is not a diagnostic fails the test. */
function render(template: string, macros = ''): string {
  try {
    const environment = environmentOf({ keepsMacroNames: true, macros: macrosOf(macros) });
    return environment.compile({ text: template, file: 'm.sql' }).renderSync(scopeOf({ d: { a: 1 }, l: [1], s: 'x' }));
  } catch (error) {
    if (error instanceof TsdbtError) return `error: ${error.diagnostics[0].message}`;
    throw error;
  }
}

const escapes: [string, string][] = [
  ['constructor of a string', "{{ ''.constructor }}"],
  ['constructor of a list', '{{ [].constructor }}'],
  ['constructor of a dict', '{{ {}.constructor }}'],
  ['constructor of a number', '{{ (1).constructor }}'],
  ['constructor by item', "{{ ''['constructor'] }}"],
  ['constructor of a context value', "{{ d['constructor'] }}{{ d.constructor }}"],
  ['Function by a chain', "{{ range.constructor('return process')() }}"],
  ['Function by a method', "{{ ''.upper.constructor('return process')() }}"],
  ['__proto__', "{{ {}.__proto__ }}{{ d['__proto__'] }}"],
  ['prototype', '{{ range.prototype }}{{ dict.prototype }}'],
  ['__class__ and further', "{{ ''.__class__.__mro__ }}"],
  ['__globals__', '{{ range.__globals__ }}{{ cycler.__init__.__globals__ }}'],
  ['attr filter', "{{ ''|attr('constructor') }}{{ range|attr('__globals__') }}"],
  ['map by attribute', "{{ [range]|map(attribute='constructor')|list }}"],
  ['selectattr', "{{ [range]|selectattr('constructor')|list }}"],
  ['sort by attribute', "{{ ['a']|sort(attribute='constructor')|list }}"],
  ['format string with attributes', "{{ '{0.constructor}'.format(range) }}"],
  ['format string with items', "{{ '{0[constructor]}'.format({}) }}"],
  ['format_map', "{{ '{x.__class__}'.format_map({'x': 1}) }}"],
  ['percent format', "{{ '%(constructor)s' % {} }}"],
  ['call and apply of functions', '{{ range.call(1) }}{{ range.apply(1) }}{{ range.bind(1) }}'],
  ['toString and valueOf', '{{ d.toString() }}{{ d.valueOf() }}'],
  ['hasOwnProperty as a name', '{{ hasOwnProperty }}{{ toString }}{{ __proto__ }}{{ constructor }}'],
  ['globals of JavaScript', '{{ process }}{{ globalThis }}{{ require }}{{ Function }}{{ eval }}'],
  ['this and arguments', '{{ arguments }}{{ r }}{{ f.set }}{{ o }}{{ p }}{{ b }}'],
  ['self and lipsum', '{{ self }}{{ lipsum }}{{ self._TemplateReference__context }}'],
  ['loop', '{% for x in l %}{{ loop.constructor }}{{ loop.__proto__ }}{{ loop.items }}{% endfor %}'],
  [
    'caller',
    '{% macro w() %}{{ caller.constructor }}{{ varargs.constructor }}{{ kwargs.constructor }}{% endmacro %}{% call w() %}{% endcall %}',
  ],
  ['namespace', '{% set ns = namespace() %}{{ ns.constructor }}{{ ns.__proto__ }}{{ ns.entries }}'],
  ['joiner and cycler', '{{ joiner().constructor }}{{ cycler(1).constructor }}'],
];

/** What an escape that leads nowhere prints. */
const harmless = [/^$/, /^error: /, /^\[('a'|Undefined)?\]$/, /^\(\)\{\}$/, /^<[A-Z]\w+ /, /^1$/];

describe('a template does not reach JavaScript', () => {
  it.each(escapes)('by %s', (_name, template) => {
    const found = render(template);
    expect(found).not.toMatch(/native code|\[object |function \w*\(|=>|class \w+ \{|<generator|<method/);
    expect(
      harmless.some((form) => form.test(found)),
      found,
    ).toBe(true);
  });

  it('sets keys named like those of prototypes as plain keys', () => {
    expect(
      render(
        "{% do d.update({'__proto__': {'polluted': 1}, 'constructor': 2}) %}{{ d['__proto__'] }}|{{ d['constructor'] }}",
      ),
    ).toBe("{'polluted': 1}|2");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('emits names and texts so that none of them ends up as code', () => {
    const evil = '"+process.exit()+"';
    expect(render(`{{ '${evil}' }}`)).toBe(evil);
    expect(render('{{ x|nothing_of_the_kind }}')).toBe("error: No filter named 'nothing_of_the_kind'.");
    expect(render('{% set x-y = 1 %}')).toMatch(/^error: /);
    expect(render('a\u2028b{{ "\\u2028" }}`$\u007b1}`')).toBe('a\u2028b\u2028`$\u007b1}`');
    expect(
      render(
        '{% macro toString() %}t{% endmacro %}{% macro __proto__() %}p{% endmacro %}{{ toString() }}{{ __proto__() }}',
      ),
    ).toBe('tp');
  });

  it('calls nothing but functions made for templates', () => {
    expect(render('{{ d() }}')).toBe("error: 'dict' object is not callable");
    expect(render("{{ 'x'() }}")).toBe("error: 'str' object is not callable");
  });
});

describe('a template cannot take the process down', () => {
  const bombs: [string, string, RegExp][] = [
    ['a huge range', '{% for i in range(100000000) %}{% endfor %}', /Range too big/],
    [
      'loops in loops',
      '{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}',
      /more than 20000000 steps/,
    ],
    ['a macro that calls itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', /more than 200 levels deep/],
    ['a long string', "{{ 'x' * 100000000000 }}", /longer than/],
    [
      'a string that doubles',
      "{% set ns = namespace(s='x' * 1000000) %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
      /longer than/,
    ],
    [
      'a list that doubles',
      '{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}',
      /more than/,
    ],
    ['a huge power', '{{ 10 ** 10000000000 }}', /bits|large/i],
    ['a tower of powers', '{{ 9 ** (9 ** (9 ** 9)) }}', /bits|large|limit/i],
    ['a wide format', "{{ '%1000000000d' % 1 }}", /./],
    [
      'output without end',
      "{% set s = 'x' * 1000000 %}{% for i in range(1000) %}{{ s }}{% endfor %}",
      /prints more than/,
    ],
    ['parentheses without end', `{{ ${'('.repeat(100000)}1${')'.repeat(100000)} }}`, /levels deep/],
    ['tags without end', `${'{% if 1 %}'.repeat(10000)}${'{% endif %}'.repeat(10000)}`, /levels deep/],
    ['negations without end', `{{ ${'not '.repeat(100000)}1 }}`, /levels deep/],
    ['a list inside itself', '{% set l = [] %}{% do l.append(l) %}{{ l }}', /./],
  ];

  it.each(bombs)('by %s', (_name, template, message) => {
    const found = render(template);
    if (found.startsWith('error: ')) expect(found).toMatch(message);
    else expect(found).toBe('[[...]]');
  });
});
