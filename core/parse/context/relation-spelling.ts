/** What relations in templates are made of: their spelling, their parts and their types. */
import type { Adapter, Credentials } from '../../adapter/adapter.js';
import type { QuotePolicy, Relation, RelationName, RelationType } from '../../resources/relation.js';
import type { TemplateObject } from '../../template/values/value.js';

/** How relations of one target are spelled. */
export interface RelationSpelling {
  /** `PostgresRelation`: what dbt's packages look for in `.get('metadata').type`. */
  readonly className: string;
  readonly quoteIdentifier: (name: string) => string;
  /** Parts that the database lacks become null. */
  readonly physicalName: (name: RelationName) => RelationName;
}

export type RelationPart = keyof QuotePolicy;
export const relationParts: readonly RelationPart[] = ['database', 'schema', 'identifier'];

/** The names that dbt gives to the types of relations. */
export const relationTypes: Readonly<Record<string, RelationType>> = {
  Table: 'table',
  View: 'view',
  CTE: 'cte',
  MaterializedView: 'materialized_view',
  External: 'external',
};

/** What the methods of a relation work on. */
export interface RelationLike extends TemplateObject {
  readonly relation: Relation;
  /** The parts that are printed. */
  readonly include: QuotePolicy;
  readonly spelling: RelationSpelling;
  /** A copy with other parts, type or quoting. */
  readonly with: (changes: Partial<Relation>) => RelationLike;
  readonly withInclude: (changes: Partial<QuotePolicy>) => RelationLike;
}

/** The spelling of a target's relations. */
export function relationSpelling(adapter: Adapter, credentials: Credentials): RelationSpelling {
  return {
    className: `${classPrefixes[adapter.type] ?? capitalized(adapter.type)}Relation`,
    quoteIdentifier: adapter.dialect.quoteIdentifier,
    physicalName: (name) => adapter.relationName(name, credentials),
  };
}

const classPrefixes: Readonly<Record<string, string>> = { sqlite: 'SQLite' };

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
