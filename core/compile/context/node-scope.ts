/**
 * The names that a node's SQL, its hooks and the macros they call may use at execution: dbt's names over the base
 * context of the project. Macros themselves are found by the template environment.
 */

import { apiObject } from '../../parse/context/api.js';
import { ContextObject } from '../../parse/context/names/context-object.js';
import { ValidationObject } from '../../parse/context/names/validation-object.js';
import { toNodeDict } from '../../parse/node-dict.js';
import { createBaseContext } from '../../project/context/base-context.js';
import type { Json } from '../../resources/json.js';
import type { ManifestNode } from '../../resources/node.js';
import type { Scope } from '../../template/template.js';
import { toValue } from '../../template/values/convert.js';
import { Dict } from '../../template/values/dict.js';
import type { Value } from '../../template/values/value.js';
import type { NodeRuntime } from '../node-runtime.js';
import { AdapterObject } from './adapter/adapter-object.js';
import { baseOptions } from './base-options.js';
import { ConfigObject } from './names/config-object.js';
import { graphDict } from './names/graph-dict.js';
import { referenceFunctions, thisRelation } from './names/references.js';
import { renderingFunctions, renderingNames } from './names/rendering-functions.js';
import { resultFunctions, resultNames } from './names/stored-results.js';
import { createNodeContext, type NodeContext, type ScopeOptions } from './node-context.js';

/** The scope of one node, or of a macro that is run without one. Values are made on first use and kept: what one macro stores, the next finds. */
export function nodeScope(node: ManifestNode | null, runtime: NodeRuntime, options: ScopeOptions = {}): Scope {
  const packageName = node?.packageName ?? runtime.project.name;
  const context = createNodeContext(node, runtime, { ...options, scope: () => scope });
  const base = createBaseContext(baseOptions(context, packageName));
  const made = new Map<string, Value>();
  const lookup = (name: string): Value | undefined => {
    const own = options.names?.get(name);
    if (own !== undefined) return own;
    if (made.has(name)) return made.get(name);
    const make = makers.get(name);
    const value = make === undefined ? base(name) : make(context);
    if (value !== undefined) made.set(name, value);
    return value;
  };
  const { onMacro } = options;
  const scope: Scope = onMacro === undefined ? { packageName, lookup } : { packageName, lookup, onMacro };
  return scope;
}

/** Makes one value; undefined where the name does not exist. */
type Maker = (context: NodeContext) => Value | undefined;

/** Thousands of nodes have a scope each, and use a few names of it. */
const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['ref', (context) => referenceFunctions(context).ref],
  ['source', (context) => referenceFunctions(context).source],
  ['this', thisRelation],
  ['execute', () => true],
  ['adapter', (context) => new AdapterObject(context)],
  ['api', ({ relations, columns }) => apiObject(relations, columns)],
  ['column', ({ relations, columns }) => apiObject(relations, columns).get('Column') ?? null],
  ['graph', ({ runtime }) => graphDict(runtime.manifest)],
  ['database', ({ node, runtime }) => node?.database ?? runtime.target.credentials.database],
  ['schema', ({ node, runtime }) => node?.schema ?? runtime.target.credentials.schema],
  ['sql', compiledCode],
  ['compiled_code', compiledCode],
  ['selected_resources', ({ runtime }) => [...runtime.selected]],
  ['context', ({ runtime, scope }) => new ContextObject(runtime.environment, scope)],
  ['builtins', builtins],
  ['validation', () => new ValidationObject()],
  ['defer_relation', () => null],
  ...resultNames.map((name): [string, Maker] => [name, ({ results }) => resultFunctions(results)[name]]),
  ...renderingNames.map((name): [string, Maker] => [name, (context) => renderingFunctions(context)[name]]),
  ['config', ({ node }) => new ConfigObject(node?.config ?? {}, node?.uniqueId ?? 'The macro')],
  ['model', modelDict],
  ['pre_hooks', ({ node }) => (node === null ? undefined : hookDicts(node, 'pre-hook'))],
  ['post_hooks', ({ node }) => (node === null ? undefined : hookDicts(node, 'post-hook'))],
]);

function compiledCode({ compiled }: NodeContext): Value {
  return compiled?.sql.text ?? null;
}

function modelDict(context: NodeContext): Value | undefined {
  const { node } = context;
  return node === null ? undefined : toValue({ ...toNodeDict(node), ...compiledFields(context) });
}

function compiledFields({ compiled }: NodeContext): Record<string, Json> {
  if (compiled === null) return {};
  const extra_ctes = compiled.extraCtes.map(({ id, sql }) => ({ id, sql }));
  return { compiled: true, compiled_code: compiled.sql.text, extra_ctes_injected: true, extra_ctes };
}

/** The original functions under a macro of the same name. */
function builtins(context: NodeContext): Dict {
  const names = ['ref', 'source', 'config', 'var', 'env_var', 'log', 'adapter', 'this'];
  const { lookup } = context.scope();
  return new Dict(
    names.flatMap((name): [string, Value][] => {
      const value = lookup(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function hookDicts(node: ManifestNode, key: string): Value {
  const hooks = node.config[key] ?? [];
  const list = Array.isArray(hooks) ? hooks : [hooks];
  return list.map((hook, index) => {
    const isText = typeof hook === 'string';
    return toValue(isText ? { sql: hook, transaction: true, index } : { transaction: true, index, ...hook });
  });
}
