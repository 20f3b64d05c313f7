import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, writePieces } from '../../../core/io/writing/write-pieces.js';

/** A file that remembers what reaches it. */
function memoryFile() {
  const chunks: Buffer[] = [];
  const bytes = () => Buffer.concat(chunks);
  return { chunks, bytes, writeFile: async (bytes: Uint8Array) => void chunks.push(Buffer.from(bytes)) };
}

function bytesOf(pieces: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(pieces.map((one) => Buffer.from(one as string)));
}

describe('writing in pieces', () => {
  it('writes all pieces in their order, texts and bytes', async () => {
    const piece = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array());
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (pieces) => {
        const file = memoryFile();
        await writePieces(file, pieces);
        expect(file.bytes().equals(bytesOf(pieces))).toBe(true);
      }),
    );
  });

  it('gathers small pieces, and never more than one chunk of them', async () => {
    const file = memoryFile();
    const pieces = Array.from({ length: 3000 }, (_, index) => `${index}é`.repeat(100));
    await writePieces(file, pieces);
    expect(Buffer.concat(file.chunks).toString()).toBe(pieces.join(''));
    expect(Math.max(...file.chunks.map(({ length }) => length))).toBeLessThanOrEqual(CHUNK_BYTES);
    expect(file.chunks.length).toBeLessThan(6);
  });

  it('takes a piece that is larger than a chunk', async () => {
    const file = memoryFile();
    const pieces = ['a', '\u20ac'.repeat(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES + 1).fill(98), 'c'];
    await writePieces(file, pieces);
    expect(file.bytes().equals(bytesOf(pieces))).toBe(true);
  });

  it('asks for a piece only when those before have been written', async () => {
    let pending = 0;
    let most = 0;
    const file = {
      writeFile: async ({ length }: Uint8Array) => {
        await Promise.resolve();
        pending -= length;
      },
    };
    const text = 'x'.repeat(1000);
    function* pieces() {
      for (let index = 0; index < 5000; index++) {
        pending += text.length;
        most = Math.max(most, pending);
        yield text;
      }
    }
    await writePieces(file, pieces());
    expect(pending).toBe(0);
    expect(most).toBeLessThanOrEqual(CHUNK_BYTES + text.length);
  });
});
