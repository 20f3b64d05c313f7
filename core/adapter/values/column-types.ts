/** What a database says of the types of columns: which of two holds the other's values. Pure. */
export interface ColumnTypes {
  /** Whether a column of the type `holder` keeps every value of the type `kept` as it is. Types are spelled as in a column's definition. */
  readonly keeps: (holder: string, kept: string) => boolean;
  /** Whether a change from the one type to the other only lifts the limit of a text's length, which costs nothing. */
  readonly isLongerText: (holder: string, kept: string) => boolean;
  /** Whether the type of a column can be changed. */
  readonly canChange: boolean;
}
