/**
 * Views of a SQLite file that may read a relation, directly or through other views. SQLite keeps no record of what a view
 * reads, so a view counts when its text holds the name; whether it really reads it shows when it is read.
 */
import type { Session } from '../../../core/adapter/database.js';
import type { Dependent } from '../../../core/adapter/introspector.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { quoteIdentifier } from '../../common/quoting.js';
import type { Catalog, ReadCatalog } from './remembered-catalog.js';

/** Outermost first. A view sees only its own file, so no other is searched. */
export async function findNamedReaders(
  session: Session,
  name: RelationName,
  read: ReadCatalog,
): Promise<readonly Dependent[]> {
  const file = name.schema ?? 'main';
  return readersOf(await read(session, file), name, file);
}

function readersOf({ views, byName }: Catalog, name: RelationName, file: string): readonly Dependent[] {
  const own = name.identifier.toLowerCase();
  const seen = new Set<string>([own]);
  const found: Dependent[] = [];
  for (let names = [own]; names.length > 0; ) {
    const rows = new Set(names.flatMap((each) => [...(byName.get(each) ?? [])]));
    const level = [...rows]
      .map((row) => views.get(row)!.identifier)
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
