/** Questions to the database's catalog. A question that fails throws; it never answers "none". */
import type { ColumnInfo, Holding, RelationName, RelationType } from '../resources/relation.js';
import type { Session } from './database.js';

export interface FoundRelation extends RelationName {
  readonly type: RelationType;
  /** Absent where the database has no owners. */
  readonly holding?: Holding;
}

/** What `Dialect.markOf` answers for a relation. */
export interface FoundMark extends RelationName {
  readonly mark: string;
}

/** Something that hangs on a relation. */
export interface Dependent extends RelationName {
  readonly kind: 'view' | 'materialized_view' | 'rule' | 'function' | 'constraint' | 'other';
  /** Whether it rests on the relation itself, not only on another dependent. */
  readonly isDirect: boolean;
  /** The columns of the relation that it reads itself; absent where the database does not say. */
  readonly columns?: readonly string[];
  /** The statements that bring it back after a drop (definition, owner, grants, comments, options), null when that is impossible. */
  readonly recreate: readonly string[] | null;
  /**
   * How it comes to read the relation that now has the old one's name, itself staying what it is, with all that rests on it:
   * a statement that only takes the lock for that, and fails as for a lock when the view has changed since it was read; and the
   * one that does it. Null when that is impossible.
   */
  readonly rebind: { readonly lock: string; readonly replace: string } | null;
  /** Drops it and nothing else. Null for what holds rows. */
  readonly drop: string | null;
}

/** A foreign key that deletes or changes rows when rows of the relation it refers to are deleted. */
export interface CascadingKey {
  readonly name: string;
  /** The table whose rows these are, as messages name it. */
  readonly table: string;
  /** That is the relation itself. */
  readonly isOwn: boolean;
}

/** Who holds a lock, in the words of the database. */
export interface LockHolder {
  readonly process: string;
  readonly user: string;
  readonly application: string;
  /** When its statement began, or its transaction where it is idle; ISO 8601. */
  readonly since: string;
  readonly state: string;
}

/** Something that people set on a relation, which another relation that takes its place would lack. */
export interface HandMade {
  /** For messages: `index orders_by_day`, `comment on column id`. */
  readonly what: string;
  /** Equal for two things that do the same to two relations, whatever these and they themselves are called. */
  readonly definition: string;
  /** Whether hooks of the node may make the same: then there must not be two of it. */
  readonly kind: 'setting' | 'object';
  /** Gives it to the replacement, before that takes the place; null when no statement can. */
  readonly statements: readonly string[] | null;
  /** For once the replacement has its final name: what could not be done while the old relation had the names. */
  readonly after: readonly string[];
  /** Frees the names that `after` takes, when the old relation stays under another name. */
  readonly aside: readonly string[];
}

/** What a relation will be made from: a query, or columns, their names and types as SQL. */
export type MadeFrom =
  | { readonly query: string }
  | { readonly columns: readonly { readonly name: string; readonly type: string }[] };

/** A relation that is to take another's place and does not stand yet. */
export interface PlannedRelation {
  readonly type: 'table' | 'view';
  readonly columns: readonly string[];
}

/** A column by which an index finds rows. */
export interface IndexedColumn {
  readonly relation: RelationName;
  readonly column: string;
}

export interface Introspector {
  readonly schemas: (session: Session) => Promise<readonly string[]>;
  /** All relations of the given schemas in one or two queries; null is where relations without a schema stand. Answers carry the schema as it was given. */
  readonly relations: (session: Session, schemas: readonly (string | null)[]) => Promise<readonly FoundRelation[]>;
  /** What `Dialect.markOf` answers, of all relations of the given schemas in one query; comes with it or not at all. */
  readonly marks?: (session: Session, schemas: readonly (string | null)[]) => Promise<readonly FoundMark[]>;
  /** Null when there is no such relation. */
  readonly relation: (session: Session, name: RelationName) => Promise<FoundRelation | null>;
  readonly columns: (session: Session, name: RelationName) => Promise<readonly ColumnInfo[]>;
  /** The columns that `columns` will answer for a table made so. Reads no rows and changes nothing, in a preview too. Throws what the database says of the query. */
  readonly describe: (session: Session, made: MadeFrom) => Promise<readonly ColumnInfo[]>;
  /** Views and others that depend on the relation, dependents of dependents included, outermost first (the order to drop them in; re-create in reverse). Where views follow names: views that may read it, with nothing to re-create or rebind. */
  readonly dependents: (session: Session, name: RelationName) => Promise<readonly Dependent[]>;
  /** The same questions for one run, which asks again and again: keeps what was read for as long as it is known to be unchanged. */
  readonly remember?: () => Pick<Introspector, 'dependents' | 'relation' | 'handMade'>;
  /** Empty where the sessions of tsdbt enforce no foreign keys. */
  readonly cascadingKeys: (session: Session, name: RelationName) => Promise<readonly CascadingKey[]>;
  /**
   * Columns that an index over all rows of a table begins with, so that it finds the nulls of one without reading the
   * table; of tables of at least so many bytes, as far as the catalog knows without looking.
   */
  readonly indexedColumns: (
    session: Session,
    names: readonly RelationName[],
    leastBytes: number,
  ) => Promise<readonly IndexedColumn[]>;
  /** Other sessions that hold locks on the relations. Empty where locks are not kept by relation. */
  readonly lockHolders: (session: Session, names: readonly RelationName[]) => Promise<readonly LockHolder[]>;
  /**
   * What people set on the relation, as statements for the replacement, in the order to run them in. Empty when one of the
   * two does not stand; of a replacement that is only planned, what it will be is said.
   */
  readonly handMade: (
    session: Session,
    name: RelationName,
    replacement: RelationName,
    planned?: PlannedRelation,
  ) => Promise<readonly HandMade[]>;
}
