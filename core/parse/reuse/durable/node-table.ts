/**
 * Nodes as rows: nodes with the same fields are one table, a field that is equal in all of its rows stands there once, and
 * what many nodes share (their config, their columns ...) is told by its place in a list. Both ways in time that counts.
 */
import { isMapping, type Json } from '../../../resources/json.js';
import { escapeSpecials, UnwritableValue, unescapeSpecials } from './special-values.js';

/** Fields whose values are often equal, and objects. */
const SHARED_FIELDS: ReadonlySet<string> = new Set([
  ...['config', 'unrenderedConfig', 'quoting', 'docs', 'meta', 'tags', 'columns', 'constraints', 'docBlocks', 'macros'],
  ...['sources', 'sourceMeta', 'dependsOn'],
]);
/** Fields that hold texts and places alone. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set(['fqn', 'checksum', 'hookPlaces']);
/** Where a node is declared: only line and column when that is in its own file. */
const PLACE = 'location';
/** Its identifier and its alias are most often the same. */
const NAME = 'name';

interface NodeTable {
  readonly keys: readonly string[];
  /** Values of the fields that all rows have in common, by their place among the keys. */
  readonly common: readonly (readonly [place: number, value: Json])[];
  /** Values of the others, field by field; the place of another column when they are the same as there. */
  readonly columns: readonly (readonly Json[] | number)[];
  /** Rows with values that are escaped. */
  readonly escaped: readonly number[];
}

export interface NodeTables {
  readonly shared: readonly Json[];
  /** Which of the shared values are escaped. */
  readonly escaped: readonly number[];
  readonly tables: readonly NodeTable[];
}

/** A node by its table and its row. */
export type NodePlace = readonly [table: number, row: number];

type PlainNode = Readonly<Record<string, Json>>;

export interface NodeWriter {
  /** Throws an `UnwritableValue` for a node that no text can tell. */
  readonly add: (node: PlainNode) => NodePlace;
  readonly finish: () => NodeTables;
}

/** Gathers nodes. */
export function createNodeWriter(): NodeWriter {
  const shared = createSharedValues();
  const open: OpenTable[] = [];
  const tableOf = createTableFinder(open);
  return {
    add: (node) => {
      const table = tableOf(node);
      const row = table.size;
      if (addRow(table, node, shared)) table.escaped.push(row);
      table.size++;
      return [table.place, row];
    },
    finish: () => ({ shared: shared.values, escaped: shared.escaped, tables: open.map(closeTable) }),
  };
}

interface OpenTable {
  readonly place: number;
  readonly keys: readonly string[];
  readonly columns: readonly Json[][];
  /** The fields of the row that was added last. */
  readonly last: (Json | undefined)[];
  readonly escaped: number[];
  size: number;
}

/** Nodes of one type most often have the same fields in the same order. */
function createTableFinder(open: OpenTable[]): (node: PlainNode) => OpenTable {
  const byShape = new Map<string, OpenTable>();
  const recent = new Map<Json | undefined, OpenTable>();
  return (node) => {
    const latest = recent.get(node.resourceType);
    if (latest !== undefined && hasKeys(node, latest.keys)) return latest;
    const keys = Object.keys(node).filter((key) => node[key] !== undefined);
    const shape = keys.join();
    const table = byShape.get(shape) ?? newTable(open.length, keys);
    if (table.place === open.length) open.push(table);
    byShape.set(shape, table);
    recent.set(node.resourceType, table);
    return table;
  };
}

function newTable(place: number, keys: readonly string[]): OpenTable {
  return { place, keys, columns: keys.map(() => []), last: [], escaped: [], size: 0 };
}

function hasKeys(node: PlainNode, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in node) if (node[key] !== undefined && key !== keys[at++]) return false;
  return at === keys.length;
}

/** Whether a value of the row is escaped. A row that cannot be written is taken back. */
function addRow(table: OpenTable, node: PlainNode, shared: SharedValues): boolean {
  const { keys, columns, last, size } = table;
  let isEscaped = false;
  try {
    for (let at = 0; at < keys.length; at++) {
      const value = node[keys[at]];
      // Rows after each other have most of their values in common; zero and minus zero are no such value.
      const isAsBefore = value === last[at] && value !== 0;
      if (keys[at] === PLACE) columns[at].push(placeIn(node));
      else {
        const cell = isAsBefore ? columns[at][size - 1] : cellOf(keys[at], value, shared);
        isEscaped ||= typeof cell !== 'number' && cell !== value;
        columns[at].push(cell);
      }
      last[at] = value;
    }
  } catch (error) {
    for (const column of columns) column.length = size;
    last.length = 0;
    throw error;
  }
  return isEscaped;
}

