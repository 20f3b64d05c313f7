/**
 * Hides secrets in a JSON text that comes in pieces. Each piece begins and ends between two tokens of the text, and so do the
 * batches in which pieces are looked through.
 */
import { type Scrubber, scrubJson } from '../diagnostics/scrub.js';
import type { TextPiece } from './manifest/resource-texts.js';

/** Characters that are looked through at once: many pieces are small, and each look has a price of its own. */
const BATCH = 256 * 1024;

/** The same text with secrets replaced. */
export function* scrubbedPieces(pieces: Iterable<TextPiece>, scrub: Scrubber): Generator<TextPiece> {
  if (scrub.isIdle?.() === true) {
    yield* pieces;
    return;
  }
  const decoder = new TextDecoder();
  let batch = '';
  for (const piece of pieces) {
    batch += typeof piece === 'string' ? piece : decoder.decode(piece);
    if (batch.length < BATCH) continue;
    yield scrubJson(batch, scrub);
    batch = '';
  }
  yield scrubJson(batch, scrub);
}
