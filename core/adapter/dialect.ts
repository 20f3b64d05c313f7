/** Pure functions that spell names, literals and types in a database's SQL. */
import type { Relation } from '../resources/relation.js';
import type { Cell } from './cell.js';

/** The types that seed inference finds (agate's, as dbt uses it). */
export type SeedType = 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'text';

/** How queries are written, for who has to tell whether they give the same rows again. */
export interface QueryForms {
  /** `$tag$ ... $tag$` and `E'...'` with backslashes are texts; block comments nest; `user` is a function. */
  readonly hasDollarTexts: boolean;
  /** Lower-case texts that functions and casts read as the present time or as the time zone of the machine. */
  readonly changingTexts: readonly string[];
  /** Functions that other databases have: here a function of that name is somebody's own. Lower case. */
  readonly foreignFunctions?: ReadonlySet<string>;
}

export interface Dialect {
  /** Quotes a name, doubling the quotes inside: `a"b` becomes `"a""b"`. */
  readonly quoteIdentifier: (name: string) => string;
  /** Renders a relation by its quote policy: `"db"."schema"."name"`; null parts are left out. */
  readonly renderRelation: (relation: Relation) => string;
  /** A literal that the database reads back as the same value. */
  readonly literal: (cell: Cell) => string;
  /** Column type of a seed, as dbt's adapter for the database chooses it. */
  readonly seedType: (type: SeedType) => string;
  /** The type of raw landing columns and of anything kept as text. */
  readonly textType: string;
  /** The key under which the database finds a quoted or unquoted identifier: names with the same key are the same object. */
  readonly foldIdentifier: (name: string, isQuoted: boolean) => string;
  /** Why the database cannot have a schema of this name, where names of schemas are more than names; null when it can. */
  readonly schemaProblem?: (schema: string) => string | null;
  /** The schema in which a name without one is found. Given where relations are named without: a CTE of the same name would hide them. */
  readonly bareSchema?: string;
  /** SQL that answers the role that owns a relation; absent where there are no owners. */
  readonly ownerOf?: (relation: Relation) => string;
  /** Left out: whether a query gives the same rows again is never known. */
  readonly queryForms?: QueryForms;
  /**
   * SQL that answers a short text without quotes and line breaks which changes when somebody replaces, empties or alters the
   * relation, or what is attached to it: not when its rows change. Left out: whether a relation is as it was left is never known.
   */
  readonly markOf?: (relation: Relation) => string;
  /** How long statements of the transaction wait for a lock from here on; null is what it was before. Absent where the lock is the whole file. */
  readonly lockTimeout?: (milliseconds: number | null) => string;
  /** SQL that keeps the definition of a table as it is until the transaction ends, while others read and write it. */
  readonly holdDefinition?: (table: Relation) => string;
  /** SQL that waits for all other transactions which named the same lock; absent where only one transaction writes at a time. */
  readonly namedLock?: (name: string) => string;
}
