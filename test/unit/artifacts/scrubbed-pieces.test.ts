import { describe, expect, it } from 'vitest';
import type { TextPiece } from '../../../core/artifacts/manifest/resource-texts.js';
import { scrubbedPieces } from '../../../core/artifacts/scrubbed-pieces.js';
import { createScrubber } from '../../../core/diagnostics/scrub.js';

const textOf = (pieces: Iterable<TextPiece>) =>
  Buffer.concat([...pieces].map((piece) => Buffer.from(piece as string))).toString();

describe('hiding secrets in a JSON text that comes in pieces', () => {
  it('hides them in texts and in kept bytes, and leaves the rest', () => {
    const kept = Buffer.from('"é p\\"w1 é"');
    const pieces = ['{"a": "p\\"w1", "b": ', kept, ', "c": [1.0, 2]', '}'];
    expect(textOf(scrubbedPieces(pieces, createScrubber(['p"w1'])))).toBe(
      '{"a": "*****", "b": "é ***** é", "c": [1.0, 2]}',
    );
  });

  it('hides them wherever they stand in a long text, and keeps batches small', () => {
    const piece = `"${'x'.repeat(500)} hunter2 ${'y'.repeat(500)}", `;
    const batches = [...scrubbedPieces(Array<string>(2000).fill(piece), createScrubber(['hunter2']))];
    expect(textOf(batches)).toBe(piece.replace('hunter2', '*****').repeat(2000));
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThan(300_000);
  });

  it('hands on the pieces themselves when there is nothing to hide', () => {
    const pieces = ['{"a": ', Buffer.from('1'), '}'];
    const handed = [...scrubbedPieces(pieces, createScrubber([]))];
    expect(handed.every((piece, index) => piece === pieces[index])).toBe(true);
  });
});
