/** A text that a pattern is run over, by code points. */
import { hasSurrogates } from '../types/code-points.js';

export class Subject {
  readonly text: string;
  readonly codes: Uint32Array;
  /** Null when UTF-16 units are the code points. */
  readonly #characters: readonly string[] | null;

  constructor(text: string) {
    this.text = text;
    this.#characters = hasSurrogates(text) ? Array.from(text) : null;
    this.codes =
      this.#characters === null
        ? Uint32Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
        : Uint32Array.from(this.#characters, (character) => character.codePointAt(0) as number);
  }

  get length(): number {
    return this.codes.length;
  }

  slice(start: number, end: number): string {
    return this.#characters === null ? this.text.slice(start, end) : this.#characters.slice(start, end).join('');
  }
}
