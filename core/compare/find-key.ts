/** The columns of a key among those that are compared. Pure. */
import type { Dialect } from '../adapter/dialect.js';
import { closestNames, didYouMean } from '../diagnostics/did-you-mean.js';
import { TsdbtError } from '../diagnostics/error.js';

type Names = Pick<Dialect, 'foldIdentifier' | 'quoteIdentifier'>;

/** Where a name, bare or in the quotes of the database, stands among columns; -1 when it does not. */
export function positionOf(name: string, columns: readonly string[], dialect: Names): number {
  const exact = columns.findIndex((column) => column === name || dialect.quoteIdentifier(column) === name);
  if (exact !== -1) return exact;
  const folded = dialect.foldIdentifier(name, false);
  return columns.findIndex((column) => dialect.foldIdentifier(column, true) === folded);
}

/** Positions of the key, each once; empty without one. Throws when a column of it is not on both sides. */
export function findKey(key: readonly string[] | null, columns: readonly string[], dialect: Names): readonly number[] {
  const positions = (key ?? []).map((name) => {
    const index = positionOf(name, columns, dialect);
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
