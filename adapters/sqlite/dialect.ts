/** How SQLite spells names, literals and types. Pure. */
import type { Cell } from '../../core/adapter/cell.js';
import type { Dialect, SeedType } from '../../core/adapter/dialect.js';
import { quoteIdentifier, quoteText, renderParts } from '../common/quoting.js';
import { markOf } from './relation-marks.js';

/** As dbt-sqlite types seeds: SQLite has no booleans, dates or exact decimals. */
const seedTypes: Readonly<Record<SeedType, string>> = {
  integer: 'INT',
  number: 'REAL',
  boolean: 'INT',
  date: 'TEXT',
  datetime: 'TEXT',
  text: 'TEXT',
};

const MAX_INTEGER = 2n ** 63n - 1n;
/** So many digits a double holds exactly. */
const EXACT_DIGITS = 15;

function literal(cell: Cell): string {
  if (cell === null) return 'null';
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  if (typeof cell === 'bigint') {
    return cell > MAX_INTEGER || cell < -MAX_INTEGER - 1n ? quoteText(String(cell)) : integerLiteral(cell);
  }
  if (typeof cell === 'number') return realLiteral(cell);
  if (typeof cell === 'string') return quoteText(cell);
  if (cell.kind === 'bytes') return `x'${cell.text}'`;
  return cell.kind === 'decimal' ? decimalLiteral(cell.text) : quoteText(cell.text);
}

/** The least integer has no positive counterpart, so that `-` cannot stand before its digits. */
function integerLiteral(value: bigint): string {
  return value === -MAX_INTEGER - 1n ? `(-${MAX_INTEGER} - 1)` : String(value);
}

function realLiteral(value: number): string {
  if (Number.isNaN(value)) return "'NaN'";
  if (!Number.isFinite(value)) return value > 0 ? '9e999' : '-9e999';
  const digits = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

/** A decimal that a double cannot hold stays text, digits untouched. */
function decimalLiteral(text: string): string {
  const isPlain =
    /^-?\d+(\.\d+)?$/.test(text) && text.replaceAll(/[-.]/g, '').replace(/^0+/, '').length <= EXACT_DIGITS;
  return isPlain ? text : quoteText(text);
}

export const sqliteDialect: Dialect = {
  quoteIdentifier,
  renderRelation: (relation) => renderParts(relation, ['schema', 'identifier']),
  literal,
  seedType: (type) => seedTypes[type],
  textType: 'TEXT',
  bareSchema: 'main',
  markOf,
  queryForms: { hasDollarTexts: false, changingTexts: ['now', 'localtime', 'utc', 'subsec', 'subsecond'] },
  schemaProblem: (schema) =>
    /[/\\]/.test(schema) ? 'a schema of SQLite is a file of its name, which may lie in no other folder' : null,
  foldIdentifier: (name) => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
};
