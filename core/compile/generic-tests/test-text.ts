/**
 * The SQL that tests have in common, with gaps where each names its relation and its column. Made from a rendering with
 * stand-ins for the two; what fills it has the places in the user's files that rendering in full would give it. Pure.
 */
import type { Location } from '../../diagnostics/diagnostic.js';
import type { Origin, Piece, RenderedText } from '../../template/source-map.js';
import { standIn } from './stand-in.js';

/** The file in which a test stands that is rendered with stand-ins, at its first character. */
export const GAP_FILE = '\ufdd0';
export const RELATION_STAND_IN = standIn('\ufdd1');
export const COLUMN_STAND_IN = standIn('\ufdd2');

const STAND_IN_LEFT = /[\ufdd0-\ufdd2]/u;
const RELATION_GAP = '\ufdd3';
const COLUMN_GAP = '\ufdd4';
const GAP = /([\ufdd3\ufdd4])/u;

/** What differs between tests that are alike. */
export interface TestNames {
  /** The tested relation as SQL names it. */
  readonly relation: string;
  readonly column: string | null;
  readonly place: Location;
}

export interface TestText {
  /** SQL and gaps by turns. */
  readonly parts: readonly string[];
  readonly pieces: readonly Piece[];
}

/** `relation` is how the stand-in of a relation is spelled. Null when something is made of a name but to write it down. */
export function testText(rendered: RenderedText, relation: string): TestText | null {
  const pieces = rendered.pieces.map(({ text, origin }) => {
    const gaps = text.replaceAll(relation, RELATION_GAP).replaceAll(COLUMN_STAND_IN, COLUMN_GAP);
    return { text: gaps, origin };
  });
  const text = pieces.map((piece) => piece.text).join('');
  return STAND_IN_LEFT.test(text) ? null : { parts: text.split(GAP), pieces };
}

/** The SQL of one test. Where it comes from is worked out when somebody asks. */
export function filledText({ parts, pieces }: TestText, names: TestNames): RenderedText {
  return new FilledText(filled(parts, names), pieces, names);
}

class FilledText implements RenderedText {
  readonly text: string;
  readonly #pieces: readonly Piece[];
  readonly #names: TestNames;

  constructor(text: string, pieces: readonly Piece[], names: TestNames) {
    this.text = text;
    this.#pieces = pieces;
    this.#names = names;
  }

  get pieces(): readonly Piece[] {
    return this.#pieces.map(({ text, origin }) => ({
      text: filled(text.split(GAP), this.#names),
      origin: origin === null ? null : movedOrigin(origin, this.#names.place),
    }));
  }
}

function filled(parts: readonly string[], { relation, column }: TestNames): string {
  let text = parts[0];
  for (let gap = 1; gap < parts.length; gap += 2) {
    text += parts[gap] === RELATION_GAP ? relation : (column ?? '');
    text += parts[gap + 1];
  }
  return text;
}

function movedOrigin(origin: Origin, place: Location): Origin {
  const { isVerbatim, stack } = origin;
  const frames = stack.map(({ macro, calledAt }) => ({ macro, calledAt: moved(calledAt, place) }));
  const { file, line, column } = moved({ file: origin.file, line: origin.line, column: origin.column }, place);
  return { file, line, column, isVerbatim, stack: frames };
}

/** A place in the code of the test itself, as it is when the test stands where `test` says. */
function moved(place: Location, test: Location): Location {
  const { file, line, column } = place;
  if (file !== GAP_FILE) return place;
  return { file: test.file, line: test.line + line - 1, column: line === 1 ? test.column + column - 1 : column };
}

/** Whether two renderings are the same letter by letter and come from the same places. */
export function isSameRendering(one: RenderedText, other: RenderedText): boolean {
  return one.text === other.text && JSON.stringify(plainPieces(one)) === JSON.stringify(plainPieces(other));
}

function plainPieces({ pieces }: RenderedText) {
  return pieces.map(({ text, origin }) => {
    if (origin === null) return [text];
    const { file, line, column, isVerbatim, stack } = origin;
    const frames = stack.map(({ macro, calledAt }) => [macro, calledAt.file, calledAt.line, calledAt.column]);
    return [text, file, line, column, isVerbatim, frames];
  });
}
