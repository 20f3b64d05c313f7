/** `flags`: the invocation's flags by upper-case name, read-only; a flag that does not exist is undefined. */
import type { JsonObject } from '../../resources/json.js';
import { toValue } from '../../template/values/convert.js';
import { TemplateObject, type Value } from '../../template/values/value.js';

class FlagsObject extends TemplateObject {
  readonly typeName = 'Flags';
  readonly #flags: JsonObject;

  constructor(flags: JsonObject) {
    super();
    this.#flags = flags;
  }

  override attribute(name: string): Value | undefined {
    return Object.hasOwn(this.#flags, name) ? toValue(this.#flags[name]) : undefined;
  }

  override text(): string {
    return '<flags>';
  }
}

export function flagsObject(flags: JsonObject): Value {
  return new FlagsObject(flags);
}
