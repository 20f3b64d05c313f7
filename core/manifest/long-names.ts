/** Names that the database would cut: two cut names may be the same, so that one node would replace another's relation. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { ParsedNode } from '../parse/parsed-project.js';
import type { SourceNode } from '../resources/node.js';
import type { Relation } from '../resources/relation.js';

/** Characters of a long name that a message shows. */
const SHOWN = 60;

/** What is built under a name: nodes, and source tables that `load` fills. */
export type Built = ParsedNode | SourceNode;

/** One error per node whose schema or identifier is longer than `limit` bytes. `relationOf` gives null for nodes without a relation. */
export function findLongNames(
  nodes: Iterable<Built>,
  limit: number | null,
  relationOf: (node: Built) => Relation | null,
): Diagnostic[] {
  if (limit === null) return [];
  return [...nodes].flatMap((node) => {
    const relation = relationOf(node);
    const long = [relation?.identifier, relation?.schema].find((name) => byteLength(name ?? '') > limit);
    return long === undefined || long === null ? [] : [tooLong(node, long, limit)];
  });
}

function tooLong(node: Built, name: string, limit: number): Diagnostic {
  const shown = name.length > SHOWN ? `${name.slice(0, SHOWN)}...` : name;
  return {
    code: 'TSDBT_RELATION_NAME_LONG',
    severity: 'error',
    message: `The ${node.resourceType} in ${node.originalFilePath} would be built as "${shown}", a name of ${byteLength(name)} bytes; the database keeps ${limit}.`,
    location: node.location,
    hint: `Give it a shorter \`${node.resourceType === 'source' ? 'identifier' : 'alias'}\` or \`schema\`.`,
    node: node.uniqueId,
  };
}

/** Length of a text in UTF-8, as databases count the length of names. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
