/** Collects what a materialization decides by from the run and the node. */
import type { CompiledNode } from '../../compile/compiled-node.js';
import type { NodeRuntime } from '../../compile/node-runtime.js';
import { INTERNAL_PACKAGE } from '../../parse/internal-package.js';
import type { NodeFacts } from '../../plan/materializations/node-facts.js';
import { builtInMaterializations } from '../../plan/materialize.js';
import { isFullRefresh } from '../../plan/node-settings.js';
import type { Ownership } from '../../plan/ownership/ownership.js';
import type { ManifestNode, UniqueId } from '../../resources/node.js';
import type { Relation, RelationName, RelationState } from '../../resources/relation.js';
import { isTruthy } from '../../template/values/operators/truth.js';
import type { RunContext } from '../run-context.js';
import type { SeedFile } from '../seed-source.js';
import { relationKey } from '../session/relation-states.js';

export interface NodeParts {
  readonly node: ManifestNode;
  readonly compiled: CompiledNode | null;
  readonly target: Relation;
  readonly state: RelationState;
  readonly ownership: Ownership;
  readonly seed: SeedFile | null;
  readonly summarySql: string | null;
  readonly isFullRefresh: boolean;
}

export function nodeFacts(context: RunContext, parts: NodeParts): NodeFacts {
  const { adapter, invocation } = context.deps;
  return {
    node: parts.node,
    sql: parts.compiled?.sql.text ?? '',
    target: parts.target,
    state: parts.state,
    ownership: parts.ownership,
    options: context.plan.options,
    isFullRefresh: parts.isFullRefresh,
    capabilities: adapter.capabilities,
    dialect: adapter.dialect,
    columnTypes: adapter.columnTypes,
    invocationId: invocation.id,
    summarySql: parts.summarySql,
    seedColumns: parts.seed?.columns ?? [],
    macroOrigin: (name) => macroOrigin(context, name),
    rebuiltLater: (relation) => rebuiltLater(context, relation, parts.node.uniqueId),
  };
}

/**
 * A project may spell `should_full_refresh` itself, to protect its tables. `is_incremental()` asks that macro, so the
 * plan asks it too: a table rebuilt from a query that was rendered to add to it would lose all other rows.
 */
export async function asksFullRefresh(context: RunContext, node: ManifestNode, runtime: NodeRuntime): Promise<boolean> {
  const { environment } = context.deps;
  if (node.resourceType === 'test') return false;
  const macro = environment.findMacro('should_full_refresh', node.packageName);
  if (macro === null || macro.packageName === INTERNAL_PACKAGE) return isFullRefresh(node, context.plan.options);
  const scope = context.compiler.scope(node, runtime, {});
  return isTruthy(await environment.callMacro(macro, { args: [], kwargs: new Map() }, scope));
}

/** A user's own spelling counts under the plain name and under every prefix that dispatch tries. */
export function macroOrigin(context: RunContext, name: string): 'none' | 'built-in' | 'project' {
  const { adapter, environment, project } = context.deps;
  const names = [name, ...adapter.macroPrefixes.map((prefix) => `${prefix}__${name}`)];
  const found = names.flatMap((each) => environment.findMacro(each, project.name) ?? []);
  if (found.length === 0) return 'none';
  return found.some((macro) => macro.packageName !== INTERNAL_PACKAGE) ? 'project' : 'built-in';
}

/** The name of a `{% materialization %}` of the project; one of a package does not replace tsdbt's own. */
export function findProgram(context: RunContext, materialization: string): string | null {
  const { adapter, environment, project } = context.deps;
  for (const prefix of adapter.macroPrefixes) {
    const macro = environment.findMacro(`materialization_${materialization}_${prefix}`, project.name);
    if (macro === null || macro.packageName === INTERNAL_PACKAGE) continue;
    if (macro.packageName === project.name || !builtInMaterializations.has(materialization)) return macro.name;
  }
  return null;
}

/** The node that the run builds after the present one under a name; null when there is none. */
export function rebuiltLater(context: RunContext, relation: RelationName, self: UniqueId): UniqueId | null {
  const builders = context.builders().get(relationKey(relation, context.deps.adapter)) ?? [];
  return builders.find((id) => id !== self && !context.started.has(id)) ?? null;
}
