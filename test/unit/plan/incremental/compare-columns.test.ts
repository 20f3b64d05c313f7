import { describe, expect, it } from 'vitest';
import type { ColumnTypes } from '../../../../core/adapter/values/column-types.js';
import {
  type ColumnMode,
  columnModes,
  compareColumns,
  decideChange,
} from '../../../../core/plan/incremental/columns/compare-columns.js';
import { describeChange } from '../../../../core/plan/incremental/columns/describe-change.js';
import type { ColumnInfo } from '../../../../core/resources/relation.js';

/** A database whose types are `int1` to `int9` and `text1` to `text9`: the greater number holds the smaller one of its kind. */
const types: ColumnTypes = {
  keeps: (holder, kept) => holder.slice(0, -1) === kept.slice(0, -1) && holder >= kept,
  isLongerText: (holder, kept) => holder.startsWith('text') && kept.startsWith('text') && holder > kept,
  canChange: true,
};
const exact = { foldIdentifier: (name: string) => name };

const column = (written: string): ColumnInfo => {
  const [name, dataType = 'int1'] = written.split(' ');
  return { name, dataType, charSize: null, numericPrecision: null, numericScale: null };
};
const columns = (...written: string[]) => written.map(column);
const names = (list: readonly ColumnInfo[]) => list.map(({ name }) => name);

describe('compareColumns', () => {
  it('finds columns that are new, gone, and of another type', () => {
    const table = columns('id', 'gone', 'wider int2', 'narrower int2', 'other int1', 'long text1', 'short text2');
    const batch = columns('short text1', 'id', 'wider int3', 'narrower int1', 'other text1', 'long text2', 'fresh');
    const { added, removed, retyped } = compareColumns({ table, batch }, exact, types);
    expect(names(added)).toEqual(['fresh']);
    expect(names(removed)).toEqual(['gone']);
    expect(retyped).toEqual([
      { name: 'short', from: 'text2', to: 'text1', kind: 'narrower', text: 'shorter' },
      { name: 'wider', from: 'int2', to: 'int3', kind: 'wider', text: null },
      { name: 'narrower', from: 'int2', to: 'int1', kind: 'narrower', text: null },
      { name: 'other', from: 'int1', to: 'text1', kind: 'other', text: null },
      { name: 'long', from: 'text1', to: 'text2', kind: 'wider', text: 'longer' },
    ]);
  });

  it('compares names as the database does, and keeps the spelling of the table', () => {
    const sides = { table: columns('Id int1'), batch: columns('ID int2') };
    expect(compareColumns(sides, exact, types)).toMatchObject({ added: [{ name: 'ID' }], removed: [{ name: 'Id' }] });
    const folded = compareColumns(sides, { foldIdentifier: (name) => name.toLowerCase() }, types);
    expect(folded).toMatchObject({ added: [], removed: [], retyped: [{ name: 'Id', from: 'int1', to: 'int2' }] });
  });

  it('compares the whole type where the name of the type does not say it', () => {
    const list = (sqlType: string) => [{ ...column('a ARRAY'), sqlType }];
    expect(compareColumns({ table: list('int1'), batch: list('int1') }, exact, types).retyped).toEqual([]);
    expect(compareColumns({ table: list('int1'), batch: list('int2') }, exact, types).retyped).toHaveLength(1);
  });
});

describe('decideChange', () => {
  const table = columns('id', 'gone', 'number int1', 'words text1');
  const batch = columns('id', 'number int2', 'words text2', 'fresh');
  const differences = compareColumns({ table, batch }, exact, types);
  const decide = (mode: ColumnMode) => {
    const { change, refused } = decideChange(mode, differences, types);
    return { says: describeChange(change), refused };
  };

  it('lengthens texts in every mode, and does what the mode says of the rest', () => {
    const words = 'changed column words from text1 to text2';
    expect(decide('ignore')).toEqual({ says: words, refused: ['gone is gone'] });
    expect(decide('append_new_columns')).toEqual({ says: `added column fresh (int1), ${words}`, refused: [] });
    expect(decide('sync_all_columns')).toEqual({
      says: `added column fresh (int1), dropped column gone, changed column number from int1 to int2, ${words}`,
      refused: [],
    });
    expect(decide('fail')).toEqual({
      says: words,
      refused: ['fresh is new', 'gone is gone', 'number is int1 in the table and int2 in the batch'],
    });
  });

  it('does nothing in any mode when nothing differs or only what is narrower comes', () => {
    const same = compareColumns(
      { table: columns('a int2', 'b text2'), batch: columns('b text1', 'a int2') },
      exact,
      types,
    );
    for (const mode of columnModes) {
      expect(decideChange(mode, same, types)).toEqual({ change: { add: [], drop: [], retype: [] }, refused: [] });
    }
  });

  it('refuses to retype what could lose values, or where types cannot be changed; never narrows', () => {
    const of = (before: string, after: string, canChange = true) =>
      decideChange(
        'sync_all_columns',
        compareColumns({ table: columns(`a ${before}`), batch: columns(`a ${after}`) }, exact, types),
        { canChange },
      );
    const none = { add: [], drop: [], retype: [] };
    expect(of('int2', 'int1')).toEqual({ change: none, refused: [] });
    expect(of('int1', 'text1').refused).toEqual(['a is int1 in the table and text1 in the batch']);
    expect(of('int1', 'int2', false).refused).toEqual(['a is int1 in the table and int2 in the batch']);
  });
});
