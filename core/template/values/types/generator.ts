/** Lazy sequences that are read once: what Jinja's `map`, `select`, `batch` and dict views' kin give. */
import { checkItemCount } from '../limits.js';
import { TemplateObject, type Value } from '../value.js';

export class GeneratorValue extends TemplateObject {
  readonly typeName: string;
  readonly #description: string;
  readonly #iterator: Iterator<Value>;
  #count = 0;

  /** `description` is what Python prints before the address: `generator object do_batch`. */
  constructor(items: Iterable<Value>, description = 'generator object', typeName = 'generator') {
    super();
    this.typeName = typeName;
    this.#description = description;
    this.#iterator = items[Symbol.iterator]();
  }

  /** The items not read yet. Leaving a loop early does not close the generator, as in Python. */
  override iterate(): Iterable<Value> {
    const next = () => {
      checkItemCount(++this.#count);
      return this.#iterator.next();
    };
    return { [Symbol.iterator]: () => ({ next }) };
  }

  override text(): string {
    return `<${this.#description}>`;
  }
}
