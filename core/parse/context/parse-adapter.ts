/**
 * `adapter` while parsing: no database is asked. What only spells (quote, type, dispatch) works; look-ups answer nothing
 * or an empty list; all else is undefined, which a template that is being parsed may use as it likes.
 */
import type { Adapter } from '../../adapter/adapter.js';
import type { QuotePolicy } from '../../resources/relation.js';
import { hostFunction } from '../../template/values/host-function.js';
import { isTruthy } from '../../template/values/operators/truth.js';
import { str } from '../../template/values/text.js';
import { HostFunction, TemplateObject, type Value } from '../../template/values/value.js';

export interface ParseAdapterOptions {
  readonly adapter: Adapter;
  /** The project's `quoting`. */
  readonly quoting: QuotePolicy;
  /** The classes Relation and Column. */
  readonly api: { readonly relation: Value; readonly column: Value };
  readonly dispatch: () => HostFunction;
}

/** Methods that answer none while parsing. */
const NOTHING = [
  'get_relation',
  'load_relation',
  'drop_relation',
  'rename_relation',
  'truncate_relation',
  'create_schema',
  'drop_schema',
  'expand_target_column_types',
  'cache_added',
  'cache_dropped',
  'cache_renamed',
  'commit',
  'commit_if_has_connection',
  'get_incremental_strategy_macro',
];
/** Methods that answer an empty list while parsing. */
const EMPTY_LISTS = ['get_columns_in_relation', 'get_missing_columns', 'get_column_schema_from_query'];
/** Questions that are denied while parsing. */
const DENIALS = ['check_schema_exists', 'already_exists'];

export class ParseAdapter extends TemplateObject {
  readonly typeName = 'ParseDatabaseWrapper';
  readonly #options: ParseAdapterOptions;

  constructor(options: ParseAdapterOptions) {
    super();
    this.#options = options;
  }

  override attribute(name: string): Value | undefined {
    if (NOTHING.includes(name)) return answering(name, null);
    if (EMPTY_LISTS.includes(name)) return new HostFunction(name, () => []);
    if (DENIALS.includes(name)) return answering(name, false);
    return adapterFunctions.get(name)?.(this.#options);
  }

  override text(): string {
    return '<adapter>';
  }
}

function answering(name: string, answer: Value): HostFunction {
  return new HostFunction(name, () => answer);
}

/** What needs no database; while executing it is the same. */
export const adapterFunctions: ReadonlyMap<string, (options: ParseAdapterOptions) => Value> = new Map<
  string,
  (options: ParseAdapterOptions) => Value
>([
  ['type', ({ adapter }) => hostFunction('type', '', () => adapter.type)],
  ['dispatch', ({ dispatch }) => dispatch()],
  [
    'quote',
    ({ adapter }) => hostFunction('quote', 'identifier', ([name]) => adapter.dialect.quoteIdentifier(str(name))),
  ],
  ['quote_as_configured', (options) => quoteAsConfigured(options)],
  ['quote_seed_column', (options) => quoteSeedColumn(options)],
  ['Relation', ({ api }) => api.relation],
  ['Column', ({ api }) => api.column],
]);

/** Quotes a part of a name when the project's `quoting` says so. */
function quoteAsConfigured({ adapter, quoting }: ParseAdapterOptions): HostFunction {
  return hostFunction('quote_as_configured', 'identifier, quote_key', ([name, key]) => {
    const isQuoted = key === 'database' || key === 'schema' || key === 'identifier' ? quoting[key] : false;
    return isQuoted ? adapter.dialect.quoteIdentifier(str(name)) : str(name);
  });
}

/** Seeds quote their columns unless `quote_columns` is false. */
function quoteSeedColumn({ adapter }: ParseAdapterOptions): HostFunction {
  return hostFunction('quote_seed_column', 'column, quote_config', ([column, isQuoted]) =>
    isQuoted === null || isTruthy(isQuoted) ? adapter.dialect.quoteIdentifier(str(column)) : str(column),
  );
}
