/** One line of the table: what was measured, and what it stands beside. */
export interface Figure {
  readonly figure: string;
  /** Milliseconds, unless the name of the figure says otherwise. */
  readonly ours: number;
  /** The same of what it is compared with, by name; null where there is nothing to compare with. */
  readonly beside: { readonly name: string; readonly value: number } | null;
  /** `ours` as a multiple of what stands beside it. */
  readonly ratio: number | null;
  readonly goal: string;
  /** Peak in bytes; null where it was not measured. */
  readonly memory: number | null;
}

/** A figure whose ratio follows from its two values. */
export function figureOf(parts: Omit<Figure, 'ratio'>): Figure {
  return { ...parts, ratio: parts.beside === null ? null : parts.ours / parts.beside.value };
}
