/** `config` while parsing: a call sets config and prints nothing; reading gives empty text, for nothing is settled yet. */
import type { JsonObject } from '../../../resources/json.js';
import { toJson } from '../../../template/values/convert.js';
import { Dict } from '../../../template/values/dict.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { PythonError } from '../../../template/values/python-error.js';
import { repr } from '../../../template/values/text.js';
import { type CallArguments, type HostFunction, TemplateObject, type Value } from '../../../template/values/value.js';

/** What reading config answers at parse time. */
const readers: ReadonlyMap<string, HostFunction> = new Map(
  [
    hostFunction('get', 'name, default=None, validator=None', () => ''),
    hostFunction('require', 'name, validator=None', () => ''),
    hostFunction('meta_get', 'name, default=None, validator=None', () => ''),
    hostFunction('meta_require', 'name, validator=None', () => ''),
    hostFunction('persist_relation_docs', '', () => false),
    hostFunction('persist_column_docs', '', () => false),
  ].map((reader) => [reader.name, reader]),
);

export class ParseConfigObject extends TemplateObject {
  readonly typeName = 'ParseConfigObject';
  readonly #set: (keywords: JsonObject) => void;
  override readonly callable = (call: CallArguments): Value => {
    this.#set(readKeywords(call));
    return '';
  };

  constructor(set: (keywords: JsonObject) => void) {
    super();
    this.#set = set;
  }

  override attribute(name: string): Value | undefined {
    if (name !== 'set') return readers.get(name);
    return hostFunction('set', 'name, value', ([key, value]) => {
      this.#set({ [String(key)]: toJson(value) });
      return '';
    });
  }

  override text(): string {
    return '<config>';
  }
}

/** Keywords, or one dict in their place. */
function readKeywords({ args, kwargs }: CallArguments): JsonObject {
  if (args.length > 1 || (args.length === 1 && kwargs.size > 0)) {
    throw new PythonError('CompilationError', 'config() takes keywords, or one dict and nothing else');
  }
  if (args.length === 0) return Object.fromEntries([...kwargs].map(([key, value]) => [key, toJson(value)]));
  const settings = args[0];
  if (!(settings instanceof Dict)) {
    throw new PythonError('CompilationError', `config() takes keywords or a dict, found ${repr(settings)}`);
  }
  return Object.fromEntries([...settings.entries()].map(([key, value]) => [String(key), toJson(value)]));
}
