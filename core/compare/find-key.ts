/** The columns of a key among those that are compared. Pure. */
import type { Dialect } from '../adapter/dialect.js';
import { closestNames, didYouMean } from '../diagnostics/did-you-mean.js';
import { TsdbtError } from '../diagnostics/error.js';

/** Positions of the key, each once; empty without one. Throws when a column of it is not on both sides. */
export function findKey(
  key: readonly string[] | null,
  columns: readonly string[],
  { foldIdentifier }: Pick<Dialect, 'foldIdentifier'>,
): readonly number[] {
  const positions = (key ?? []).map((name) => {
    const exact = columns.indexOf(name);
    if (exact !== -1) return exact;
    const folded = foldIdentifier(name, false);
    const index = columns.findIndex((column) => foldIdentifier(column, true) === folded);
    if (index !== -1) return index;
    throw new TsdbtError([
      {
        code: 'TSDBT_COMPARISON_IMPOSSIBLE',
        severity: 'error',
        message: `The key column ${name} is not among the columns that both sides have: ${columns.join(', ') || 'there is none'}.`,
        hint: didYouMean(closestNames(name, columns)) ?? 'Name columns that tell rows apart: --key id.',
      },
    ]);
  });
  return [...new Set(positions)];
}
