/** Stage 6's value: the nodes to execute with their order constraints, and what to do with each. */
import type { GraphNode, OperationNode, UniqueId } from '../resources/node.js';

/** What happens to a planned node. `load` fills a source table from its files. */
export type NodeAction = 'materialize' | 'seed' | 'test' | 'compile' | 'load' | 'show' | 'none';

export interface PlannedNode {
  readonly node: GraphNode;
  readonly action: NodeAction;
  /** Planned nodes that must be finished first. A failure of one skips this node. */
  readonly waitsFor: readonly UniqueId[];
  /** Longest way to a leaf in the plan: ready nodes with a greater depth start first. */
  readonly depth: number;
}

export type CommandName = 'build' | 'run' | 'test' | 'seed' | 'load' | 'compile' | 'show' | 'run-operation';

export interface RunOptions {
  readonly threads: number;
  readonly fullRefresh: boolean;
  /** Whether what depends on a replaced relation and cannot be kept may be dropped (`--allow-drop-dependents`). */
  readonly allowDropDependents: boolean;
  /** How long a node waits for locks of others before it gives up. */
  readonly lockTimeoutMs: number;
  readonly failFast: boolean;
  readonly storeFailures: boolean;
  /** Whether tests of one relation are answered by one scan where that changes no result (`--no-batch-tests`). */
  readonly batchTests: boolean;
  readonly warnError: boolean;
  /** Rows of a failing test to show. */
  readonly failureRows: number;
  /** Rows that `show` fetches; null for all. */
  readonly showLimit: number | null;
  /** Whether `build` fills source tables from their files first (`--no-load` turns it off). */
  readonly loadSources: boolean;
  /** Whether the nodes take the place of whatever stands in their way (`--adopt`). */
  readonly adopt: boolean;
  /** Whether nodes and tests are left as they are when nothing that they are made from has changed (`--reuse`). */
  readonly reuse: boolean;
}

export interface RunPlan {
  readonly command: CommandName;
  readonly options: RunOptions;
  readonly nodes: ReadonlyMap<UniqueId, PlannedNode>;
  /** `on-run-start`, in order. */
  readonly before: readonly OperationNode[];
  /** `on-run-end`, in order. */
  readonly after: readonly OperationNode[];
  /** Schemas that must exist before the first node starts. */
  readonly schemas: readonly string[];
}
