/**
 * The introspector as a previewed node and its templates ask it: the database's answers, and in place of what the plan
 * will have changed by then, what it will be. A question whose answer the plan does not know throws; it never answers none.
 */
import type { Adapter } from '../../../adapter/adapter.js';
import type { FoundRelation, Introspector } from '../../../adapter/introspector.js';
import type { RelationName } from '../../../resources/relation.js';
import { relationKey } from '../../session/relation-states.js';
import { previewUnknown } from '../unknown.js';
import { isKnown, type PlannedRelation, type PlannedRelations } from './planned-relations.js';

export function plannedIntrospector(adapter: Adapter, planned: PlannedRelations): Introspector {
  const { introspector, dialect } = adapter;
  const columnsOf = ({ columns }: Extract<PlannedRelation, { presence: 'present' }>) => {
    if (isKnown(columns)) return columns;
    throw previewUnknown(columns.unknown);
  };
  const asFound = (found: PlannedRelation): FoundRelation[] =>
    found.presence === 'present' ? [{ ...nameOf(found.name), type: found.type }] : [];
  const isIn = (schemas: readonly (string | null)[]) => (found: FoundRelation) => {
    const fold = (schema: string | null) => (schema === null ? null : dialect.foldIdentifier(schema, true));
    return schemas.some((schema) => fold(schema) === fold(found.schema));
  };
  return {
    ...introspector,
    relation: async (session, name) => {
      const found = planned.find(name);
      return found === null ? introspector.relation(session, name) : (asFound(found)[0] ?? null);
    },
    relations: async (session, schemas) => {
      const standing = await introspector.relations(session, schemas);
      const untouched = standing.filter((relation) => planned.find(relation) === null);
      return [...untouched, ...planned.all().flatMap(asFound).filter(isIn(schemas))];
    },
    columns: async (session, name) => {
      const found = planned.find(name);
      if (found === null) return introspector.columns(session, name);
      return found.presence === 'absent' ? [] : columnsOf(found);
    },
    // What is built anew before reads what its new query says: its own parents, none of which depends on this relation.
    dependents: async (session, name) =>
      (await introspector.dependents(session, name)).filter((dependent) => planned.find(dependent) === null),
    handMade: async (session, name, replacement) => {
      const found = planned.find(replacement);
      const isItself = relationKey(name, adapter) === relationKey(replacement, adapter);
      if (found === null || found.presence === 'absent' || isItself) {
        return introspector.handMade(session, name, replacement);
      }
      // Of nothing, nothing is to be given to columns that are not known.
      if (!isKnown(found.columns) && (await introspector.handMade(session, name, name)).length === 0) return [];
      const columns = columnsOf(found).map((column) => column.name);
      const type = found.type === 'view' ? 'view' : 'table';
      return introspector.handMade(session, name, replacement, { type, columns });
    },
  };
}

function nameOf({ database, schema, identifier }: RelationName): RelationName {
  return { database, schema, identifier };
}
