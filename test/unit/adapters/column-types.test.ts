import { describe, expect, it } from 'vitest';
import { postgresColumnTypes } from '../../../adapters/postgres/types/column-types.js';
import { sqliteColumnTypes } from '../../../adapters/sqlite/column-types.js';

describe('types of Postgres', () => {
  const { keeps, isLongerText } = postgresColumnTypes;

  it.each([
    ['bigint', 'integer'],
    ['integer', 'smallint'],
    ['numeric', 'bigint'],
    ['numeric', 'numeric(10,2)'],
    ['numeric(12,2)', 'numeric(10,2)'],
    ['numeric(12,4)', 'numeric(10,2)'],
    ['numeric(19,0)', 'bigint'],
    ['double precision', 'integer'],
    ['double precision', 'real'],
    ['text', 'character varying(10)'],
    ['character varying', 'text'],
    ['character varying(20)', 'character varying(10)'],
    ['character varying(3)', 'character(3)'],
    ['text', 'jsonb'],
    ['timestamp without time zone', 'date'],
    ['timestamp(6) without time zone', 'timestamp(3) without time zone'],
    ['timestamp with time zone', 'timestamp(3) with time zone'],
    ['bigint[]', 'integer[]'],
    ['app.mood', 'app.mood'],
  ])('%s keeps %s and not the other way round, unless both are without limits', (wide, narrow) => {
    expect(keeps(wide, narrow)).toBe(true);
    const isSame = wide === narrow || (wide === 'character varying' && narrow === 'text');
    expect(keeps(narrow, wide)).toBe(isSame);
  });

  it.each([
    ['numeric(10,2)', 'numeric(10,4)'],
    ['numeric(10,0)', 'bigint'],
    ['double precision', 'bigint'],
    ['real', 'integer'],
    ['numeric', 'double precision'],
    ['timestamp with time zone', 'timestamp without time zone'],
    ['timestamp(3) without time zone', 'date'],
    ['integer', 'boolean'],
    ['date', 'character varying(10)'],
    ['character varying(10)', 'integer'],
    ['character(5)', 'character varying(3)'],
    ['integer[]', 'integer'],
    ['app.mood', 'app.code'],
  ])('neither %s nor %s is known to keep the other', (one, other) => {
    expect([keeps(one, other), keeps(other, one)]).toEqual([false, false]);
  });

  it('calls longer texts what only lifts a limit of length', () => {
    expect(isLongerText('character varying(20)', 'character varying(10)')).toBe(true);
    expect(isLongerText('text', 'character varying(10)')).toBe(true);
    expect(isLongerText('character varying(10)', 'character varying(20)')).toBe(false);
    expect(isLongerText('text', 'character varying')).toBe(false);
    expect(isLongerText('text', 'integer')).toBe(false);
  });
});

describe('types of SQLite', () => {
  it.each([
    { holder: 'TEXT', kept: 'INT', keeps: true },
    { holder: 'INT', kept: 'TEXT', keeps: false },
    { holder: 'NUM', kept: 'varchar(20)', keeps: false },
    { holder: 'REAL', kept: 'INT', keeps: false },
    { holder: 'INTEGER', kept: 'REAL', keeps: true },
    { holder: 'bigint', kept: 'INT', keeps: true },
    { holder: 'UNKNOWN', kept: 'TEXT', keeps: true },
    { holder: 'INT', kept: 'UNKNOWN', keeps: true },
  ])('$holder keeps $kept: $keeps', ({ holder, kept, keeps }) => {
    expect(sqliteColumnTypes.keeps(holder, kept)).toBe(keeps);
  });
});
