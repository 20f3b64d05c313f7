/** A tuple whose items have names, such as the groups of `groupby`. */
import { Tuple, type Value } from '../value.js';

export class NamedTuple extends Tuple {
  readonly names: readonly string[];
  /** The type's name when the repr shows it and the names; null for a type that prints as a plain tuple. */
  readonly shownName: string | null;

  constructor(names: readonly string[], items: readonly Value[], shownName: string | null = null) {
    super(items);
    this.names = names;
    this.shownName = shownName;
  }

  /** The item of a name, or undefined (JavaScript's). */
  named(name: string): Value | undefined {
    const index = this.names.indexOf(name);
    return index === -1 ? undefined : this.items[index];
  }
}
