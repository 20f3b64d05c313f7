import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { checkDbtVersion } from '../../../core/project/dbt-version.js';
import { createIgnore } from '../../../core/project/ignore-patterns.js';
import { hasTemplate, renderStrings } from '../../../core/project/render-strings.js';
import * as builders from '../../../core/project/schema/builders.js';
import { describeJson } from '../../../core/project/schema/describe-json.js';
import { isCollection, isMapping, JsonFloat } from '../../../core/resources/json.js';

describe('a float that is whole', () => {
  const one = new JsonFloat(1);
  const read = (schema: v.GenericSchema<unknown, unknown>, value: unknown) => v.safeParse(schema, value);

  it('is a number, neither mapping nor list', () => {
    expect([isMapping(one), isCollection(one), describeJson(one)]).toEqual([false, false, 'the number 1.0']);
    expect(
      renderStrings(
        [one],
        () => 'x',
        () => false,
      ),
    ).toEqual([one]);
  });

  it('is read as a number where one is expected, and as its spelling where a text is', () => {
    expect(read(builders.wholeNumber(), one).output).toBe(1);
    expect(read(builders.number(), one).output).toBe(1);
    expect(read(builders.looseText(), one).output).toBe('1.0');
    expect(read(builders.wholeNumber(), 1.5).success).toBe(false);
  });

  it.each([one, ['a']])('is refused where a mapping is expected, like a list: %j', (value) => {
    const schemas = [builders.open({}), builders.closed({}), builders.mapping(), builders.mappingOf(builders.text())];
    expect(schemas.map((schema) => read(schema, value).issues?.map(({ message }) => message))).toEqual(
      schemas.map(() => ['a mapping']),
    );
  });
});

describe('checkDbtVersion', () => {
  it.each([
    [['>=1.6.0', '<2.0.0'], 'met'],
    [['>=1.6.0,<2.0.0'], 'met'],
    [['1.11.16'], 'met'],
    [['=1.11.15'], 'unmet'],
    [['>1.11.16'], 'unmet'],
    [['<=1.11.16'], 'met'],
    [['>=1.11.16-rc1'], 'met'],
    [['>=2.0.0-a1'], 'unmet'],
    [['>=1.0'], 'malformed'],
    [['latest'], 'malformed'],
    [[], 'met'],
  ])('%j is %s', (specifiers, kind) => {
    expect(checkDbtVersion(specifiers, '1.11.16').kind).toBe(kind);
  });
});

describe('.dbtignore', () => {
  it.each([
    ['a.sql', 'models/a.sql', true],
    ['a.sql', 'models/deep/a.sql', true],
    ['models/a.sql', 'models/a.sql', true],
    ['sub/a.sql', 'models/sub/a.sql', false],
    ['/models/*.sql', 'models/a.sql', true],
    ['/models/*.sql', 'models/sub/a.sql', false],
    ['models/**/a.sql', 'models/x/y/a.sql', true],
    ['models/**', 'models/x/y', true],
    ['old/', 'models/old/a.sql', true],
    ['old/', 'models/old', false],
    ['old', 'models/old/a.sql', true],
    ['?.sql', 'models/b.sql', true],
    ['[ab].sql', 'models/b.sql', true],
    ['[!ab].sql', 'models/b.sql', false],
    ['a+b.sql', 'models/a+b.sql', true],
    ['a.sql', 'models/axsql', false],
    ['# a.sql', 'models/a.sql', false],
    ['*.sql\n!keep.sql', 'models/keep.sql', false],
    ['*.sql\r\n', 'models/a.sql', true],
  ])('%j and %s: %s', (text, path, isIgnored) => {
    expect(createIgnore(text)(path)).toBe(isIgnored);
  });
});

describe('renderStrings', () => {
  const render = (text: string, path: readonly (string | number)[]) => `${path.join('.')}=${text.length}`;

  it('renders texts that hold a template and leaves the rest alone', () => {
    const value = { a: ['{{ x }}', 'plain', 5], b: { c: '{% if %}' }, d: null };
    expect(renderStrings(value, render, () => false)).toEqual({ a: ['a.0=7', 'plain', 5], b: { c: 'b.c=8' }, d: null });
  });

  it('leaves alone what is to be kept, with all below', () => {
    expect(renderStrings({ a: { b: '{{ x }}' } }, render, (path) => path[0] === 'a')).toEqual({ a: { b: '{{ x }}' } });
  });

  it('knows a template by its brackets', () => {
    expect(['{{', '{%', '{#', '{', '}}'].map(hasTemplate)).toEqual([true, true, true, false, false]);
  });
});
