/** The one function that turns a node or source into the relation that `ref`, `this` and tests see. */
import type { Adapter, Credentials } from '../../adapter/adapter.js';
import type { QuotePolicy, Relation } from '../../resources/relation.js';

/** What of a node makes its relation. */
export interface RelationParts {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string;
  readonly quoting: QuotePolicy;
}

/** The relation as it stands in the database; parts that the target lacks are null. */
export function relationOf(node: RelationParts, adapter: Adapter, credentials: Credentials): Relation {
  const { database, schema, identifier, quoting } = node;
  const name = adapter.relationName({ database, schema, identifier }, credentials);
  return { ...name, quoting, type: null };
}
