/** What a statement answered, as the values templates see: cells, rows, the table, and the type of each column. */
import type { Cell, ResultColumn, StatementResult, TextCell } from '../../../adapter/cell.js';
import type { SeedType } from '../../../adapter/dialect.js';
import { parseDate, parseDateTime } from '../../../template/values/datetime/parse.js';
import { parseDecimal } from '../../../template/values/types/decimal.js';
import { floatText } from '../../../template/values/types/float-text.js';
import { makeFloat, makeInt } from '../../../template/values/types/numbers.js';
import type { Value } from '../../../template/values/value.js';
import type { TableColumn } from './table-data.js';
import { TableValue } from './table-value.js';

/** The rows as a table. Columns without rows have the type that dbt gives them, Integer. */
export function tableOf(result: StatementResult, print: (text: string) => void): TableValue {
  const columns = distinctNames(result.columns).map(
    (name, index): TableColumn => ({ name, type: typeOf(result, index) }),
  );
  return new TableValue({ columns, rows: result.rows.map((row) => row.map(tableCell)) }, print);
}

/** A table without columns: what a statement gives whose result is not fetched. */
export function emptyTable(print: (text: string) => void): TableValue {
  return new TableValue({ columns: [], rows: [] }, print);
}

/** A cell as a table holds it: numbers that are no integers become decimals, as in dbt. */
function tableCell(cell: Cell): Value {
  if (typeof cell !== 'number') return cellValue(cell);
  return parseDecimal(floatText(cell)) ?? makeFloat(cell);
}

function cellValue(cell: Cell): Value {
  if (typeof cell === 'bigint') return makeInt(cell);
  if (typeof cell === 'number') return makeFloat(cell);
  return typeof cell === 'object' && cell !== null ? textCellValue(cell) : cell;
}

/** What has no value of its own in templates, or holds what theirs cannot (infinity, years before Christ), stays text. */
function textCellValue({ kind, text }: TextCell): Value {
  switch (kind) {
    case 'decimal':
      return parseDecimal(text) ?? makeFloat(Number(text));
    case 'date':
      return parseDate(text) ?? text;
    case 'timestamp':
    case 'timestamptz':
      return parseDateTime(text) ?? text;
    default:
      return text;
  }
}

function typeOf({ rows }: StatementResult, index: number): SeedType {
  const cell = rows.map((row) => row[index]).find((value) => value !== null);
  switch (typeof cell) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    case 'object':
      return cell === null ? 'integer' : textCellTypes[cell.kind];
    default:
      return 'integer';
  }
}

const textCellTypes: Readonly<Record<TextCell['kind'], SeedType>> = {
  decimal: 'number',
  date: 'date',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  time: 'text',
  interval: 'text',
  bytes: 'text',
  other: 'text',
};

/** Names that occur again get a number: `a`, `a_2`. */
function distinctNames(columns: readonly ResultColumn[]): string[] {
  const taken = new Set<string>();
  return columns.map(({ name }) => {
    let candidate = name;
    for (let count = 2; taken.has(candidate); count++) candidate = `${name}_${count}`;
    taken.add(candidate);
    return candidate;
  });
}
