/** A tuple whose items have names, such as the groups of `groupby`. */
import { Tuple, type Value } from '../value.js';

export class NamedTuple extends Tuple {
  readonly #names: readonly string[];

  constructor(names: readonly string[], items: readonly Value[]) {
    super(items);
    this.#names = names;
  }

  /** The item of a name, or undefined (JavaScript's). */
  named(name: string): Value | undefined {
    const index = this.#names.indexOf(name);
    return index === -1 ? undefined : this.items[index];
  }
}
