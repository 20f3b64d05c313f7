/** The variables of one block of a template; a name is looked up outwards. */
import type { Value } from '../values/value.js';

export class Frame {
  readonly #parent: Frame | null;
  #variables: Map<string, Value> | null = null;

  constructor(parent: Frame | null = null) {
    this.#parent = parent;
  }

  set(name: string, value: Value): void {
    this.#variables ??= new Map();
    this.#variables.set(name, value);
  }

  /** The value, or undefined (JavaScript's) when no frame has the name. */
  get(name: string): Value | undefined {
    let frame: Frame | null = this;
    while (frame !== null) {
      const value = frame.#variables?.get(name);
      if (value !== undefined) return value;
      frame = frame.#parent;
    }
    return undefined;
  }
}
