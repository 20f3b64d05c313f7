/** Checksums as dbt computes them, so that states of both tools can be compared. */
import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';

/** Seeds beyond this are known by their path alone. */
export const LARGEST_HASHED_SEED = 1024 * 1024;

/** The checksum of a file's text; of its bytes when they are none, which dbt refuses. */
export function dataChecksum(bytes: Buffer): string {
  if (isUtf8(bytes)) return textChecksum(new TextDecoder().decode(bytes));
  return bytesChecksum(bytes);
}

/** SHA-256, in hexadecimal, of all that a file holds. */
export function bytesChecksum(bytes: Buffer): string {
  return hash('sha256', bytes);
}

/** A text by its checksum and what that leaves out. */
export function contentKeyOf(text: string, checksum: string): string {
  const trimmed = text.trimStart();
  const before = text.slice(0, text.length - trimmed.length);
  return `${checksum} ${before}|${trimmed.slice(trimmed.trimEnd().length)}`;
}

/** SHA-256, in hexadecimal, of the text without the white space at its ends. */
export function textChecksum(text: string): string {
  return hash('sha256', text.trim());
}
