/** A node or source as the relation that templates see: the project's own names, whatever of them the database has. */
import type { Adapter } from '../../adapter/adapter.js';
import type { Target } from '../../project/project-config.js';
import type { ManifestNode, SourceNode } from '../../resources/node.js';
import type { Relation } from '../../resources/relation.js';

export type RelationNode =
  | Pick<ManifestNode, 'resourceType' | 'database' | 'schema' | 'alias' | 'quoting'>
  | SourceNode;

/** The relation by the project's own names. */
export function relationOfNode(node: RelationNode): Relation {
  const { database, schema, quoting } = node;
  const identifier = node.resourceType === 'source' ? node.identifier : node.alias;
  return { database, schema, identifier, type: null, quoting };
}

/** The relation by the names that the database knows; parts that it lacks are null. */
export function physicalRelation(
  relation: Relation,
  { adapter, target }: { readonly adapter: Adapter; readonly target: Target },
): Relation {
  const { database, schema, identifier } = adapter.relationName(relation, target.credentials);
  return { database, schema, identifier, quoting: relation.quoting, type: relation.type };
}
