/**
 * Rendered text as a rope of pieces that know where they came from, so that a position in compiled SQL leads back to
 * the line the user wrote. Text that a macro, `~` or a filter gave has the position of the innermost call site.
 */
import type { Location } from '../diagnostics/diagnostic.js';

/** One macro call on the way to a piece: the macro's name and the place of the call. */
export interface MacroFrame {
  readonly macro: string;
  readonly calledAt: Location;
}

/** Where a piece came from. `isVerbatim`: the piece is template text, so an offset inside it moves the position along. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly isVerbatim: boolean;
  readonly stack: readonly MacroFrame[];
}

export interface Piece {
  readonly text: string;
  readonly origin: Origin | null;
}

export interface RenderedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** Joins texts in order. */
export function concatRendered(parts: readonly RenderedText[]): RenderedText {
  const pieces = parts.flatMap((part) => part.pieces);
  return { text: pieces.map((piece) => piece.text).join(''), pieces };
}

/** Text without a place in the user's files. */
export function plainText(text: string): RenderedText {
  return { text, pieces: text === '' ? [] : [{ text, origin: null }] };
}

/** The same text, of which it is not known any more where it comes from. Thousands are kept: it is one object. */
export function withoutPlaces({ text }: RenderedText): RenderedText {
  return new PlacelessText(text);
}

class PlacelessText implements RenderedText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get pieces(): readonly Piece[] {
    return plainText(this.text).pieces;
  }
}

/** Removes white space at both ends and keeps the map, as dbt strips a model. */
export function trimRendered(rendered: RenderedText): RenderedText {
  const start = rendered.text.length - rendered.text.trimStart().length;
  return sliceRendered(rendered, start, start + rendered.text.trim().length);
}

/** The part between two offsets of the text. */
export function sliceRendered(rendered: RenderedText, start: number, end: number): RenderedText {
  const pieces: Piece[] = [];
  let offset = 0;
  for (const piece of rendered.pieces) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, piece.text.length);
    if (from < to) pieces.push(slicePiece(piece, from, to));
    offset += piece.text.length;
  }
  return { text: rendered.text.slice(start, end), pieces };
}

function slicePiece(piece: Piece, from: number, to: number): Piece {
  if (from === 0 && to === piece.text.length) return piece;
  const text = piece.text.slice(from, to);
  if (piece.origin === null || !piece.origin.isVerbatim) return { text, origin: piece.origin };
  return { text, origin: movedAlong(piece.origin, piece.text.slice(0, from)) };
}

/** The origin of the character at an offset of the text, moved along inside verbatim pieces; null when it has none. */
export function originAt(rendered: RenderedText, offset: number): Origin | null {
  let start = 0;
  for (const piece of rendered.pieces) {
    if (offset < start + piece.text.length) {
      if (piece.origin === null || !piece.origin.isVerbatim) return piece.origin;
      return movedAlong(piece.origin, piece.text.slice(0, offset - start));
    }
    start += piece.text.length;
  }
  return null;
}

function movedAlong({ file, line, column, isVerbatim, stack }: Origin, text: string): Origin {
  const lastBreak = text.lastIndexOf('\n');
  if (lastBreak === -1) return { file, line, column: column + text.length, isVerbatim, stack };
  return { file, line: line + text.split('\n').length - 1, column: text.length - lastBreak, isVerbatim, stack };
}
