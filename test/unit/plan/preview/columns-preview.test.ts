import { describe, expect, it } from 'vitest';
import type { ColumnMode } from '../../../../core/plan/incremental/columns/compare-columns.js';
import { compareColumns, decideChange } from '../../../../core/plan/incremental/columns/compare-columns.js';
import { changedColumns, newColumns } from '../../../../core/plan/preview/columns-preview.js';
import type { ColumnsPreview } from '../../../../core/plan/preview/node-preview.js';
import type { ColumnInfo } from '../../../../core/resources/relation.js';

const column = (name: string, dataType = 'integer'): ColumnInfo => ({
  ...{ name, dataType, charSize: null, numericPrecision: null, numericScale: null },
});

/** `bigint` keeps an integer, and nothing else keeps anything but itself. */
const types = {
  keeps: (holder: string, kept: string) => holder === kept || (holder === 'bigint' && kept === 'integer'),
  isLongerText: () => false,
  canChange: true,
};

const differences = compareColumns(
  {
    table: [column('id'), column('old'), column('wide'), column('narrow', 'bigint')],
    batch: [column('id'), column('wide', 'bigint'), column('narrow'), column('fresh', 'text')],
  },
  { foldIdentifier: (name) => name },
  types,
);

function said(columns: ColumnsPreview | null): string {
  const mark = (sign: string) => (each: { name: string; isApplied: boolean }) =>
    `${sign}${each.name}${each.isApplied ? '' : '?'}`;
  if (columns === null) return 'none';
  return [...columns.added.map(mark('+')), ...columns.removed.map(mark('-')), ...columns.retyped.map(mark('~'))].join(
    ' ',
  );
}

describe('the columns of a plan', () => {
  it('are all taken over by a relation that is made anew', () => {
    expect(said(newColumns(differences))).toBe('+fresh -old ~wide ~narrow');
    expect(newColumns({ added: [], removed: [], retyped: [] })).toBeNull();
  });

  it.each<[ColumnMode, string]>([
    ['ignore', '+fresh? -old? ~wide?'],
    ['fail', '+fresh? -old? ~wide?'],
    ['append_new_columns', '+fresh -old? ~wide?'],
    ['sync_all_columns', '+fresh -old ~wide'],
  ])(
    'are left or taken over by an incremental table under %s; what its type holds anyway is no difference',
    (mode, expected) => {
      const { change } = decideChange(mode, differences, types);
      const columns = changedColumns({ kind: 'columns', mode, differences, change });
      expect(said(columns)).toBe(expected);
      expect(columns?.onSchemaChange).toBe(mode);
    },
  );
});
