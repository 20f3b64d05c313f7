/**
 * Parsing walks a template's tree, execution runs code made of it, or walks it too where no call stands in another
 * expression or the head of a tag. All must do the same: text, errors with their places and notes, names looked up, macros reported.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import type { Json } from '../../../core/resources/json.js';
import type { Scope, Template } from '../../../core/template/template.js';
import { hostFunction } from '../../../core/template/values/host-function.js';
import { PythonError } from '../../../core/template/values/python-error.js';
import type { Value } from '../../../core/template/values/value.js';
import { environmentOf, macrosOf, scopeOf } from './support.js';

interface Case {
  readonly template: string;
  readonly context: Record<string, Json>;
}

function casesOf(name: string): Case[] {
  return JSON.parse(readFileSync(new URL(`../../fixtures/jinja/${name}.json`, import.meta.url), 'utf8'));
}

const macros = macrosOf(
  [
    '{% macro plain(a, b=2) %}\n<{{ a }},{{ b }}>{% endmacro %}',
    '{% macro giving(x) %}{% if x %}{{ return([x]) }}{% endif %}none{% endmacro %}',
    '{% macro any() %}{{ varargs }}{{ kwargs }}{% endmacro %}',
    '{% macro around() %}[{{ caller(1) }}]{% endmacro %}',
    '{% macro faulty(n) %}\n {{ plain(1 / n) }}{% endmacro %}',
    `{% macro ending(how, more=[1, [2]]) %}
      {%- if how == 'if' %}{{ return(1) }}{% endif %}
      {%- for i in range(3) if how == 'for' %}{% if i == 1 %}{{ return(i) }}{% endif %}{% else %}e{% endfor %}
      {%- set x %}{% if how == 'set' %}{{ return('s') }}{% endif %}{% endset %}
      {%- with y = 1 %}{% if how == 'with' %}{{ return([y]) }}{% endif %}{% endwith %}
      {%- if how == 'do' %}{% do return() %}{% endif %}
      {%- if how == 'call' %}{% call(n) around() %}{{ return(n) }}{% endcall %}{% endif %}
      {%- if how == 'own' %}{% macro inner() %}{{ return(7) }}{% endmacro %}{{ dbt_macro__inner() }}{% endif %}
      {%- if how == 'recursive' %}{% for m in more recursive %}{{ loop(m) if m is iterable else return(m) }}{% endfor %}{% endif %}
      {%- if how == 'hidden' %}{% set return = plain %}{{ return(3) }}{% endif %}
      {%- if how == 'wrong' %}{{ return(data=1, other=2) }}{% endif %}-
    {%- endmacro %}`,
    '{% macro deep(n) %}{% if n > 0 %}{% for i in [n] %}{{ deep(i - 1) }}{% endfor %}{% else %}end{% endif %}{% endmacro %}',
  ].join('\n'),
);

const environment = environmentOf({ macros });

const more: Case[] = [
  'text alone',
  'a {{ plain(1) }} b {{ plain(b=3, a=4) }} {{ plain(1, 2, 3) }}',
  '{{ plain(1, c=3) }}',
  '{{ plain() }}{{ plain(*[1, 2]) }}{{ plain(**{"a": 1}) }}',
  '{{ plain(a=1, **{"a": 2}) }}',
  '{{ plain(**3) }}',
  '{{ plain(*3) }}',
  '{{ giving(1) + giving(2) }}{{ giving(0) }}',
  '{% set x = giving(5)[0] %}{{ x + 1 }}',
  '{{ any(1, 2, k=3) }}',
  '{% call(n) around() %}n is {{ n }}{% endcall %}',
  '{% call(n) around() %}{{ n / 0 }}{% endcall %}',
  '{% call(n) around(caller=1) %}{{ n }}{% endcall %}',
  '{% call around() %}{{ return(1) }}{% endcall %}',
  'a\n\n  {{ faulty(0) }}',
  '{{ deep(150) }}',
  '{{ deep(250) }}',
  'x\n{{ return(1) }}',
  'x\n{% do return(1, 2) %}',
  '{{ ending("if") }}{{ ending("for") }}{{ ending("set") }}{{ ending("with") }}{{ ending("do") }}{{ ending("none") }}',
  '{{ ending("call") }}{{ ending("own") }}{{ ending("recursive") }}{{ ending("hidden") }}{{ ending("wrong") }}',
  '{% for i in range(2) %}{{ return(i) }}{% endfor %}',
  '{{ missing_macro(1) }}',
  '{{ shop.plain(1) }}{{ shop.nothing }}{{ shop.nothing() }}',
  '{{ host(1, y=[2]) }}{{ host() }}',
  '{{ host(1, 2, 3) }}',
  '{% macro own(a=1) %}{{ a }}{% endmacro %}{{ own() }}{{ dbt_macro__own(2) }}',
  '{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% else %}E{% endfor %}',
  '{% for i in [1] %}{% break %}{% else %}E{% endfor %}',
  '{% for i in range(3) %}{% set t %}a{% if i %}{% break %}{% endif %}{% endset %}{{ t }}{{ i }}{% endfor %}',
  '{% for i in range(3) %}{% with j = i %}{% if j == 1 %}{% continue %}{% endif %}{{ j }}{% endwith %}{% endfor %}',
  '{% for i in range(3) %}{% filter upper %}a{% if i == 1 %}{% continue %}{% endif %}{% endfilter %}{% endfor %}',
  '{% for i in range(2) %}{% for j in [] %}{% else %}{% break %}{% endfor %}x{% endfor %}',
  '{% for a, (b, c) in [[1, [2, 3]]] %}{{ a }}{{ b }}{{ c }}{{ loop.last }}{% endfor %}',
  '{% for a, b in [[1]] %}{% endfor %}',
  '{% for i in 3 %}{% endfor %}',
  '{% for i in range(6) if i % 2 %}{{ loop.index }}:{{ i }}/{{ loop.length }}{% endfor %}',
  '{% for i in [1, 0] if 1 / i %}{{ i }}{% endfor %}',
  '{% for i in [1, 2] if giving(i) %}{{ i }}{{ loop.last }}{% endfor %}',
  '{% for x in [1, [2, [3]]] recursive %}{{ x if x is number else loop(x) }}{% endfor %}',
  '{% for x in [1, [0]] recursive %}{{ 1 / x if x is number else loop(x) }}{% endfor %}',
  '{% for x in [1] recursive %}{% else %}{% break %}{% endfor %}',
  '{% for i in [1] %}{% for x in [1] recursive %}{% else %}{% break %}{% endfor %}{% endfor %}',
  '{% set ns = namespace(a=1) %}{% set ns.a = 2 %}{{ ns.a }}{% set b.c = 1 %}',
  '{% set a, b = 1, 2 %}{{ a + b }}{% set a, b = [1] %}',
  '{% set x | upper | replace("A", "b") %}a{{ 1 }}{% endset %}{{ x }}',
  '{% set x | nothing %}a{% endset %}',
  '{{ 1 is nothing }}',
  '{{ 1 < 2 < 3 }}{{ 3 > 2 < 1 }}{{ 1 in [1] == true }}{{ 1 < "a" }}',
  '{{ 1 if 0 }}{{ (1 if 0) is defined }}\n{{ (1 if 0).x }}',
  '{{ 0 or "" or [] }}{{ 1 and 2 and 0 }}{{ not 1 }}{{ -(-1) }}{{ +1.0 }}{{ -"a" }}',
  '{{ [1, 2, 3][1:] }}{{ "abc"[::-1] }}{{ [1][5] }}{{ {"a": 1}.a }}{{ {[1]: 2} }}',
  '{{ 9007199254740993 }}{{ 1e3 }}{{ 1_000 }}{{ 1 ~ none ~ [2] }}{{ 1 ~ x.y.z }}',
  '{% do [].append(1) %}{% do nothing.append(1) %}',
  '{% print 1, 2 %}{% print 1 / 0 %}',
].map((template) => ({ template, context: { b: 7 } }));

interface Outcome {
  readonly text?: string;
  readonly diagnostics?: unknown;
  readonly looked: readonly string[];
  readonly called: readonly string[];
}

async function outcomeOf(
  { template, context }: Case,
  render: (template: Template, scope: Scope) => unknown,
  values: Readonly<Record<string, Value>> = {},
) {
  const looked: string[] = [];
  const called: string[] = [];
  const host = hostFunction('host', 'x=None, y=0', ([x, y]) => [x, y]);
  const scope = scopeOf(context, { values: { host, ...values } });
  const watched: Scope = {
    ...scope,
    lookup: (name) => {
      looked.push(name);
      return scope.lookup(name);
    },
    onMacro: (name, found) => called.push(`${name} ${found}`),
  };
  const outcome = (found: Pick<Outcome, 'text' | 'diagnostics'>): Outcome => ({ ...found, looked, called });
  try {
    const compiled = environment.compile({ text: template, file: 'case.sql', line: 3, column: 5 });
    return outcome({ text: String(await render(compiled, watched)) });
  } catch (error) {
    if (!(error instanceof TsdbtError)) throw error;
    return outcome({ diagnostics: error.diagnostics });
  }
}

function isWellFormed(template: string): boolean {
  try {
    environment.compile({ text: template, file: 'case.sql' }).literalCalls([]);
    return true;
  } catch {
    return false;
  }
}

/** Prints nothing, and only code can run what has it. */
const needsCode = '{% if false %}{{ [range(1)] }}{% endif %}';
const all = [...casesOf('cases'), ...casesOf('constructs'), ...more];

