/** Checksums as dbt computes them, so that states of both tools can be compared. */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';

/** Seeds beyond this are known by their path alone. */
export const LARGEST_HASHED_SEED = 1024 * 1024;

/** The checksum of a file's text; of its bytes when they are none, which dbt refuses. */
export function dataChecksum(bytes: Buffer): string {
  if (isUtf8(bytes)) return textChecksum(new TextDecoder().decode(bytes));
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256, in hexadecimal, of the text without the white space at its ends. */
export function textChecksum(text: string): string {
  return createHash('sha256').update(text.trim(), 'utf8').digest('hex');
}
