/** Collects what a template prints, while parsing as mere text, else as pieces that know where they came from. */
import type { Piece, RenderedText } from '../source-map.js';
import { str } from '../values/text.js';
import type { Value } from '../values/value.js';
import { type CallSite, PieceOrigin, type Unit } from './unit.js';

export interface Output {
  /** Text of the template itself. */
  readonly literal: (text: string, offset: number) => void;
  /** The value of an expression. */
  readonly put: (value: Value, offset: number) => void;
  readonly text: () => string;
}

/** What an output asks of the render that it belongs to. */
interface OutputState {
  readonly stack: readonly CallSite[];
  readonly takePrinted: (text: string) => RenderedText | null;
  readonly countOutput: (characters: number) => void;
}

/** For parsing, which asks what a template calls and not where its text came from. */
export class TextOutput implements Output {
  readonly #state: OutputState;
  #text = '';

  constructor(state: OutputState) {
    this.#state = state;
  }

  literal(text: string): void {
    this.#state.countOutput(text.length);
    this.#text += text;
  }

  put(value: Value): void {
    this.literal(typeof value === 'string' ? value : str(value));
  }

  text(): string {
    return this.#text;
  }
}

/** What a macro printed keeps the macro's own pieces. */
export class MappedOutput implements Output {
  readonly #state: OutputState;
  readonly #unit: Unit;
  readonly #pieces: Piece[] = [];

  constructor(state: OutputState, unit: Unit) {
    this.#state = state;
    this.#unit = unit;
  }

  literal(text: string, offset: number): void {
    this.#push(text, offset, true);
  }

  put(value: Value, offset: number): void {
    const text = typeof value === 'string' ? value : str(value);
    const printed = this.#state.takePrinted(text);
    if (printed === null) this.#push(text, offset, false);
    else for (const piece of printed.pieces) this.#pieces.push(piece);
  }

  rendered(): RenderedText {
    return { text: this.text(), pieces: this.#pieces };
  }

  text(): string {
    if (this.#pieces.length === 1) return this.#pieces[0].text;
    let text = '';
    for (const piece of this.#pieces) text += piece.text;
    return text;
  }

  #push(text: string, offset: number, isVerbatim: boolean): void {
    if (text === '') return;
    this.#state.countOutput(text.length);
    this.#pieces.push({ text, origin: new PieceOrigin(this.#unit, offset, { isVerbatim, stack: this.#state.stack }) });
  }
}
