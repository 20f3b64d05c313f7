/** What the names of one node's templates are made from; one value per scope. */
import { columnSpelling } from '../../parse/context/api.js';
import type { ColumnSpelling } from '../../parse/context/column-value.js';
import { type RelationSpelling, relationSpelling } from '../../parse/context/relation-spelling.js';
import type { ManifestNode, ModelNode } from '../../resources/node.js';
import type { Scope } from '../../template/template.js';
import type { Value } from '../../template/values/value.js';
import type { CompiledNode } from '../compiled-node.js';
import type { NodeRuntime } from '../node-runtime.js';
import type { StoredResults } from './names/stored-results.js';

export interface NodeContext {
  /** Null in macros that are run without a node. */
  readonly node: ManifestNode | null;
  readonly runtime: NodeRuntime;
  readonly compiled: CompiledNode | null;
  readonly relations: RelationSpelling;
  readonly columns: ColumnSpelling;
  readonly results: StoredResults;
  /** The scope that is being made, for names that render or call macros. */
  readonly scope: () => Scope;
  /** Told of each ephemeral model that `ref` answered for. */
  readonly onEphemeral: (node: ModelNode) => void;
}

export interface ScopeOptions {
  readonly compiled?: CompiledNode | null;
  readonly onEphemeral?: (node: ModelNode) => void;
  /** Names that only this scope has. */
  readonly names?: ReadonlyMap<string, Value>;
  readonly onMacro?: Scope['onMacro'];
}

/** A node's context, filled with what has a default. */
export function createNodeContext(
  node: ManifestNode | null,
  runtime: NodeRuntime,
  options: ScopeOptions & { readonly scope: () => Scope },
): NodeContext {
  return {
    node,
    runtime,
    compiled: options.compiled ?? null,
    relations: relationSpelling(runtime.adapter, runtime.target.credentials),
    columns: columnSpelling(runtime.adapter),
    results: new Map(),
    scope: options.scope,
    onEphemeral: options.onEphemeral ?? (() => undefined),
  };
}
