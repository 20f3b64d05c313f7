/**
 * What a run would do with one node, as plain data: the action and why, what becomes of columns and dependents, the
 * statements. What is not known before the run is said as such and never taken for none.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { GraphNode, UniqueId } from '../../resources/node.js';
import type { RelationType } from '../../resources/relation.js';
import type { ColumnMode } from '../incremental/columns/compare-columns.js';
import type { CommandName, RunOptions } from '../run-plan.js';

/**
 * `create`: nothing stands there. `replace`: a new relation, or a new definition of a view, takes the place. `add rows`: an
 * incremental model's batch. `reload`: a seed's rows in the table that stands. `load`: new files of a source. `fail`: the run
 * would refuse the node, or its SQL. `skip`: a parent would fail.
 */
export type PreviewAction = 'create' | 'replace' | 'add rows' | 'reload' | 'load' | 'test' | 'fail' | 'skip';

/** Why a node is planned as it is; several may hold. */
export type PreviewReason =
  | { readonly kind: 'new' }
  /** Its own template, or what it renders to: a macro, a variable, an ephemeral parent. */
  | { readonly kind: 'sql'; readonly changed: 'template' | 'rendering' }
  | { readonly kind: 'config'; readonly keys: readonly string[] }
  /** The rows of a seed's file. */
  | { readonly kind: 'file' }
  | { readonly kind: 'new files'; readonly count: number }
  | { readonly kind: 'kind'; readonly from: RelationType; readonly to: RelationType }
  | { readonly kind: 'columns' }
  | { readonly kind: 'full refresh' }
  | { readonly kind: 'parents'; readonly ids: readonly UniqueId[] }
  /** Nothing says what it was built from: another tool, an earlier version, or no ledger. */
  | { readonly kind: 'unrecorded' }
  /** The last build was of the whole table and this is a batch, or the other way: their SQL cannot be compared. */
  | { readonly kind: 'incomparable' }
  | { readonly kind: 'unchanged' };

export interface PlannedColumn {
  readonly name: string;
  readonly type: string;
  /** Whether the table comes to have it so: `on_schema_change` may leave it as it is. */
  readonly isApplied: boolean;
}

export interface ColumnsPreview {
  readonly added: readonly PlannedColumn[];
  readonly removed: readonly PlannedColumn[];
  readonly retyped: readonly (PlannedColumn & { readonly from: string })[];
  /** Of an incremental model that adds rows; null where the whole relation is new. */
  readonly onSchemaChange: ColumnMode | null;
}

export interface DependentPreview {
  /** As messages name it. */
  readonly name: string;
  readonly kind: 'view' | 'materialized_view' | 'rule' | 'function' | 'constraint' | 'other';
  /**
   * `kept`: it reads the new relation afterwards, as it does the old one. `built`: a node of this plan builds it anyway.
   * `dropped`: it cannot be kept, and --allow-drop-dependents lets it go. `blocks`: the node fails because of it.
   */
  readonly outcome: 'kept' | 'built' | 'dropped' | 'blocks' | 'unknown';
  /** The node that is built under its name. */
  readonly node: UniqueId | null;
}

export interface NodePreview {
  readonly node: GraphNode;
  readonly action: PreviewAction;
  readonly reasons: readonly PreviewReason[];
  /** Rendered name; null for a test that stores nothing. */
  readonly relation: string | null;
  /** The kind that stands now and the one that will; null when there is none. */
  readonly before: RelationType | null;
  readonly after: 'table' | 'view' | null;
  /** Of an incremental model that adds rows. */
  readonly strategy: string | null;
  /** Null when nothing changes, or when it is not known: then `unknown` says so. */
  readonly columns: ColumnsPreview | null;
  readonly dependents: readonly DependentPreview[];
  /** Rows of the table that stands; null for a view, or none, or when they could not be counted. Counted up to a limit: a plan of great tables is quick. */
  readonly rows: number | null;
  /** There are more rows than were counted. */
  readonly hasMoreRows: boolean;
  /** New files of a source, in the order in which they land. */
  readonly files: readonly string[];
  /** The statements that would be sent, as far as they are known. */
  readonly statements: readonly string[];
  /** What was taken for granted, as it shows only in the run. */
  readonly assumptions: readonly string[];
  /** Why the rest is not known; null when the preview is whole. */
  readonly unknown: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a command would do, node by node, in an order in which it could. */
export interface PlanPreview {
  readonly command: CommandName;
  readonly options: RunOptions;
  readonly nodes: readonly NodePreview[];
  /** Schemas that are missing and would be created. */
  readonly schemas: readonly string[];
  /** `on-run-start` and `on-run-end`, which are not previewed. */
  readonly hooks: { readonly before: readonly UniqueId[]; readonly after: readonly UniqueId[] };
  /** Why the ledger could not be asked; null when it could, or when there is none yet. */
  readonly ledgerProblem: string | null;
}
