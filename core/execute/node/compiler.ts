/** What executing asks of stage 7a, as one value, so that tests can run plans without templates. */
import type { DatabaseFailure } from '../../adapter/failure.js';
import type { CompiledNode } from '../../compile/compiled-node.js';
import type { ScopeOptions } from '../../compile/context/node-context.js';
import type { SqlPlace } from '../../compile/locate-sql-error.js';
import type { NodeRuntime } from '../../compile/node-runtime.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { SpellArgument } from '../../plan/node-plan.js';
import type { GraphNode, ManifestNode } from '../../resources/node.js';
import type { Relation } from '../../resources/relation.js';
import type { Scope } from '../../template/template.js';
import type { Value } from '../../template/values/value.js';

export interface Compiler {
  readonly compile: (node: ManifestNode, runtime: NodeRuntime) => Promise<CompiledNode>;
  /** Findings about compiled SQL that need no database; an error among them keeps the node from being built. */
  readonly check: (compiled: CompiledNode, runtime: NodeRuntime) => readonly Diagnostic[];
  /** The names that a node's hooks and macros see, `compiled` once there is one; without a node those of an operation. */
  readonly scope: (node: ManifestNode | null, runtime: NodeRuntime, options: ScopeOptions) => Scope;
  /** The relation that `ref`, `this` and tests see. */
  readonly relation: (node: GraphNode, runtime: Pick<NodeRuntime, 'adapter' | 'target'>) => Relation;
  /** An argument of a spelled macro as the template value that dbt would pass. */
  readonly argument: (argument: SpellArgument, runtime: NodeRuntime) => Value;
  /** The place in the user's files that a failure in a statement leads to; null when it leads to none. */
  readonly locate: (compiled: CompiledNode, sql: string, failure: DatabaseFailure) => SqlPlace | null;
}
