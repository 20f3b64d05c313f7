/** Where statements of a text end, under each database's quoting rules. */
import { describe, expect, it } from 'vitest';
import { sqlTokens, statementSpans } from '../../../adapters/common/sql-tokens.js';

const split = (text: string, postgres: boolean) =>
  statementSpans(text, { postgres }).map(({ start, end }) => text.slice(start, end).trim());

describe('statementSpans', () => {
  it('ends statements at semicolons outside of strings, names and comments', () => {
    expect(split(`select ';', ";" -- ;\n/* ; */; select 'it''s;'`, true)).toEqual([
      `select ';', ";" -- ;\n/* ; */`,
      `select 'it''s;'`,
    ]);
  });

  it('leaves out what holds only blanks and comments', () => {
    expect(split(' ; ; -- a\n; /* b */ ;', true)).toEqual([]);
    expect(split('', false)).toEqual([]);
  });

  it('knows the dollar quotes, escapes and nested comments of Postgres', () => {
    expect(split('select $$a;b$$, $x$;$$;$x$; select 1', true)).toEqual(['select $$a;b$$, $x$;$$;$x$', 'select 1']);
    expect(split("select E'\\';'; select 'a\\'; select 2", true)).toEqual([
      "select E'\\';'",
      "select 'a\\'",
      'select 2',
    ]);
    expect(split('select /* /* ; */ ; */ 1; select 2', true)).toEqual(['select /* /* ; */ ; */ 1', 'select 2']);
    expect(split('select a$1;select 2', true)).toEqual(['select a$1', 'select 2']);
  });

  it('knows the brackets and backticks of SQLite, whose comments do not nest', () => {
    expect(split('select [a;b], `c;d`; select 2', false)).toEqual(['select [a;b], `c;d`', 'select 2']);
    expect(split('select 1 /* /* */; select 2', false)).toEqual(['select 1 /* /* */', 'select 2']);
  });

  it('lets an unclosed string or comment reach to the end', () => {
    expect(split("select 'a; select 2", true)).toEqual(["select 'a; select 2"]);
    expect(split('select 1 /* ; select 2', true)).toEqual(['select 1 /* ; select 2']);
  });

  it('takes time in proportion to the text', () => {
    const started = Date.now();
    expect(statementSpans('select \'x\', "y" -- z\n;'.repeat(20_000), { postgres: true })).toHaveLength(20_000);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});

describe('sqlTokens', () => {
  it('covers every character that is no blank', () => {
    const text = `select "a""b", x'00', 1.5e3 <> :p /*c*/ from t; é $1`;
    const tokens = sqlTokens(text, { postgres: true });
    expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text.replaceAll(' ', ''));
  });
});
