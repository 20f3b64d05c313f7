/**
 * The catalog of a SQLite file as one connection has read it, brought up to date by the rows that came since: the catalog
 * has no index, so that reading it for each node would take as long as it has rows. What others have changed is seen, and
 * then all is read anew.
 */
import type { Cell } from '../../../core/adapter/cell.js';
import type { Session } from '../../../core/adapter/database.js';
import { quoteIdentifier } from '../../common/quoting.js';
import { namesIn } from './names-in.js';

interface View {
  readonly identifier: string;
  /** What its text may name, in lower case. */
  readonly names: ReadonlySet<string>;
}

export interface Catalog {
  /** The views by their row. */
  readonly views: Map<number, View>;
  /** Rows of the views that hold a name. */
  readonly byName: Map<string, Set<number>>;
  /** The row of everything, by `keyOf`. */
  readonly rowOf: Map<string, number>;
  readonly keys: Map<number, string>;
  /** Rows of indexes and triggers that somebody wrote. */
  readonly handMade: Set<number>;
  /** Changes when another connection has changed the file. */
  version: string;
  /** The greatest row that was read: what this connection makes comes after it, or takes its place. */
  last: number;
}

/** Of a schema, which is a file: what stands in it now. */
export type ReadCatalog = (session: Session, file: string) => Promise<Catalog>;

/** A query whose rows are told when they were read in the same message. */
export interface Beside {
  readonly sql: string;
  readonly tell: (rows: readonly (readonly Cell[])[]) => void;
}

export interface RememberedCatalogs {
  readonly read: (session: Session, file: string, beside?: Beside) => Promise<Catalog>;
  /** As it was last read. */
  readonly last: (file: string) => Catalog | null;
}

/** For the questions of one run, in which the same connection asks and most things are made again, one after the other. */
export function rememberCatalogs(): RememberedCatalogs {
  const catalogs = new Map<string, Catalog>();
  const last = (file: string) => catalogs.get(file.toLowerCase()) ?? null;
  return {
    last,
    read: async (session, file, beside) => {
      const known = last(file);
      const catalog =
        (known === null ? null : await readNew(session, file, { known, beside })) ?? (await readCatalog(session, file));
      catalogs.set(file.toLowerCase(), catalog);
      return catalog;
    },
  };
}

/** Names are unique within a file, whatever their case, but triggers have their own. */
export function keyOf(type: string, name: string): string {
  return `${type} ${name.toLowerCase()}`;
}

/** Indexes of the config are named by a hash, by dbt as here. */
export function isConfigured(index: string): boolean {
  return /^[0-9a-f]{32}$/.test(index);
}

const versionOf = (file: string): string => `pragma ${quoteIdentifier(file)}.data_version`;

function rowsOf(file: string, from: number): string {
  return `select rowid, type, name, sql from ${quoteIdentifier(file)}.sqlite_master where rowid >= ${from} order by rowid`;
}

/** Reads all of it. */
export async function readCatalog(session: Session, file: string): Promise<Catalog> {
  const [version, rows] = await session.executeAll([versionOf(file), rowsOf(file, 0)]);
  const catalog: Catalog = {
    views: new Map(),
    byName: new Map(),
    rowOf: new Map(),
    keys: new Map(),
    handMade: new Set(),
    version: String(version!.rows[0]?.[0]),
    last: 0,
  };
  for (const row of rows!.rows) add(catalog, row);
  return catalog;
}

/** Null when what is known cannot be brought up to date. */
async function readNew(
  session: Session,
  file: string,
  { known: catalog, beside }: { readonly known: Catalog; readonly beside: Beside | undefined },
): Promise<Catalog | null> {
  const [version, count, rows, told] = await session.executeAll([
    versionOf(file),
    `select count(*) from ${quoteIdentifier(file)}.sqlite_master`,
    rowsOf(file, catalog.last),
    ...(beside === undefined ? [] : [beside.sql]),
  ]);
  if (told !== undefined) beside?.tell(told.rows);
  if (String(version!.rows[0]?.[0]) !== catalog.version) return null;
  // Of what was rolled back the rows are given away again: the last one tells.
  const [row, type, name] = rows!.rows[0] ?? [];
  const isSame = Number(row) === catalog.last && keyOf(String(type), String(name)) === catalog.keys.get(catalog.last);
  if (catalog.last > 0 && !isSame) return null;
  remove(catalog, catalog.last);
  for (const row of rows!.rows) add(catalog, row);
  return catalog.keys.size === Number(count!.rows[0]?.[0]) ? catalog : null;
}

/** What was made again has a new row. */
function add(catalog: Catalog, cells: readonly Cell[]): void {
  const row = Number(cells[0]);
  const [type, identifier, text] = [String(cells[1]), String(cells[2]), cells[3]];
  const key = keyOf(type, identifier);
  remove(catalog, catalog.rowOf.get(key) ?? row);
  catalog.rowOf.set(key, row);
  catalog.keys.set(row, key);
  catalog.last = row;
  if (typeof text !== 'string') return;
  if (type === 'trigger' || (type === 'index' && !isConfigured(identifier))) catalog.handMade.add(row);
  if (type !== 'view') return;
  const names = namesIn(text);
  catalog.views.set(row, { identifier, names });
  for (const name of names) {
    const rows = catalog.byName.get(name) ?? new Set();
    rows.add(row);
    catalog.byName.set(name, rows);
  }
}

function remove(catalog: Catalog, row: number): void {
  const key = catalog.keys.get(row);
  if (key === undefined) return;
  catalog.keys.delete(row);
  catalog.rowOf.delete(key);
  catalog.handMade.delete(row);
  const view = catalog.views.get(row);
  if (view === undefined) return;
  catalog.views.delete(row);
  for (const name of view.names) catalog.byName.get(name)?.delete(row);
}
