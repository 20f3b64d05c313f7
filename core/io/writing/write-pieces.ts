/** Writes a text that comes in pieces: they are gathered in a buffer of fixed size, which goes to the file when it is full. */

/** Bytes that are gathered before they are written. */
export const CHUNK_BYTES = 512 * 1024;

/** A code unit takes at most three bytes of UTF-8. */
const BYTES_PER_UNIT = 3;

interface Sink {
  readonly writeFile: (bytes: Uint8Array) => Promise<void>;
}

/** Appends all pieces to an open file. A lone surrogate becomes U+FFFD, unless both halves of a pair stand in one piece. */
export async function writePieces(file: Sink, pieces: Iterable<string | Uint8Array>): Promise<void> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let used = 0;
  for (const piece of pieces) {
    const isText = typeof piece === 'string';
    const most = piece.length * (isText ? BYTES_PER_UNIT : 1);
    if (used > 0 && used + most > CHUNK_BYTES) {
      await file.writeFile(buffer.subarray(0, used));
      used = 0;
    }
    if (most > CHUNK_BYTES) await file.writeFile(isText ? Buffer.from(piece) : piece);
    else if (isText) used += buffer.write(piece, used);
    else {
      buffer.set(piece, used);
      used += piece.length;
    }
  }
  if (used > 0) await file.writeFile(buffer.subarray(0, used));
}
