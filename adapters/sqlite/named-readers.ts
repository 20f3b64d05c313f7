/**
 * Views of a SQLite file that may read a relation, directly or through other views. SQLite keeps no record of what a view
 * reads, so a view counts when its text holds the name; whether it really reads it shows when it is read.
 */
import type { Session } from '../../core/adapter/database.js';
import type { Dependent } from '../../core/adapter/introspector.js';
import type { RelationName } from '../../core/resources/relation.js';
import { quoteIdentifier } from '../common/quoting.js';

/** Outermost first. A view sees only its own file, so no other is searched. */
export async function findNamedReaders(session: Session, name: RelationName): Promise<readonly Dependent[]> {
  const schema = name.schema ?? 'main';
  const { rows } = await session.execute(
    `select name, sql from ${quoteIdentifier(schema)}.sqlite_master where type = 'view' and sql is not null order by name`,
  );
  let rest = rows
    .map(([view, sql]) => ({ identifier: String(view), text: String(sql).toLowerCase() }))
    .filter(({ identifier }) => identifier.toLowerCase() !== name.identifier.toLowerCase());
  const found: Dependent[] = [];
  for (let names = [name.identifier]; names.length > 0; ) {
    const isReader = ({ text }: { text: string }) => names.some((each) => holdsName(text, each));
    const readers = rest.filter(isReader).map(({ identifier }) => identifier);
    rest = rest.filter(({ identifier }) => !readers.includes(identifier));
    const isDirect = found.length === 0;
    found.unshift(...readers.map((identifier) => viewOf(name, schema, { identifier, isDirect })));
    names = readers;
  }
  return found;
}

function holdsName(text: string, name: string): boolean {
  const wanted = name.toLowerCase();
  return text.includes(wanted) || text.includes(wanted.replaceAll('"', '""'));
}

function viewOf(
  { database, schema }: RelationName,
  file: string,
  { identifier, isDirect }: Pick<Dependent, 'identifier' | 'isDirect'>,
): Dependent {
  const drop = `drop view ${quoteIdentifier(file)}.${quoteIdentifier(identifier)}`;
  return { database, schema, identifier, kind: 'view', isDirect, recreate: null, rebind: null, drop };
}
