/**
 * What a report tells, as plain data: one run, and how what it built differs from what an earlier commit builds. Made by
 * the API from artifacts and databases; Markdown and SARIF are spelled from it alone.
 */
import type { RunRecord } from '../artifacts/run-record/run-record.js';
import type { ColumnDifferences, Comparison } from '../compare/comparison.js';

export interface Report {
  readonly run: RunRecord;
  /** Null when the run is reported alone. */
  readonly base: BaseReport | null;
}

export interface BaseReport {
  readonly run: RunRecord;
  /** Nodes that were added, removed or changed, and those that rest on them, in the order of dependencies. */
  readonly nodes: readonly ComparedNode[];
  readonly destructive: readonly JudgedChange[];
  /** Allowances that nothing of the change needs. */
  readonly unusedAllowances: readonly string[];
  /** Tests that came, went or were changed, by name. */
  readonly tests: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
  };
  /** Nodes of which not even columns and numbers of rows are known, and why: what the change takes from them is unknown. Whole sentences. */
  readonly unknown: readonly string[];
  /** What else was not compared, and why; whole sentences. */
  readonly notes: readonly string[];
}

/** `affected`: unchanged itself, but something above it changed. */
type ChangeKind = 'added' | 'removed' | 'changed' | 'affected';

export interface ComparedNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Relative to the project. */
  readonly file: string;
  readonly change: ChangeKind;
  /** Why it counts as changed, in a few words each. */
  readonly reasons: readonly string[];
  readonly materialized: { readonly before: string | null; readonly after: string | null };
  readonly rows: { readonly before: number | null; readonly after: number | null };
  /** Null when they are not known on both sides. */
  readonly columns: ColumnDifferences | null;
  /** Rows and values; null when they were not compared. */
  readonly comparison: Comparison | null;
}

/** Kinds of changes that lose something; an allowance names one of them. */
type DestructiveKind =
  | 'drop-model'
  | 'drop-column'
  | 'retype-column'
  | 'lose-rows'
  | 'change-materialization'
  | 'full-refresh'
  | 'drop-dependents';

export interface DestructiveChange {
  readonly kind: DestructiveKind;
  /** What it happens to: `orders`, `orders.status`. */
  readonly name: string;
  /** What is lost, one sentence without names of data. */
  readonly what: string;
  readonly file: string | null;
}

export interface JudgedChange extends DestructiveChange {
  readonly isAllowed: boolean;
}
