/** A sequence whose items also have names, as agate's rows and columns: `x[0]`, `x['a']`, `x.a`, iteration over the items. */
import { Dict } from '../../../template/values/dict.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { isSameOrEqual } from '../../../template/values/operators/equality.js';
import { repr } from '../../../template/values/text.js';
import { isInt, smallIntOf } from '../../../template/values/types/numbers.js';
import { TemplateObject, Tuple, type Value } from '../../../template/values/value.js';

/** Items that are printed before the dots. */
const PRINTED_ITEMS = 5;

export class MappedSequence extends TemplateObject {
  readonly typeName: string;
  readonly values: readonly Value[];
  readonly names: readonly string[];

  constructor(typeName: string, values: readonly Value[], names: readonly string[]) {
    super();
    this.typeName = typeName;
    this.values = values;
    this.names = names;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'keys':
        return hostFunction(name, '', () => new Tuple(this.names));
      case 'values':
        return hostFunction(name, '', () => new Tuple(this.values));
      case 'items':
        return hostFunction(name, '', () => this.names.map((key, index) => new Tuple([key, this.values[index]])));
      case 'dict':
        return hostFunction(name, '', () => new Dict(this.names.map((key, index) => [key, this.values[index]])));
      case 'get':
        return hostFunction(name, 'key, default=None', ([key, other]) => this.#named(key) ?? other);
      default:
        return undefined;
    }
  }

  override item(key: Value): Value | undefined {
    if (!isInt(key)) return this.#named(key);
    const index = smallIntOf(key);
    return this.values[index < 0 ? index + this.values.length : index];
  }

  override iterate(): Iterable<Value> {
    return this.values;
  }

  override size(): number {
    return this.values.length;
  }

  override hashKey(): undefined {
    return undefined;
  }

  override equals(other: Value): boolean {
    if (!(other instanceof MappedSequence)) return false;
    return (
      other.size() === this.size() && this.values.every((value, index) => isSameOrEqual(value, other.values[index]))
    );
  }

  override text(): string {
    return this.representation();
  }

  override representation(active: Set<object> = new Set()): string {
    const shown = this.values.slice(0, PRINTED_ITEMS).map((value) => repr(value, active));
    if (this.values.length > PRINTED_ITEMS) shown.push('...');
    return `<agate.${this.typeName}: (${shown.join(', ')})>`;
  }

  #named(key: Value): Value | undefined {
    const index = typeof key === 'string' ? this.names.indexOf(key) : -1;
    return index === -1 ? undefined : this.values[index];
  }
}
