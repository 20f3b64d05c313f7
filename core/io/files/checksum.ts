/** Checksums as dbt computes them, so that states of both tools can be compared. */
import { createHash } from 'node:crypto';

/** Seeds beyond this are known by their path alone. */
export const LARGEST_HASHED_SEED = 1024 * 1024;

/** SHA-256, in hexadecimal, of the text without the white space at its ends. */
export function textChecksum(text: string): string {
  return createHash('sha256').update(text.trim(), 'utf8').digest('hex');
}
