/** What the database said of a statement, as `load_result(...).response` and `adapter.execute` give it. */
import type { StatementResult } from '../../../adapter/cell.js';
import { repr, str } from '../../../template/values/text.js';
import { TemplateObject, type Value } from '../../../template/values/value.js';

class AdapterResponse extends TemplateObject {
  readonly typeName = 'AdapterResponse';
  readonly #fields: ReadonlyMap<string, Value>;

  constructor(fields: ReadonlyMap<string, Value>) {
    super();
    this.#fields = fields;
  }

  override attribute(name: string): Value | undefined {
    return this.#fields.get(name);
  }

  /** `_message` is reached as an item: names that begin with `_` are never attributes. */
  override item(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#fields.get(key) : undefined;
  }

  override text(): string {
    return str(this.#fields.get('_message') ?? '');
  }

  override representation(): string {
    const fields = [...this.#fields].map(([name, value]) => `${name}=${repr(value)}`);
    return `AdapterResponse(${fields.join(', ')})`;
  }
}

export function adapterResponse(message: Value, code: Value, rows: Value): Value {
  return new AdapterResponse(
    new Map<string, Value>([
      ['_message', message ?? ''],
      ['code', code],
      ['rows_affected', rows],
      ['query_id', null],
    ]),
  );
}

/** The response of a statement: the command tag, and the tag without its numbers. */
export function responseOf(result: StatementResult): Value {
  const words = result.message.split(' ').filter((word) => !/^\d+$/u.test(word));
  return adapterResponse(result.message, words.join(' '), result.rowsAffected ?? -1);
}
