/**
 * The questions that each node of a run asks about what stands in its place, so that the answer takes as long in a catalog of
 * ten thousand views as in one of ten. An answer never rests on memory alone: what is remembered is compared with the file,
 * or only says in which row to look. What one message has read is not asked again while nothing else was sent.
 */
import type { Session } from '../../../core/adapter/database.js';
import type { FoundRelation, Introspector } from '../../../core/adapter/introspector.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { findHandMade } from '../hand-made.js';
import { findRelation, relationOf, rowQuery } from './find-relation.js';
import { findNamedReaders } from './named-readers.js';
import { type Beside, keyOf, type RememberedCatalogs, rememberCatalogs } from './remembered-catalog.js';

/** What the last message of a session read, in a transaction that is still open. */
interface Moment {
  readonly session: Session;
  readonly sent: number;
  readonly file: string;
  readonly name: RelationName;
  readonly relation: FoundRelation | null;
}

export function rememberCatalog(): Pick<Introspector, 'dependents' | 'relation' | 'handMade'> {
  const catalogs = rememberCatalogs();
  let moment: Moment | null = null;
  const read = async (session: Session, name: RelationName) => {
    const file = name.schema ?? 'main';
    if (isNow(moment, session, file)) return catalogs.last(file)!;
    const row = rowOf(catalogs, name);
    let relation: FoundRelation | null = null;
    const tell: Beside['tell'] = (rows) => {
      relation = relationOf(name, rows);
    };
    const catalog = await catalogs.read(session, file, row === null ? undefined : { sql: rowQuery(name, row), tell });
    const { sent, inTransaction } = session;
    moment = sent === undefined || !inTransaction ? null : { session, sent, file, name, relation };
    return catalog;
  };
  return {
    dependents: (session, name) => findNamedReaders(session, name, () => read(session, name)),
    relation: async (session, name) => {
      if (isNow(moment, session, name.schema ?? 'main') && moment.relation !== null && isSame(moment.name, name)) {
        return moment.relation;
      }
      const row = rowOf(catalogs, name);
      const known = row === null ? null : relationOf(name, (await session.execute(rowQuery(name, row))).rows);
      return known ?? findRelation(session, name);
    },
    handMade: async (session, name) => {
      const { handMade } = await read(session, name);
      return handMade.size === 0 ? [] : findHandMade(session, name);
    },
  };
}

function isNow(moment: Moment | null, session: Session, file: string): moment is Moment {
  return (
    moment !== null &&
    moment.session === session &&
    moment.sent === session.sent &&
    moment.file === file &&
    session.inTransaction
  );
}

function isSame(one: RelationName, other: RelationName): boolean {
  return one.schema === other.schema && one.identifier === other.identifier;
}

function rowOf({ last }: RememberedCatalogs, { schema, identifier }: RelationName): number | null {
  const known = last(schema ?? 'main')?.rowOf;
  return known?.get(keyOf('view', identifier)) ?? known?.get(keyOf('table', identifier)) ?? null;
}
