/**
 * `adapter` at execution: tables of methods by dbt's names. The connection behind it, its credentials above all, is out
 * of reach.
 */
import { apiObject } from '../../../parse/context/api.js';
import { dispatchFunction } from '../../../parse/context/names/dispatch-function.js';
import { adapterFunctions, type ParseAdapterOptions } from '../../../parse/context/parse-adapter.js';
import { hostFunction } from '../../../template/values/host-function.js';
import { TemplateObject, type Value } from '../../../template/values/value.js';
import { contextError } from '../context-error.js';
import type { NodeContext } from '../node-context.js';
import { columnMethods } from './column-methods.js';
import { indexMethods } from './index-config.js';
import type { AdapterMethod } from './method.js';
import { relationMethods } from './relation-methods.js';
import { schemaMethods } from './schema-methods.js';
import { statementMethods } from './statement-methods.js';
import { strategyMethods } from './strategy-methods.js';

const methods: ReadonlyMap<string, AdapterMethod> = new Map(
  Object.entries({
    ...statementMethods,
    ...relationMethods,
    ...schemaMethods,
    ...columnMethods,
    ...strategyMethods,
    ...indexMethods,
  }),
);

/** What Python's adapter has and templates must not have: it leads to passwords. */
const refused: readonly string[] = ['config', 'connections', 'credentials'];

export class AdapterObject extends TemplateObject {
  readonly typeName = 'RuntimeDatabaseWrapper';
  readonly #context: NodeContext;

  constructor(context: NodeContext) {
    super();
    this.#context = context;
  }

  override attribute(name: string): Value | undefined {
    if (refused.includes(name)) {
      const message = `adapter.${name} is out of reach of templates: it leads to the credentials.`;
      throw contextError('TSDBT_TEMPLATE_REFUSED', message, { hint: 'What templates may know is in `target`.' });
    }
    const method = methods.get(name);
    if (method !== undefined) return hostFunction(name, method.signature, (args) => method.call(this.#context, args));
    return adapterFunctions.get(name)?.(this.#shared());
  }

  override text(): string {
    return '<adapter>';
  }

  /** What parsing and execution have in common. */
  #shared(): ParseAdapterOptions {
    const { runtime, relations, columns, scope } = this.#context;
    const api = apiObject(relations, columns);
    return {
      adapter: runtime.adapter,
      quoting: { database: true, schema: true, identifier: true, ...runtime.project.quoting },
      api: { relation: api.get('Relation') ?? null, column: api.get('Column') ?? null },
      dispatch: () => dispatchFunction(runtime.environment, scope()),
    };
  }
}
