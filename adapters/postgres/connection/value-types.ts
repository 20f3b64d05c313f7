/** Turns the text that Postgres sends for a value into a cell without losing a digit, and names the built-in types. */
import type { Cell, TextCell } from '../../../core/adapter/cell.js';

interface BuiltInType {
  readonly name: string;
  readonly read: (text: string) => Cell;
}

const whole = (text: string): Cell => BigInt(text);
const double = (text: string): Cell => Number(text);
const plain = (text: string): Cell => text;
const kept =
  (kind: TextCell['kind']) =>
  (text: string): Cell => ({ kind, text });

/** Built-in types by object id, which never changes between servers. */
const builtInTypes: ReadonlyMap<number, BuiltInType> = new Map<number, BuiltInType>([
  [16, { name: 'boolean', read: (text) => text === 't' }],
  [17, { name: 'bytea', read: (text) => ({ kind: 'bytes', text: text.slice(2) }) }],
  [18, { name: '"char"', read: plain }],
  [19, { name: 'name', read: plain }],
  [20, { name: 'bigint', read: whole }],
  [21, { name: 'smallint', read: whole }],
  [23, { name: 'integer', read: whole }],
  [25, { name: 'text', read: plain }],
  [26, { name: 'oid', read: whole }],
  [114, { name: 'json', read: kept('other') }],
  [700, { name: 'real', read: double }],
  [701, { name: 'double precision', read: double }],
  [705, { name: 'unknown', read: plain }],
  [1042, { name: 'character', read: plain }],
  [1043, { name: 'character varying', read: plain }],
  [1082, { name: 'date', read: kept('date') }],
  [1083, { name: 'time without time zone', read: kept('time') }],
  [1114, { name: 'timestamp without time zone', read: kept('timestamp') }],
  [1184, { name: 'timestamp with time zone', read: kept('timestamptz') }],
  [1186, { name: 'interval', read: kept('interval') }],
  [1266, { name: 'time with time zone', read: kept('time') }],
  [1700, { name: 'numeric', read: kept('decimal') }],
  [2950, { name: 'uuid', read: kept('other') }],
  [3802, { name: 'jsonb', read: kept('other') }],
]);

/** How values of a type are read; unknown types keep the server's text. */
export function cellReader(typeId: number): (text: string) => Cell {
  return builtInTypes.get(typeId)?.read ?? kept('other');
}

/** Name of a built-in type; null for all others, which the catalog must be asked for. */
export function builtInTypeName(typeId: number): string | null {
  return builtInTypes.get(typeId)?.name ?? null;
}
