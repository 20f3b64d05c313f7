/** What the manual says of a diagnostic code: what it means and what to do about it. */
export interface CodeEntry {
  readonly meaning: string;
  readonly remedy: string;
}
