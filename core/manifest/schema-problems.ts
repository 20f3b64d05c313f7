/** Schemas that the database cannot have, where a schema is more than a name. */
import type { Dialect } from '../adapter/dialect.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Relation } from '../resources/relation.js';
import type { Built } from './long-names.js';

/** One error per node whose schema is none. `relationOf` gives null for nodes without a relation. */
export function findSchemaProblems(
  nodes: Iterable<Built>,
  { schemaProblem }: Dialect,
  relationOf: (node: Built) => Relation | null,
): Diagnostic[] {
  if (schemaProblem === undefined) return [];
  return [...nodes].flatMap((node) => {
    const schema = relationOf(node)?.schema ?? null;
    const problem = schema === null ? null : schemaProblem(schema);
    if (problem === null) return [];
    const message = `The ${node.resourceType} in ${node.originalFilePath} would be built in the schema ${JSON.stringify(schema)}: ${problem}.`;
    return [
      { code: 'TSDBT_RELATION_NAME_INVALID', severity: 'error', message, location: node.location, node: node.uniqueId },
    ];
  });
}