describe('walking the tree and running its code agree on', () => {
  it.each(all)('$template', async ({ template: text, context }) => {
    const one = { template: text + needsCode, context };
    const walked = await outcomeOf(one, (template, scope) => template.renderSync(scope));
    const run = await outcomeOf(one, async (template, scope) => (await template.render(scope)).text);
    expect(walked).toEqual(run);
  });

  it.each(more)('errors and texts where nothing is undefined: $template', async ({ template: text, context }) => {
    const one = { template: text + needsCode, context };
    const lenient = (scope: Scope): Scope => ({ ...scope, isLenient: true });
    const walked = await outcomeOf(one, (template, scope) => template.renderSync(lenient(scope)));
    const run = await outcomeOf(one, async (template, scope) => (await template.render(lenient(scope))).text);
    expect(walked).toEqual(run);
  });
});

describe('rendering that may wait does the same without code and with it', () => {
  const later = hostFunction('host', 'x=None, y=0', async ([x]) => {
    await Promise.resolve();
    if (x === 3n || x === 3) throw new PythonError('RuntimeError', 'refused');
    return x as never;
  });
  const waiting = [
    '{{ host(1) }}{{ x }}',
    'a {{ host(2) }} b\n{% do host(1) %}{{ host(3) }}',
    '{{ host([1, x.y]) }}',
    '{% set y = host(1) %}{{ y }}{% set a, b = host([1, 2]) %}{{ a }}{{ b }}{% set a, b = host(1) %}',
    '{% for i in [1, 2] %}{{ host(i) }},{% if loop.last %}{% do host(3) %}{% endif %}{% endfor %}',
    '{% for i in [1, 2] %}{% if i == 2 %}{{ host(i) }}{% break %}{% endif %}{{ host(0) }}{% else %}{{ host(5) }}{% endfor %}',
    '{% for i in [1] %}{% continue %}{% else %}{{ host(i) }}{{ host(5) }}{% endfor %}',
    '{% if x == 1 %}{% elif x %}{{ host(x) }}{% else %}{{ host(2) }}{% endif %}',
    '{% for i in [1, 2, 3] if i != 2 %}{% set z = host(i) %}{{ z }}{{ loop.cycle("a", "b") }}{% endfor %}',
  ];
  const texts = [...casesOf('constructs'), ...more, ...waiting.map((template) => ({ template, context: { x: 'X' } }))];

  it.each(texts.filter(({ template }) => isWellFormed(template) && isWellFormed(template.trimEnd() + needsCode)))(
    '$template',
    async ({ template, context }) => {
      // A line break at the very end is not printed, and would be before a tag.
      const text = template.trimEnd();
      const pieces = async (own: Template, scope: Scope) =>
        JSON.stringify(
          (await own.render(scope)).pieces.map(({ text: piece, origin }) => [
            piece,
            origin,
            origin?.line,
            origin?.column,
          ]),
          (key, value) => (key === 'source' ? undefined : value),
        );
      const values: Record<string, Value> = waiting.includes(template) ? { host: later } : {};
      const plain = await outcomeOf({ template: text, context }, pieces, values);
      expect(plain).toEqual(await outcomeOf({ template: text + needsCode, context }, pieces, values));
    },
  );

  it('makes no code of a template that is too deep for it either', async () => {
    const environment = environmentOf();
    const render = (text: string) => environment.compile({ text, file: 'case.sql' }).render(scopeOf());
    const deep = `{{ 1${' + 1'.repeat(40_000)} }}`;
    await expect(render(deep)).rejects.toThrow('nested too deeply');
    await expect(render(deep + needsCode)).rejects.toThrow('nested too deeply');
  });
});
