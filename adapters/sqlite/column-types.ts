/**
 * A type of SQLite is an affinity: what a column turns values into that look like another type. None turns nothing; text
 * keeps digits as they are; numbers turn `007` into 7, and `real` rounds great integers.
 */
import type { ColumnTypes } from '../../core/adapter/values/column-types.js';

type Affinity = 'none' | 'text' | 'number' | 'real';

/** SQLite's rules, in its order. A column without a type is `UNKNOWN`, as the introspector says it. */
function affinityOf(type: string): Affinity {
  const upper = type.toUpperCase();
  if (upper === '' || upper === 'UNKNOWN') return 'none';
  if (upper.includes('INT')) return 'number';
  if (/CHAR|CLOB|TEXT/.test(upper)) return 'text';
  if (upper.includes('BLOB')) return 'none';
  return /REAL|FLOA|DOUB/.test(upper) ? 'real' : 'number';
}

/** A value whose column says nothing about its type is as safe in one column as in another: nothing is known of it. */
function keeps(holder: string, kept: string): boolean {
  const [into, from] = [affinityOf(holder), affinityOf(kept)];
  if (into === from || into === 'none' || from === 'none' || into === 'text') return true;
  return into === 'number' && from === 'real';
}

export const sqliteColumnTypes: ColumnTypes = { keeps, isLongerText: () => false, canChange: false };
