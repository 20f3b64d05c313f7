import { describe, expect, it } from 'vitest';
import { injectCtes } from '../../../../core/compile/ephemeral/inject-ctes.js';
import { originAt, plainText, type RenderedText } from '../../../../core/template/source-map.js';

const ctes = [
  { name: '__dbt__cte__x', sql: plainText('select 0') },
  { name: '__dbt__cte__y', sql: plainText('select 9') },
];

/** What dbt-core 1.11.16 made of the same statements and CTEs. */
const recorded: readonly (readonly [string, string])[] = [
  ['select 1', 'with __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n) select 1'],
  ['\n\nselect 1', '\n\nwith __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n) select 1'],
  [
    'with a as (select 1) select * from a',
    'with  __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), a as (select 1) select * from a',
  ],
  [
    '\nWITH\n  a as (select 1)\nselect * from a',
    '\nWITH\n   __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), a as (select 1)\nselect * from a',
  ],
  [
    'with recursive a as (select 1) select',
    'with recursive  __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), a as (select 1) select',
  ],
  [
    'with\n recursive\n  a as (select 1) select',
    'with\n recursive\n   __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), a as (select 1) select',
  ],
  [
    '-- c\nwith a as (select 1) select',
    '-- c\nwith  __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), a as (select 1) select',
  ],
  ['/* with */ select 1', 'with __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n) /* with */ select 1'],
  [
    '  -- c with\n select 1',
    '  with __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n) -- c with\n select 1',
  ],
  [
    'with -- c\n a as (select 1) select',
    'with  __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), -- c\n a as (select 1) select',
  ],
  [
    'with/*c*/a as (select 1) select',
    'with __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), /*c*/a as (select 1) select',
  ],
  [
    '(with a as (select 1) select * from a)',
    'with __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n) (with a as (select 1) select * from a)',
  ],
  [
    'with recursive -- x\n a as (select 1) select 1',
    'with recursive  __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), -- x\n a as (select 1) select 1',
  ],
  ['with_x', 'with __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n) with_x'],
  ['select 1;', 'with __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n) select 1;'],
  ["select ';' as a", "with __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n) select ';' as a"],
  [
    'with\n\n\n a as (select 1), b as (select 2) select',
    'with\n\n\n  __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), a as (select 1), b as (select 2) select',
  ],
  [
    'WITH RECURSIVE\n\n a as (select 1) select',
    'WITH RECURSIVE\n\n  __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), a as (select 1) select',
  ],
  [
    '/* a */ /* b */\nwith a as (select 1) select 1',
    '/* a */ /* b */\nwith  __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n), a as (select 1) select 1',
  ],
  [
    '-- only comment\n\nselect 1\n',
    'with __dbt__cte__x as (\nselect 0\n),  __dbt__cte__y as (\nselect 9\n) -- only comment\n\nselect 1\n',
  ],
];

describe('CTEs of ephemeral models', () => {
  it.each(recorded)('stand before %j as dbt puts them', (statement, expected) => {
    expect(injectCtes(plainText(statement), ctes).text).toBe(expected);
  });

  it('follow `recursive` when a comment stands before it', () => {
    const { text } = injectCtes(plainText('with /* x */ recursive a as (select 1) select'), ctes);
    expect(text.startsWith('with /* x */ recursive  __dbt__cte__x as (')).toBe(true);
  });

  it('leave a statement alone that reads no ephemeral model', () => {
    const statement = plainText('\nselect 1');
    expect(injectCtes(statement, [])).toBe(statement);
  });

  it('see no `with` in a block comment that holds another', () => {
    const { text } = injectCtes(plainText('/* a /* with */ b */ select 1'), ctes);
    expect(text.startsWith('with __dbt__cte__x as (')).toBe(true);
  });

  it('keep all statements when there are several', () => {
    expect(injectCtes(plainText('select 1; select 2'), ctes).text.endsWith(' select 1; select 2')).toBe(true);
  });

  it('keep the map to the templates on both sides', () => {
    const from = (text: string, file: string): RenderedText => ({
      text,
      pieces: [{ text, origin: { file, line: 3, column: 1, isVerbatim: true, stack: [] } }],
    });
    const joined = injectCtes(from('with a as (select 1) select', 'models/a.sql'), [
      { name: '__dbt__cte__e', sql: from('select 0', 'models/e.sql') },
    ]);
    expect(originAt(joined, joined.text.indexOf('select 0') + 7)).toMatchObject({ file: 'models/e.sql', column: 8 });
    expect(originAt(joined, joined.text.indexOf('a as (select 1)'))).toMatchObject({ file: 'models/a.sql', column: 6 });
  });
});
