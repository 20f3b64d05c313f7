/**
 * The questions that each node of a run asks about what stands in its place, so that the answer takes as long in a catalog of
 * ten thousand views as in one of ten. An answer never rests on memory alone: what is remembered is compared with the file,
 * or only says in which row to look.
 */
import type { Introspector } from '../../../core/adapter/introspector.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { findHandMade } from '../hand-made.js';
import { findRelation } from './find-relation.js';
import { findNamedReaders } from './named-readers.js';
import { keyOf, type RememberedCatalogs, rememberCatalogs } from './remembered-catalog.js';

export function rememberCatalog(): Pick<Introspector, 'dependents' | 'relation' | 'handMade'> {
  const catalogs = rememberCatalogs();
  return {
    dependents: (session, name) => findNamedReaders(session, name, catalogs.read),
    relation: async (session, name) => {
      const row = rowOf(catalogs, name);
      return (row === null ? null : await findRelation(session, name, row)) ?? findRelation(session, name);
    },
    handMade: async (session, name) => {
      const { handMade } = await catalogs.read(session, name.schema ?? 'main');
      return handMade.size === 0 ? [] : findHandMade(session, name);
    },
  };
}

function rowOf({ last }: RememberedCatalogs, { schema, identifier }: RelationName): number | null {
  const known = last(schema ?? 'main')?.rowOf;
  return known?.get(keyOf('view', identifier)) ?? known?.get(keyOf('table', identifier)) ?? null;
}
