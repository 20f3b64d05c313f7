/** Questions to the database's catalog. A question that fails throws; it never answers "none". */
import type { ColumnInfo, RelationName, RelationType } from '../resources/relation.js';
import type { Session } from './database.js';

export interface FoundRelation extends RelationName {
  readonly type: RelationType;
}

/** Something that hangs on a relation. `recreate` are the statements that bring it back (definition, owner, grants, comments, options), null when that is impossible. */
export interface Dependent extends RelationName {
  readonly kind: 'view' | 'materialized_view' | 'rule' | 'function' | 'constraint' | 'other';
  readonly recreate: readonly string[] | null;
}

export interface Introspector {
  readonly schemas: (session: Session) => Promise<readonly string[]>;
  /** All relations of the given schemas in one or two queries; null is where relations without a schema stand. Answers carry the schema as it was given. */
  readonly relations: (session: Session, schemas: readonly (string | null)[]) => Promise<readonly FoundRelation[]>;
  /** Null when there is no such relation. */
  readonly relation: (session: Session, name: RelationName) => Promise<FoundRelation | null>;
  readonly columns: (session: Session, name: RelationName) => Promise<readonly ColumnInfo[]>;
  /** Views and others that depend on the relation, dependents of dependents included, outermost first (the order to drop them in; re-create in reverse). Empty where views follow names. */
  readonly dependents: (session: Session, name: RelationName) => Promise<readonly Dependent[]>;
}
