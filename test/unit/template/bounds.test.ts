/** Templates that are too much for the process end in a diagnostic that names their place. */
import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import { hostFunction } from '../../../core/template/values/host-function.js';
import type { Value } from '../../../core/template/values/value.js';
import { environmentOf, macrosOf, scopeOf } from './support.js';

async function failure(work: () => unknown): Promise<TsdbtError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof TsdbtError) return error;
    throw error;
  }
  throw new Error('no error was raised');
}

const tooDeep: [string, string][] = [
  ['parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
  ['lists', `{{ ${'['.repeat(5000)}${']'.repeat(5000)} }}`],
  ['dicts', `{{ ${'{1: '.repeat(5000)}1${'}'.repeat(5000)} }}`],
  ['calls in calls', `{{ ${'f('.repeat(5000)}${')'.repeat(5000)} }}`],
  ['not', `{{ ${'not '.repeat(20000)}1 }}`],
  ['minus', `{{ ${'-'.repeat(20000)}1 }}`],
  ['a sum', `{{ ${'1 + '.repeat(20000)}1 }}`],
  ['and', `{{ ${'1 and '.repeat(20000)}1 }}`],
  ['if and else in a row', `{{ ${'1 if 0 else '.repeat(20000)}1 }}`],
  ['attributes', `{{ a${'.b'.repeat(20000)} }}`],
  ['calls of what was called', `{{ a${'()'.repeat(20000)} }}`],
  ['filters', `{{ 1${'|string'.repeat(20000)} }}`],
  ['if tags', `${'{% if 1 %}'.repeat(5000)}${'{% endif %}'.repeat(5000)}`],
  ['for tags', `${'{% for a in [1] %}'.repeat(300)}${'{% endfor %}'.repeat(300)}`],
  ['set tags', `${'{% set a %}'.repeat(300)}${'{% endset %}'.repeat(300)}`],
];

describe('nesting without end is an error in the template:', () => {
  it.each(tooDeep)('%s', async (_name, text) => {
    const environment = environmentOf();
    for (const isAwaiting of [false, true]) {
      const error = await failure(() => {
        const template = environment.compile({ text, file: 'm.sql' });
        return isAwaiting ? template.render(scopeOf()) : template.renderSync(scopeOf());
      });
      expect(error.diagnostics[0].code).toMatch(/^TSDBT_TEMPLATE_(SYNTAX|LIMIT)$/);
      expect(error.diagnostics[0].location).toMatchObject({ file: 'm.sql', line: 1 });
    }
  });
});

it('a long row of elif tags is read one by one', async () => {
  const text = `{% if 0 %}a${'{% elif 0 %}b'.repeat(5000)}{% elif 1 %}c{% else %}d{% endif %}`;
  const template = environmentOf().compile({ text, file: 'm.sql' });
  expect(template.renderSync(scopeOf())).toBe('c');
  expect((await template.render(scopeOf())).text).toBe('c');
});

describe('calls without end are an error in the template:', () => {
  const macros = macrosOf(
    '{% macro direct(n) %}{{ direct(n) }}{% endmacro %}' +
      '{% macro returning(n) %}{{ return(returning(n)) }}{% endmacro %}' +
      '{% macro here() %}{{ there() }}{% endmacro %}{% macro there() %}{{ here() }}{% endmacro %}' +
      '{% macro wrapped() %}{% call wrapped() %}{{ caller() }}{% endcall %}{% endmacro %}' +
      '{% macro hosted() %}{{ call_back() }}{% endmacro %}',
  );
  it.each([
    ['a macro that calls itself', '{{ direct(1) }}'],
    ['a macro that returns its own call', '{{ returning(1) }}'],
    ['two macros that call each other', '{{ here() }}'],
    ['call blocks', '{% call wrapped() %}x{% endcall %}'],
    ['a host function that calls back', '{{ hosted() }}'],
    ['a recursive loop', '{% set l = [] %}{% do l.append(l) %}{% for x in l recursive %}{{ loop(x) }}{% endfor %}'],
  ])('%s', async (_name, text) => {
    const environment = environmentOf({ macros });
    const hosted = environment.findMacro('hosted', 'shop');
    for (const isAwaiting of [false, true]) {
      const values: Record<string, Value> = {};
      const scope = scopeOf({}, { values });
      const own = { ...scope, lookup: (name: string) => (name === 'call_back' ? callBack : scope.lookup(name)) };
      const callBack = hostFunction('call_back', '', () => {
        const macro = hosted === null ? null : environment.macroValue(hosted, own);
        return (macro as { callable: (call: object) => Value | Promise<Value> }).callable({
          args: [],
          kwargs: new Map(),
        });
      });
      const template = environment.compile({ text, file: 'm.sql' });
      const error = await failure(() => (isAwaiting ? template.render(own) : template.renderSync(own)));
      expect(error.diagnostics[0].code).toBe('TSDBT_TEMPLATE_LIMIT');
      expect(error.diagnostics[0].location).toMatchObject({ file: 'm.sql', line: 1 });
    }
  });
});

describe('values without end are an error in the template:', () => {
  it.each([
    [
      'a list in a list in a list',
      '{% set ns = namespace(l=[]) %}{% for i in range(99999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}',
    ],
    ['a string times a number', "{{ 'a' * 10000000000 }}"],
    [
      'a string doubled',
      "{% set ns = namespace(s='a') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    ],
    ['a list doubled', '{% set l = [0] %}{% for i in range(60) %}{% do l.extend(l) %}{% endfor %}'],
  ])('%s', async (_name, text) => {
    const template = environmentOf().compile({ text, file: 'm.sql' });
    const error = await failure(() => template.renderSync(scopeOf()));
    expect(error.diagnostics[0]).toMatchObject({ code: 'TSDBT_TEMPLATE_LIMIT', location: { file: 'm.sql', line: 1 } });
  });
});
