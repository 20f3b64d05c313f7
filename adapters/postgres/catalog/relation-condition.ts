/** The part of a catalog query that finds one relation in `pg_class c` joined to `pg_namespace n`. */
import type { RelationName } from '../../../core/resources/relation.js';
import { quoteText } from '../../common/quoting.js';

/** A schema's name in SQL; null is the first schema of the search path. */
export function schemaExpression(schema: string | null): string {
  return schema === null ? 'current_schema()' : quoteText(schema);
}

/** The condition for a relation. Without a schema it is the one that the bare name means, temporary tables first. */
export function matches(name: RelationName): string {
  const place =
    name.schema === null ? 'pg_catalog.pg_table_is_visible(c.oid)' : `n.nspname = ${quoteText(name.schema)}`;
  return `${place} and c.relname = ${quoteText(name.identifier)}`;
}
