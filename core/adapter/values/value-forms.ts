/**
 * How the values of a column are spelled in SQL so that rows can be compared, whatever the column's type, its collation
 * and the settings of the session. Pure. Null stays null, except in `keyText`.
 */
export interface ValueForms {
  /**
   * An expression by which rows can be grouped and sorted, and which is equal for equal values only: capitals, blanks and
   * accents count, how many zeros a number is written with does not. `type` is the column's, null where it has none.
   */
  readonly comparable: (expression: string, type: string | null) => string;
  /** The value as text, the same for the same number, moment or text in a column of another type. */
  readonly text: (expression: string, type: string | null) => string;
  /** Text that is never null, equal for equal values only and sorted by its UTF-8 bytes: what rows of two databases of one kind are put in order by. */
  readonly keyText: (expression: string, type: string | null) => string;
  /** Statements for a transaction in which values are written as in every other database of the kind, whatever the settings of the session. */
  readonly settings: readonly string[];
}
