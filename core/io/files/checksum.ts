/** Checksums as dbt computes them, so that states of both tools can be compared. */
import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';

/** Seeds beyond this are known by their path alone. */
export const LARGEST_HASHED_SEED = 1024 * 1024;

/** The checksum of a file's text; of its bytes when they are none, which dbt refuses. */
export function dataChecksum(bytes: Buffer): string {
  if (isUtf8(bytes)) return textChecksum(new TextDecoder().decode(bytes));
  return hash('sha256', bytes);
}

/** SHA-256, in hexadecimal, of the text without the white space at its ends. */
export function textChecksum(text: string): string {
  return hash('sha256', text.trim());
}
