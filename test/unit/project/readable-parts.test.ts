import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../core/diagnostics/diagnostic.js';
import { meantBy, usablePart } from '../../../core/project/dbt-project/usable-part.js';
import { mentions } from '../../../core/project/mentions.js';
import { standInOutput } from '../../../core/project/profile/stand-in-output.js';
import { withoutFollowUps } from '../../../core/project/schema/without-follow-ups.js';
import { takeOut } from '../../../core/project/take-out.js';
import type { Json, JsonObject } from '../../../core/resources/json.js';

const KEYS = ['name', 'vars', 'models', 'model-paths', 'flags'];

describe('usablePart', () => {
  it('is the file without the keys that are wrong; of a tree of configs only the wrong config goes', () => {
    const file = {
      name: 'shop',
      vars: [1],
      models: { '+tags': { a: 1 }, staging: { '+schema': 's', '+enabled': 'x' } },
    };
    const wrong = [['vars'], ['models', '+tags'], ['models', 'staging', '+enabled']];
    expect(usablePart(file, wrong, KEYS)).toEqual({ name: 'shop', models: { staging: { '+schema': 's' } } });
  });

  it.each([[['name']], [['model-paths', 0]], [['model-path']], [[]]])('is nothing when %j is wrong', (path) => {
    expect(usablePart({ name: 'shop' }, [path], KEYS)).toBeNull();
  });

  it('takes a mistyped key for the one that is meant', () => {
    expect(meantBy('var', KEYS)).toBe('vars');
    expect(meantBy('flags', KEYS)).toBe('flags');
  });
});

describe('takeOut', () => {
  it('goes through lists to mappings, and drops a list with a wrong item as a whole', () => {
    const value: JsonObject = { models: [{ name: 'a', config: { tags: ['x', 1], enabled: true } }, { name: 'b' }] };
    expect(takeOut(value, [['models', 0, 'config', 'tags', 1]])).toEqual({
      models: [{ name: 'a', config: { enabled: true } }, { name: 'b' }],
    });
  });

  it('leaves what is not there alone', () => {
    expect(takeOut({ a: { b: 1 } }, [['c'], ['a', 'x']])).toEqual({ a: { b: 1 } });
  });
});

describe('mentions', () => {
  it.each([
    ['{{ target.name }}', true],
    ['select target_id, my_target, targets', false],
    ['a_target target', true],
    ['', false],
  ])('of target in %j: %s', (text, expected) => {
    expect(mentions(text, ['target'])).toBe(expected);
  });
});

describe('withoutFollowUps', () => {
  it('drops what is said of a string that could not be rendered, and nothing else', () => {
    const place = (column: number) => ({ file: 'f', line: 1, column });
    const found = [1, 2].map(
      (column): Diagnostic => ({
        code: 'TSDBT_CONFIG_INVALID',
        severity: 'error',
        message: 'm',
        location: place(column),
      }),
    );
    const document = { locate: () => place(2) };
    expect(withoutFollowUps(found, document, [['a']])).toEqual([found[0]]);
    expect(withoutFollowUps(found, document, [])).toEqual(found);
  });
});

describe('standInOutput', () => {
  const ask = (profiles: Json, targetName: string | null = null) =>
    standInOutput({ profiles, profileName: 'shop', targetName, types: ['sqlite', 'postgres'], projectName: 'shop' });

  it("keeps the user's type, target, database and schema", () => {
    const profiles = {
      shop: { target: 'dev', outputs: { dev: { type: 'postgres', dbname: 'd', schema: 's', port: 'x' } } },
    };
    expect(ask(profiles)).toMatchObject({
      targetName: 'dev',
      type: 'postgres',
      isTypeKnown: true,
      output: { type: 'postgres', dbname: 'd', schema: 's' },
    });
  });

  it('of an unknown target has the type of the others', () => {
    expect(ask({ shop: { outputs: { dev: { type: 'postgres' } } } }, 'nope')).toMatchObject({
      targetName: 'nope',
      type: 'postgres',
      isTypeKnown: true,
    });
  });

  it.each<Json>([
    null,
    'text',
    { shop: 1 },
    { shop: { outputs: [] } },
    { shop: { target: '{{ x }}', outputs: { a: { type: 'x' } } } },
  ])('of %j is SQLite, which nobody said', (profiles) => {
    expect(ask(profiles)).toMatchObject({ targetName: 'default', type: 'sqlite', isTypeKnown: false });
  });
});
