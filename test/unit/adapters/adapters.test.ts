/** What adapters say without a database: folding, rendering, errors of other origins, and which library Node can load. */
import { describe, expect, it } from 'vitest';
import { adapters as table } from '../../../adapters/index.js';
import { canLoadNewest } from '../../../adapters/sqlite/driver/child/library.js';
import { failureError } from '../../../core/adapter/failure-error.js';

const adapters = await Promise.all(Object.values(table).map((entry) => entry.load()));

describe.each(adapters.map((adapter) => [adapter.type, adapter] as const))('%s', (type, adapter) => {
  it('is found under its type and points to the macros of the package', () => {
    expect(table[type]!.type).toBe(type);
    expect(adapter.macroPrefixes).toEqual([type, 'default']);
    expect(adapter.macroFolder.pathname).toMatch(new RegExp(`/adapters/${type}/macros/$`));
  });

  it('gives a stated failure back unchanged', () => {
    const failure = {
      kind: 'locked',
      message: 'm',
      code: 'c',
      position: 1,
      detail: 'd',
      hint: 'h',
      isTransient: true,
    } as const;
    expect(adapter.classifyError(failureError(failure))).toEqual(failure);
  });

  it('classifies whatever else is thrown', () => {
    for (const thrown of [
      'text',
      undefined,
      null,
      new TypeError('x is undefined'),
      { odd: 1 },
      new DOMException('stop', 'AbortError'),
    ]) {
      expect(adapter.classifyError(thrown)).toMatchObject({ kind: 'other', code: null, isTransient: false });
    }
  });

  it('renders a relation by its quote policy and leaves out absent parts', () => {
    const { renderRelation } = adapter.dialect;
    const relation = {
      database: null,
      schema: 's',
      identifier: 'a"b',
      type: null,
      quoting: { database: true, schema: false, identifier: true },
    };
    expect(renderRelation(relation)).toBe('s."a""b"');
    expect(renderRelation({ ...relation, schema: null })).toBe('"a""b"');
  });
});

it('Postgres keeps quoted names and lowers unquoted ones; SQLite compares all without case', async () => {
  const [postgres, sqlite] = [await table.postgres!.load(), await table.sqlite!.load()];
  expect([postgres.dialect.foldIdentifier('Ab', true), postgres.dialect.foldIdentifier('AbÄ', false)]).toEqual([
    'Ab',
    'abÄ',
  ]);
  expect([sqlite.dialect.foldIdentifier('Ab', true), sqlite.dialect.foldIdentifier('Ab', false)]).toEqual(['ab', 'ab']);
});

it('never loads better-sqlite3 13 on a Node that it would crash', () => {
  expect(canLoadNewest('20.20.2', '13.2.0')).toBe(false);
  expect(canLoadNewest('22.13.1', '13.2.0')).toBe(false);
  expect(canLoadNewest('22.14.0', '13.2.0')).toBe(true);
  expect(canLoadNewest('24.0.0', '13.2.0')).toBe(true);
  expect(canLoadNewest('20.20.2', '12.11.1')).toBe(true);
});
