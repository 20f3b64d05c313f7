/**
 * Stage 7a: renders a node's SQL with everything that is known at execution, and puts the CTEs of the ephemeral models
 * it reads in front. The source map leads from the result back to every template that took part.
 */

import { ephemeralCteName } from '../parse/context/relation-value.js';
import { renderTestArguments, TEST_KWARGS_NAME } from '../parse/generic-tests/test-arguments.js';
import type { ManifestNode, ModelNode, UniqueId } from '../resources/node.js';
import type { RenderedText } from '../template/source-map.js';
import type { Value } from '../template/values/value.js';
import type { CompiledNode } from './compiled-node.js';
import { nodeScope } from './context/node-scope.js';
import { type Cte, cteText, injectCtes } from './ephemeral/inject-ctes.js';
import type { NodeRuntime } from './node-runtime.js';
import { qualifyHidden } from './qualify-hidden.js';

/** Compiles a model, test, analysis or operation. Throws a TsdbtError that names the place in the template. */
export async function compileNode(node: ManifestNode, runtime: NodeRuntime): Promise<CompiledNode> {
  const parents: EphemeralParents = new Map();
  const statement = await renderNode(node, runtime, parents, []);
  const ctes = [...parents.values()];
  return {
    node,
    sql: qualifyHidden(injectCtes(statement, ctes), node, runtime),
    extraCtes: ctes.map((cte) => ({ id: cte.id, sql: cteText(cte).text })),
  };
}

/** Ephemeral models in the order in which their CTEs have to stand: each after those it reads. */
type EphemeralParents = Map<UniqueId, Cte & { readonly id: UniqueId }>;

/** The node's own SQL; the ephemeral models that it reads, and those that they read, are added to `parents`. */
async function renderNode(
  node: ManifestNode,
  runtime: NodeRuntime,
  parents: EphemeralParents,
  path: readonly UniqueId[],
): Promise<RenderedText> {
  const read = new Map<UniqueId, ModelNode>();
  const onEphemeral = (model: ModelNode) => void read.set(model.uniqueId, model);
  const names = testNames(node, runtime, onEphemeral);
  const scope = nodeScope(node, runtime, { onEphemeral, names });
  const { file, line, column } = node.location;
  const template = runtime.environment.compile({ text: node.rawCode, file, line, column });
  const rendered = await template.render(scope);
  for (const model of read.values()) {
    if (parents.has(model.uniqueId) || path.includes(model.uniqueId)) continue;
    const sql = await renderNode(model, runtime, parents, [...path, node.uniqueId]);
    parents.set(model.uniqueId, { id: model.uniqueId, name: ephemeralCteName(model.alias), sql });
  }
  return rendered;
}

/** The arguments of a generic test, which its code passes on. */
function testNames(
  node: ManifestNode,
  runtime: NodeRuntime,
  onEphemeral: (model: ModelNode) => void,
): ReadonlyMap<string, Value> {
  if (node.resourceType !== 'test' || node.testMetadata === null) return new Map();
  const scope = nodeScope(node, runtime, { onEphemeral });
  const { kwargs } = node.testMetadata;
  return new Map([[TEST_KWARGS_NAME, renderTestArguments(kwargs, runtime.environment, scope, node.location)]]);
}
