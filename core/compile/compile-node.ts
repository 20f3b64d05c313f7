/**
 * Stage 7a: renders a node's SQL with everything that is known at execution, and puts the CTEs of the ephemeral models
 * it reads in front. The source map leads from the result back to every template that took part.
 */

import { TsdbtError } from '../diagnostics/error.js';
import { ephemeralCteName } from '../parse/context/relation-value.js';
import type { ManifestNode, ModelNode, UniqueId } from '../resources/node.js';
import type { RenderedText } from '../template/source-map.js';
import type { CompiledNode } from './compiled-node.js';
import type { ScopeOptions } from './context/node-context.js';
import { nodeScope } from './context/node-scope.js';
import { type Cte, cteText, injectCtes } from './ephemeral/inject-ctes.js';
import { renderLikeTest } from './generic-tests/like-tests.js';
import { isGenericTest, renderTest } from './generic-tests/render-test.js';
import type { NodeRuntime } from './node-runtime.js';
import { qualifyHidden } from './qualify-hidden.js';

/** Compiles a model, test, analysis or operation. Throws a TsdbtError that names the place in the template. */
export async function compileNode(node: ManifestNode, runtime: NodeRuntime): Promise<CompiledNode> {
  const parents: EphemeralParents = new Map();
  const { sql: statement } = await renderNode(node, runtime, parents, []);
  const ctes = [...parents.values()];
  const injected = ctes.map((cte) => compiledEphemeral(cte, ctes, runtime));
  return {
    node,
    sql: qualifyHidden(injectCtes(statement, ctes), node, runtime),
    extraCtes: extraCtes(ctes),
    injected,
  };
}

interface EphemeralCte extends Cte {
  readonly model: ModelNode;
  /** The ephemeral models that it reads itself. */
  readonly reads: readonly UniqueId[];
}

/** Ephemeral models in the order in which their CTEs have to stand: each after those it reads. */
type EphemeralParents = Map<UniqueId, EphemeralCte>;

function extraCtes(ctes: readonly EphemeralCte[]): CompiledNode['extraCtes'] {
  return ctes.map((cte) => ({ id: cte.model.uniqueId, sql: cteText(cte).text }));
}

/** An ephemeral model with the CTEs of those that it reads, among all that were found for its reader. */
function compiledEphemeral(cte: EphemeralCte, all: readonly EphemeralCte[], runtime: NodeRuntime): CompiledNode {
  const needed = new Set<UniqueId>(cte.reads);
  // Readers stand behind what they read, so one pass from the end finds everything.
  for (const other of all.toReversed()) {
    if (needed.has(other.model.uniqueId)) for (const id of other.reads) needed.add(id);
  }
  const ctes = all.filter(({ model }) => needed.has(model.uniqueId));
  const sql = qualifyHidden(injectCtes(cte.sql, ctes), cte.model, runtime);
  return { node: cte.model, sql, extraCtes: extraCtes(ctes) };
}

/** Each of them is kept with the CTEs of those that it reads: a chain of thousands would be gigabytes of text. */
const MOST_EPHEMERAL = 500;

function tooManyEphemeral({ uniqueId, location }: ManifestNode): TsdbtError {
  const message = `${uniqueId} takes in more than ${MOST_EPHEMERAL} ephemeral models, one through the other`;
  const hint = 'Make a model in the middle of the chain a view or a table.';
  return new TsdbtError([{ code: 'TSDBT_TEMPLATE_LIMIT', severity: 'error', message, location, hint, node: uniqueId }]);
}

/** A node's own SQL and the ephemeral models that it reads. */
interface OwnSql {
  readonly sql: RenderedText;
  readonly reads: readonly UniqueId[];
}

/** The node's own SQL; the ephemeral models that it reads, and those that they read, are added to `parents`. */
async function renderNode(
  node: ManifestNode,
  runtime: NodeRuntime,
  parents: EphemeralParents,
  path: readonly UniqueId[],
): Promise<OwnSql> {
  const read = new Map<UniqueId, ModelNode>();
  const onEphemeral = (model: ModelNode) => void read.set(model.uniqueId, model);
  const rendered = await ownText(node, runtime, { onEphemeral });
  for (const model of read.values()) {
    if (parents.has(model.uniqueId) || path.includes(model.uniqueId)) continue;
    if (Math.max(path.length, parents.size) >= MOST_EPHEMERAL) throw tooManyEphemeral(node);
    const own = await renderNode(model, runtime, parents, [...path, node.uniqueId]);
    parents.set(model.uniqueId, { model, name: ephemeralCteName(model.alias), ...own });
  }
  return { sql: rendered, reads: [...read.keys()] };
}

function ownText(node: ManifestNode, runtime: NodeRuntime, options: ScopeOptions): Promise<RenderedText> {
  const { location: place } = node;
  if (isGenericTest(node)) {
    const { kwargs } = node.testMetadata;
    return renderLikeTest(node, runtime, (own) => renderTest(node, runtime, { ...options, ...own, kwargs, place }));
  }
  const { file, line, column } = place;
  const template = runtime.environment.compile({ text: node.rawCode, file, line, column });
  return template.render(nodeScope(node, runtime, options));
}
