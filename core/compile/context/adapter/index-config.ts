/** `adapter.parse_index`: one entry of the config `indexes`, checked, with the name under which the index is created. */
import { createHash } from 'node:crypto';
import { Dict } from '../../../template/values/dict.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { isTruthy, listOf } from '../../../template/values/operators/truth.js';
import { str } from '../../../template/values/text.js';
import { TemplateObject, type Value } from '../../../template/values/value.js';
import { isFragment } from '../../sql-text.js';
import { contextError } from '../context-error.js';
import type { AdapterMethods } from './method.js';

export const indexMethods: AdapterMethods = {
  parse_index: { signature: 'raw_index', call: (_context, [raw]) => parseIndex(raw) },
};

const knownKeys: readonly string[] = ['columns', 'unique', 'type'];

class IndexConfig extends TemplateObject {
  readonly typeName = 'IndexConfig';
  readonly #columns: readonly string[];
  readonly #isUnique: boolean;
  readonly #method: string | null;

  constructor(columns: readonly string[], isUnique: boolean, method: string | null) {
    super();
    this.#columns = columns;
    this.#isUnique = isUnique;
    this.#method = method;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'columns':
        return [...this.#columns];
      case 'unique':
        return this.#isUnique;
      case 'type':
        return this.#method;
      case 'render':
        return hostFunction(name, 'relation', ([relation]) => this.#nameOn(str(relation)));
      default:
        return undefined;
    }
  }

  override text(): string {
    return `IndexConfig(${this.#columns.join(', ')})`;
  }

  /** Equal indexes of one relation have equal names; the relation's own name makes them unique in its schema. */
  #nameOn(relation: string): string {
    const parts = [...this.#columns, relation, String(this.#isUnique), this.#method ?? ''];
    return createHash('md5').update(parts.join('_')).digest('hex');
  }
}

function parseIndex(raw: Value): Value {
  if (raw === null) return null;
  const unknown = raw instanceof Dict ? [...raw.keys()].map(str).filter((key) => !knownKeys.includes(key)) : [];
  const columns = raw instanceof Dict ? raw.get('columns') : undefined;
  if (!(raw instanceof Dict) || !Array.isArray(columns) || columns.length === 0 || unknown.length > 0) {
    const found = raw === null ? 'none' : str(raw);
    throw contextError(
      'TSDBT_CONFIG_INVALID',
      `indexes: found ${found}, expected {columns: [...], unique: true|false, type: ...}.`,
    );
  }
  const method = raw.get('type') ?? null;
  const names = listOf(columns).map(str);
  const texts = method === null ? names : [...names, str(method)];
  const strange = texts.find((text) => !isFragment(text));
  if (strange !== undefined) {
    throw contextError(
      'TSDBT_CONFIG_INVALID',
      `indexes: ${JSON.stringify(strange)} is no column or expression: it holds a semicolon, a comment, or a bracket or quote without its partner.`,
    );
  }
  return new IndexConfig(names, isTruthy(raw.get('unique') ?? false), method === null ? null : str(method));
}
