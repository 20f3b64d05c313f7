/** All that a materialization decides by: the compiled node, its relation, and what is known before the first step. */
import type { Capabilities } from '../../adapter/capabilities.js';
import type { Dialect, SeedType } from '../../adapter/dialect.js';
import type { ColumnTypes } from '../../adapter/values/column-types.js';
import type { DataTestNode, ManifestNode, ModelNode, SeedNode } from '../../resources/node.js';
import type { Relation, RelationName, RelationState } from '../../resources/relation.js';
import type { Ownership } from '../ownership/ownership.js';
import type { RunOptions } from '../run-plan.js';

export type MacroOrigin = (name: string) => 'none' | 'built-in' | 'project';

export interface NodeFacts<Node extends ManifestNode = ManifestNode> {
  readonly node: Node;
  /** Compiled SQL; empty for seeds. */
  readonly sql: string;
  /** The relation that `this` and `ref` name. */
  readonly target: Relation;
  readonly state: RelationState;
  /** Whether what stands there may be replaced by another kind. */
  readonly ownership: Ownership;
  readonly options: RunOptions;
  /** What `should_full_refresh()` answers for the node: the plan and `is_incremental()` must never disagree on it. */
  readonly isFullRefresh: boolean;
  readonly capabilities: Capabilities;
  readonly dialect: Dialect;
  readonly columnTypes: ColumnTypes;
  /** Makes temporary names unique to the invocation. */
  readonly invocationId: string;
  /** A query for what a test measured, whether it fails or not: `completeness` states its shares. Null for other nodes. */
  readonly summarySql: string | null;
  /** Columns of the seed's file, in order. */
  readonly seedColumns: readonly { readonly name: string; readonly type: SeedType }[];
  /** Whether a macro exists, and whether it is the user's or a package's own rather than built in. */
  readonly macroOrigin: MacroOrigin;
  /** The unique id of a node that this run builds after the present one under the given name; null when there is none. */
  readonly rebuiltLater: (relation: RelationName) => string | null;
}

export type ModelFacts = NodeFacts<ModelNode>;
export type SeedFacts = NodeFacts<SeedNode>;
export type DataTestFacts = NodeFacts<DataTestNode>;