/** The value as it stands in its column: its place in the list of shared values, or what JSON can say. */
function cellOf(key: string, value: Json, shared: SharedValues): Json {
  if (typeof value === 'object' && value !== null) {
    if (SHARED_FIELDS.has(key)) return shared.indexOf(value);
    return PLAIN_FIELDS.has(key) ? value : (escapeSpecials(value) as Json);
  }
  // It would be read as a place in the list.
  if (typeof value === 'number' && SHARED_FIELDS.has(key)) throw new UnwritableValue();
  return escapeSpecials(value) as Json;
}

function placeIn({ [PLACE]: place, originalFilePath }: PlainNode): Json {
  if (!isMapping(place) || place.file !== originalFilePath) return place;
  const { line, column, endLine, endColumn } = place;
  return endLine === undefined && endColumn === undefined ? [line, column] : place;
}

function placeOf(written: Json, { originalFilePath: file }: PlainNode): Json {
  return Array.isArray(written) ? { file, line: written[0], column: written[1] } : written;
}

function closeTable({ keys, columns, escaped, size }: OpenTable): NodeTable {
  // A node that could not be written may have left its table without rows.
  const mayShare = size > 0 && escaped.length === 0;
  const isCommon = columns.map((column) => mayShare && column.every((value) => value === column[0]));
  const common = keys.flatMap((_, at) => (isCommon[at] ? [[at, columns[at][0]] as const] : []));
  const own = columns.filter((_, at) => !isCommon[at]);
  const names = columns[keys.indexOf(NAME)];
  const isAsNames = (column: readonly Json[]) => column !== names && column.every((value, row) => value === names[row]);
  const place = own.indexOf(names);
  return { keys, common, columns: place < 0 ? own : own.map((each) => (isAsNames(each) ? place : each)), escaped };
}

/** Finds the nodes of the tables again, each a new object; what they share is the same object in all. */
export function createNodeReader({ shared, escaped, tables }: NodeTables): (place: NodePlace) => PlainNode {
  const values = [...shared];
  for (const index of escaped) values[index] = unescapeSpecials(values[index]);
  const readers = tables.map((table) => rowReader(table, values));
  return ([table, row]) => readers[table](row);
}

function rowReader({ keys, common, columns, escaped }: NodeTable, shared: readonly Json[]): (row: number) => PlainNode {
  const read = (key: string, value: Json) =>
    SHARED_FIELDS.has(key) && typeof value === 'number' ? shared[value] : value;
  const inCommon = new Map(common);
  const template: Record<string, Json> = {};
  for (const [at, key] of keys.entries()) template[key] = read(key, inCommon.get(at) ?? null);
  if (PLACE in template) template[PLACE] = placeOf(template[PLACE], template);
  const own = keys.filter((_, at) => !inCommon.has(at));
  const isShared = own.map((key) => SHARED_FIELDS.has(key));
  const unescaped = new Set(escaped);
  const cells = columns.map((column) => (typeof column === 'number' ? columns[column] : column) as readonly Json[]);
  return (row) => {
    const isEscaped = unescaped.has(row);
    const node = { ...template };
    for (let at = 0; at < own.length; at++) {
      const written = cells[at][row];
      const value = isEscaped ? unescapeSpecials(written) : written;
      if (own[at] === PLACE) node[PLACE] = placeOf(value, node);
      else node[own[at]] = isShared[at] && typeof value === 'number' ? shared[value] : value;
    }
    return node;
  };
}

interface SharedValues {
  readonly values: readonly Json[];
  readonly escaped: readonly number[];
  readonly indexOf: (value: object) => number;
}

/** Equal values by their identity first: most are the same object. */
function createSharedValues(): SharedValues {
  const values: Json[] = [];
  const byText = new Map<string, number>();
  const byIdentity = new Map<object, number>();
  const escaped: number[] = [];
  const add = (value: object): number => {
    const plain = escapeSpecials(value);
    const text = `${plain === value ? '' : '!'}${JSON.stringify(plain)}`;
    const known = byText.get(text);
    if (known !== undefined) return known;
    byText.set(text, values.length);
    if (plain !== value) escaped.push(values.length);
    return values.push(plain as Json) - 1;
  };
  return {
    values,
    escaped,
    indexOf: (value) => {
      const index = byIdentity.get(value) ?? add(value);
      byIdentity.set(value, index);
      return index;
    },
  };
}
