/**
 * Views of a SQLite file that may read a relation, directly or through other views. SQLite keeps no record of what a view
 * reads, so a view counts when its text holds the name; whether it really reads it shows when it is read.
 */
import type { Cell } from '../../core/adapter/cell.js';
import type { Session } from '../../core/adapter/database.js';
import type { Dependent, Introspector } from '../../core/adapter/introspector.js';
import type { RelationName } from '../../core/resources/relation.js';
import { quoteIdentifier } from '../common/quoting.js';
import { sqlTokens } from '../common/sql-tokens.js';

interface View {
  readonly identifier: string;
  /** What its text may name, in lower case. */
  readonly names: ReadonlySet<string>;
}

/** The views of one file as they were last read, by their row in its catalog. */
interface Views {
  readonly byRow: Map<number, View>;
  readonly rowOf: Map<string, number>;
  /** Rows of the views that hold a name. */
  readonly byName: Map<string, Set<number>>;
  /** Changes when another connection has changed the file. */
  version: string;
  /** The greatest row that was read: what this connection makes comes after it, or takes its place. */
  last: number;
}

/**
 * Remembers the views between two questions of one run, in which the same connection asks and most views are made again,
 * one after the other. What others have changed since is seen, and then all is read anew.
 */
export function rememberNamedReaders(): Introspector['dependents'] {
  const files = new Map<string, Views>();
  return async (session, name) => {
    const file = name.schema ?? 'main';
    const key = file.toLowerCase();
    const known = files.get(key);
    const views = (known === undefined ? null : await readNew(session, file, known)) ?? (await readAll(session, file));
    files.set(key, views);
    return readersOf(views, name, file);
  };
}

/** Outermost first. A view sees only its own file, so no other is searched. */
export function findNamedReaders(session: Session, name: RelationName): Promise<readonly Dependent[]> {
  return rememberNamedReaders()(session, name);
}

function catalogOf(file: string): string {
  return `from ${quoteIdentifier(file)}.sqlite_master where type = 'view' and sql is not null`;
}

const versionOf = (file: string): string => `pragma ${quoteIdentifier(file)}.data_version`;

async function readAll(session: Session, file: string): Promise<Views> {
  const views: Views = { byRow: new Map(), rowOf: new Map(), byName: new Map(), version: '', last: 0 };
  const [version, rows] = await session.executeAll([
    versionOf(file),
    `select rowid, name, sql ${catalogOf(file)} order by rowid`,
  ]);
  views.version = String(version!.rows[0]?.[0]);
  for (const row of rows!.rows) add(views, row);
  return views;
}

/** Null when the views that are known cannot be brought up to date. */
async function readNew(session: Session, file: string, views: Views): Promise<Views | null> {
  const [version, count, rows] = await session.executeAll([
    versionOf(file),
    `select count(*) ${catalogOf(file)}`,
    `select rowid, name, sql ${catalogOf(file)} and rowid >= ${views.last} order by rowid`,
  ]);
  if (String(version!.rows[0]?.[0]) !== views.version) return null;
  // Of what was rolled back the rows are given away again: the last one tells.
  const [row, identifier] = rows!.rows[0] ?? [];
  const isSame = Number(row) === views.last && identifier === views.byRow.get(views.last)?.identifier;
  if (views.last > 0 && !isSame) return null;
  remove(views, views.last);
  for (const row of rows!.rows) add(views, row);
  return views.byRow.size === Number(count!.rows[0]?.[0]) ? views : null;
}

/** A view that was made again has a new row. */
function add(views: Views, cells: readonly Cell[]): void {
  const row = Number(cells[0]);
  const [identifier, text] = [String(cells[1]), String(cells[2])];
  remove(views, views.rowOf.get(identifier) ?? row);
  const names = namesIn(text);
  views.byRow.set(row, { identifier, names });
  views.rowOf.set(identifier, row);
  for (const name of names) {
    const rows = views.byName.get(name) ?? new Set();
    rows.add(row);
    views.byName.set(name, rows);
  }
  views.last = row;
}

function remove(views: Views, row: number): void {
  const view = views.byRow.get(row);
  if (view === undefined) return;
  views.byRow.delete(row);
  views.rowOf.delete(view.identifier);
  for (const name of view.names) views.byName.get(name)?.delete(row);
}

const rules = { postgres: false };

/** SQLite takes a string for a name where no string can stand. */
function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, start, end } of sqlTokens(text, rules)) {
    const token = text.slice(start, end).toLowerCase();
    if (kind === 'word') names.add(token);
    else if (kind === 'quotedName' || kind === 'string') names.add(unquoted(token));
  }
  return names;
}

function unquoted(token: string): string {
  const mark = token[0]!;
  const inner = token.slice(1, -1);
  return mark === '[' ? inner : inner.replaceAll(mark + mark, mark);
}

function readersOf(views: Views, name: RelationName, file: string): readonly Dependent[] {
  const own = name.identifier.toLowerCase();
  const seen = new Set<string>([own]);
  const found: Dependent[] = [];
  for (let names = [own]; names.length > 0; ) {
    const rows = new Set(names.flatMap((each) => [...(views.byName.get(each) ?? [])]));
    const level = [...rows]
      .map((row) => views.byRow.get(row)!.identifier)
      .filter((identifier) => !seen.has(identifier.toLowerCase()))
      .sort();
    names = level.map((identifier) => identifier.toLowerCase());
    for (const each of names) seen.add(each);
    const isDirect = found.length === 0;
    found.unshift(...level.map((identifier) => viewOf(name, file, { identifier, isDirect })));
  }
  return found;
}

function viewOf(
  { database, schema }: RelationName,
  file: string,
  { identifier, isDirect }: Pick<Dependent, 'identifier' | 'isDirect'>,
): Dependent {
  const drop = `drop view ${quoteIdentifier(file)}.${quoteIdentifier(identifier)}`;
  return { database, schema, identifier, kind: 'view', isDirect, recreate: null, rebind: null, drop };
}
