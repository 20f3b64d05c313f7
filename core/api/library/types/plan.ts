/** The public types of what a run would do. Plain data; texts are scrubbed of secrets. */
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type {
  ColumnsPreview,
  DependentPreview,
  PreviewAction,
  PreviewReason,
} from '../../../plan/preview/node-preview.js';
import type { NodeInfo } from './nodes.js';
import type { RunOptions } from './options.js';

export type {
  ColumnsPreview,
  DependentPreview,
  PreviewAction,
  PreviewReason,
} from '../../../plan/preview/node-preview.js';

export interface PlanOptions extends Omit<RunOptions, 'failFast' | 'failureRows' | 'lockTimeout' | 'writeArtifacts'> {
  /** The command that is planned; `build` by default. */
  readonly command?: 'build' | 'run' | 'seed' | 'test' | 'load';
}

/** What would become of one node. */
export interface PlannedNode {
  readonly node: NodeInfo;
  readonly action: PreviewAction;
  /** Why; several may hold. */
  readonly reasons: readonly PreviewReason[];
  /** The name in the database, quoted; null of a test that stores nothing. */
  readonly relation: string | null;
  /** The kind of the relation that stands now and of the one that will; null when there is none. */
  readonly before: string | null;
  readonly after: 'table' | 'view' | null;
  /** Null when nothing changes, or when it is not known: then `unknown` says so. */
  readonly columns: ColumnsPreview | null;
  readonly dependents: readonly DependentPreview[];
  /** Rows of the table that stands, counted up to a limit; null for a view, or none, or when they could not be counted. */
  readonly rows: number | null;
  /** There are more rows than were counted. */
  readonly hasMoreRows: boolean;
  /** New files of a source. */
  readonly files: readonly string[];
  /** The statements that would be sent, as far as they are known. */
  readonly statements: readonly string[];
  /** What was taken for granted, as it shows only in the run. */
  readonly assumptions: readonly string[];
  /** Why the rest is not known; null when all is. */
  readonly unknown: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a command would do, in an order in which it could. */
export interface Plan {
  readonly nodes: readonly PlannedNode[];
  /** Schemas that are missing and would be created. */
  readonly schemas: readonly string[];
  /** Why nothing is known of what was built before; null when it is known, or when nothing was built yet. */
  readonly ledgerProblem: string | null;
  /** What belongs to no node. */
  readonly diagnostics: readonly Diagnostic[];
}
