import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../core/adapter/cell.js';
import { columnTyper } from '../../../../core/io/csv/typing/infer-columns.js';

function typed(values: readonly string[], isText = false) {
  const typer = columnTyper(isText);
  for (const value of values) typer.see(value);
  const { type, toCell } = typer.finish();
  return { type, cells: values.map((value) => shown(toCell(value))) };
}

function shown(cell: Cell): unknown {
  if (typeof cell === 'bigint') return `int ${cell}`;
  return typeof cell === 'object' && cell !== null ? `${cell.kind} ${cell.text}` : cell;
}

/** Columns and what dbt-core 1.11.16 makes of them (agate's type; dbt-postgres' column type for numbers). */
const columns: readonly [values: string[], type: string, cells: unknown[]][] = [
  [['1', '2'], 'integer', ['int 1', 'int 2']],
  [['007', '-0', '+5'], 'integer', ['int 7', 'int 0', 'int 5']],
  [['1.0', '2'], 'integer', ['int 1', 'int 2']],
  [['1.5', '2'], 'number', ['decimal 1.5', 'decimal 2']],
  [['1,000', '1,00', ',1'], 'integer', ['int 1000', 'int 100', 'int 1']],
  [['1.000,50'], 'number', ['decimal 1.0005']],
  [['10%', '5 %'], 'integer', ['int 10', 'int 5']],
  [['$5', '£6', '7€', '¥8'], 'integer', ['int 5', 'int 6', 'int 7', 'int 8']],
  [['-$5', '--5', '- 5'], 'integer', ['int -5', 'int 5', 'int -5']],
  [['(5)'], 'text', ['(5)']],
  [['1e5', '1.5E-3'], 'number', ['decimal 100000', 'decimal 0.0015']],
  [['1_000', '１２'], 'integer', ['int 1000', 'int 12']],
  [['12345678901234567890'], 'integer', ['int 12345678901234567890']],
  [['12345678901234567890123456789'], 'number', ['decimal 12345678901234567890123456789']],
  [['.5', '1.', '-.5'], 'number', ['decimal 0.5', 'decimal 1', 'decimal -0.5']],
  [['inf', 'NaN'], 'integer', ['decimal Infinity', 'decimal NaN']],
  [['0x10'], 'text', ['0x10']],
  [['5-'], 'text', ['5-']],
  [['1 000'], 'text', ['1 000']],
  [['−5'], 'text', ['−5']],
  [['true', 'FALSE', ' True '], 'boolean', [true, false, true]],
  [['true', '1'], 'text', ['true', '1']],
  [['t', 'f'], 'text', ['t', 'f']],
  [['yes', 'no'], 'text', ['yes', 'no']],
  [['1', '0'], 'integer', ['int 1', 'int 0']],
  [['2020-01-31', '2020-2-1'], 'date', ['date 2020-01-31', 'date 2020-02-01']],
  [['2020-02-30'], 'text', ['2020-02-30']],
  [['01/02/2020'], 'text', ['01/02/2020']],
  [['20200131'], 'integer', ['int 20200131']],
  [
    ['2020-01-01 10:00:00', '2020-1-1  1:2:3'],
    'datetime',
    ['timestamp 2020-01-01 10:00:00', 'timestamp 2020-01-01 01:02:03'],
  ],
  [['2020-01-01 10:00:00.123'], 'text', ['2020-01-01 10:00:00.123']],
  [['2020-01-01 00:00:00.000'], 'text', ['2020-01-01 00:00:00.000']],
  [['2020-01-01 10:00'], 'text', ['2020-01-01 10:00']],
  [
    ['2020-01-01T10:00', '20200101T100000'],
    'datetime',
    ['timestamp 2020-01-01 10:00:00', 'timestamp 2020-01-01 10:00:00'],
  ],
  [['2020-01-01T10:00:00.1234567'], 'datetime', ['timestamp 2020-01-01 10:00:00.123456']],
  [
    ['2020-01-01T10:00:00Z', '2020-01-01T10:00:00+02:00'],
    'datetime',
    ['timestamp 2020-01-01 10:00:00', 'timestamp 2020-01-01 08:00:00'],
  ],
  [['2020-01-01T24:00:00'], 'text', ['2020-01-01T24:00:00']],
  [['2020-W01-1T10', '2020-366T10:30'], 'datetime', ['timestamp 2019-12-30 10:00:00', 'timestamp 2020-12-31 10:30:00']],
  [['2020-01-01', '2020-01-01 10:00:00'], 'text', ['2020-01-01', '2020-01-01 10:00:00']],
  [['2020-01-01', '2020-01-01T10:00:00'], 'text', ['2020-01-01', '2020-01-01T10:00:00']],
  [['', '  ', 'null', 'NULL', '1'], 'integer', [null, null, null, null, 'int 1']],
  [['', ''], 'integer', [null, null]],
  [['Null', ' a '], 'text', [null, ' a ']],
  [['none', 'N/A', '1'], 'text', ['none', 'N/A', '1']],
  [['1', 'a'], 'text', ['1', 'a']],
  [['\u00a05', '\t6'], 'integer', ['int 5', 'int 6']],
  [['10:00:00'], 'text', ['10:00:00']],
];

describe('types of seed columns', () => {
  it.each(columns)('%j is %s', (values, type, cells) => {
    expect(typed(values)).toEqual({ type, cells });
  });

  it('keeps every digit of a number', () => {
    expect(typed(['0.1234567890123456789012345678901234567890'])).toEqual({
      type: 'number',
      cells: ['decimal 0.123456789012345678901234567890123456789'],
    });
  });

  it('takes cells as they are when the config gives the type, nulls excepted', () => {
    expect(typed(['007', ' x ', 'null', ''], true)).toEqual({ type: 'text', cells: ['007', ' x ', null, null] });
  });

  it('finds a number column without rows to be an integer column', () => {
    expect(typed([]).type).toBe('integer');
  });
});
