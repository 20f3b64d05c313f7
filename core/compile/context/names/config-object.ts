/** `config` at execution: what was set is known by now, so calling it gives nothing; `get` and its kin read. */
import { isMapping, type JsonObject } from '../../../resources/json.js';
import { callValue, positionalCall } from '../../../template/values/call.js';
import { toValue } from '../../../template/values/convert.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { isTruthy } from '../../../template/values/operators/truth.js';
import { str } from '../../../template/values/text.js';
import { type CallArguments, TemplateObject, type Value } from '../../../template/values/value.js';
import { contextError } from '../context-error.js';

export class ConfigObject extends TemplateObject {
  readonly typeName = 'RuntimeConfigObject';
  readonly #config: JsonObject;
  readonly #owner: string;
  override readonly callable = (_call: CallArguments): Value => '';

  constructor(config: JsonObject, owner: string) {
    super();
    this.#config = config;
    this.#owner = owner;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'get':
      case 'meta_get':
        return hostFunction(name, 'name, default=None, validator=None', ([key, other, validator]) =>
          this.#get(this.#settings(name), { key, other, validator }),
        );
      case 'require':
      case 'meta_require':
        return hostFunction(name, 'name, validator=None', ([key, validator]) => this.#require(name, key, validator));
      case 'set':
        return hostFunction(name, 'name, value=None', () => '');
      case 'persist_relation_docs':
        return hostFunction(name, '', () => this.#persists('relation'));
      case 'persist_column_docs':
        return hostFunction(name, '', () => this.#persists('columns'));
      default:
        return undefined;
    }
  }

  override text(): string {
    return '<config>';
  }

  #settings(method: string): JsonObject {
    return method.startsWith('meta_') ? asObject(this.#config.meta) : this.#config;
  }

  #get(settings: JsonObject, { key, other, validator }: { key: Value; other: Value; validator: Value }): Value {
    const name = str(key);
    if (!Object.hasOwn(settings, name)) return other;
    const value = toValue(settings[name]);
    if (validator !== null) callValue(validator, positionalCall(value));
    return value;
  }

  #require(method: string, key: Value, validator: Value): Value {
    const settings = this.#settings(method);
    const name = str(key);
    if (!Object.hasOwn(settings, name) || settings[name] === null) {
      const place = method.startsWith('meta_') ? 'meta config' : 'config';
      throw contextError('TSDBT_CONFIG_MISSING', `${this.#owner} needs the ${place} '${name}', which is not set.`);
    }
    return this.#get(settings, { key, other: null, validator });
  }

  #persists(part: 'relation' | 'columns'): boolean {
    return isTruthy(toValue(asObject(this.#config.persist_docs)[part] ?? false));
  }
}

function asObject(value: JsonObject[string] | undefined): JsonObject {
  return isMapping(value) ? value : {};
}
