/**
 * Nodes as rows: nodes with the same fields are one table, a field that is equal in all of its rows stands there once, and
 * what many nodes share (their config, their columns ...) is told by its place in a list. Both ways in time that counts.
 */
import type { Json } from '../../../resources/json.js';
import { escapeSpecials, UnwritableValue, unescapeSpecials } from './special-values.js';

/** Fields whose values are often equal, and objects. */
const SHARED_FIELDS: ReadonlySet<string> = new Set([
  ...['config', 'unrenderedConfig', 'quoting', 'docs', 'meta', 'tags', 'columns', 'constraints', 'docBlocks', 'macros'],
  ...['sources', 'sourceMeta', 'dependsOn'],
]);
/** Fields that hold texts and places alone. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set(['location', 'fqn', 'checksum', 'hookPlaces']);

type Row = readonly Json[];

interface NodeTable {
  readonly keys: readonly string[];
  /** Values of the fields that all rows have in common, by their place among the keys. */
  readonly common: readonly (readonly [place: number, value: Json])[];
  /** Values of the others. */
  readonly rows: readonly Row[];
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
  const open: { readonly keys: readonly string[]; readonly rows: Json[][]; readonly escaped: number[] }[] = [];
  const places = new Map<string, number>();
  return {
    add: (node) => {
      const keys = Object.keys(node).filter((key) => node[key] !== undefined);
      const shape = keys.join();
      const place = places.get(shape) ?? open.push({ keys, rows: [], escaped: [] }) - 1;
      places.set(shape, place);
      const { rows, escaped } = open[place];
      let isEscaped = false;
      const row = keys.map((key) => {
        const value = node[key];
        if (typeof value === 'object' && value !== null) {
          if (SHARED_FIELDS.has(key)) return shared.indexOf(value);
          if (PLAIN_FIELDS.has(key)) return value;
        }
        // It would be read as a place in the list.
        if (typeof value === 'number' && SHARED_FIELDS.has(key)) throw new UnwritableValue();
        const plain = escapeSpecials(value) as Json;
        isEscaped ||= plain !== value;
        return plain;
      });
      if (isEscaped) escaped.push(rows.length);
      return [place, rows.push(row) - 1];
    },
    finish: () => ({ shared: shared.values, escaped: shared.escaped, tables: open.map(closeTable) }),
  };
}

function closeTable({
  keys,
  rows,
  escaped,
}: {
  keys: readonly string[];
  rows: readonly Row[];
  escaped: readonly number[];
}): NodeTable {
  const [first] = rows;
  // A node that could not be written may have left its table without rows.
  const mayShare = rows.length > 0 && escaped.length === 0;
  const isCommon = keys.map((_, at) => mayShare && rows.every((row) => row[at] === first[at]));
  const common = keys.flatMap((_, at) => (isCommon[at] ? [[at, first[at]] as const] : []));
  const own = common.length === 0 ? rows : rows.map((row) => row.filter((_, at) => !isCommon[at]));
  return { keys, common, rows: own, escaped };
}

/** Finds the nodes of the tables again, each a new object; what they share is the same object in all. */
export function createNodeReader({ shared, escaped, tables }: NodeTables): (place: NodePlace) => PlainNode {
  const values = [...shared];
  for (const index of escaped) values[index] = unescapeSpecials(values[index]);
  const readers = tables.map((table) => rowReader(table, values));
  return ([table, row]) => readers[table](row);
}

function rowReader({ keys, common, rows, escaped }: NodeTable, shared: readonly Json[]): (row: number) => PlainNode {
  const read = (key: string, value: Json) =>
    SHARED_FIELDS.has(key) && typeof value === 'number' ? shared[value] : value;
  const inCommon = new Map(common);
  const template = Object.fromEntries(keys.map((key, at) => [key, read(key, inCommon.get(at) ?? null)]));
  const own = keys.filter((_, at) => !inCommon.has(at));
  const isShared = own.map((key) => SHARED_FIELDS.has(key));
  const unescaped = new Set(escaped);
  return (row) => {
    const values = unescaped.has(row) ? rows[row].map((value) => unescapeSpecials(value)) : rows[row];
    const node = { ...template };
    for (let at = 0; at < own.length; at++) {
      const value = values[at];
      node[own[at]] = isShared[at] && typeof value === 'number' ? shared[value] : value;
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
