/** `flags`: the invocation's flags by upper-case name, read-only; a flag that does not exist is undefined. */
import type { JsonObject } from '../../resources/json.js';
import { toValue } from '../../template/values/convert.js';
import { TemplateObject, type Value } from '../../template/values/value.js';

type UseListener = ((use: 'flag', name: string) => void) | undefined;

class FlagsObject extends TemplateObject {
  readonly typeName = 'Flags';
  readonly #flags: JsonObject;
  readonly #onUse: UseListener;

  constructor(flags: JsonObject, onUse: UseListener) {
    super();
    this.#flags = flags;
    this.#onUse = onUse;
  }

  override attribute(name: string): Value | undefined {
    this.#onUse?.('flag', name);
    return Object.hasOwn(this.#flags, name) ? toValue(this.#flags[name]) : undefined;
  }

  override text(): string {
    return '<flags>';
  }
}

export function flagsObject(flags: JsonObject, onUse?: UseListener): Value {
  return new FlagsObject(flags, onUse);
}
