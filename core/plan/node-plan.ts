/**
 * Stage 7b's value: what will be done for one node, as data that run executes and plan prints.
 * A generator yields steps and gets their answers; given the same answers it yields the same steps.
 */
import type { Cell, ResultColumn, StatementResult } from '../adapter/cell.js';
import type { DatabaseFailure } from '../adapter/failure.js';
import type { CascadingKey, Dependent, HandMade, LockHolder, MadeFrom } from '../adapter/introspector.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Json } from '../resources/json.js';
import type { ColumnInfo, Relation, RelationName, RelationState } from '../resources/relation.js';
import type { ColumnChange, ColumnDifferences, ColumnMode } from './incremental/columns/compare-columns.js';

/** What a statement does to which relation; printed by plan, told to caches and later to the ledger. */
export interface Effect {
  readonly kind: 'created' | 'replaced' | 'renamed' | 'dropped' | 'changed';
  readonly relation: Relation;
  readonly renamedTo?: Relation;
  /** Of what is created or replaced: what says its columns before it stands. */
  readonly made?: MadeFrom;
  /** Of what is changed: what becomes of its columns. */
  readonly columns?: ColumnChange;
}

/**
 * What decides whether a statement that may fail will: for who answers without sending it. Without one it is expected to
 * succeed, as it fails only when others are in the way at that moment.
 */
export type Prospect =
  /** A view takes a query in place of its own. Its columns must stay as they are; new ones come after them. */
  | { readonly needs: 'the same columns first'; readonly view: Relation; readonly made: MadeFrom }
  /** These come to read `after`, which takes the node's place. */
  | {
      readonly needs: 'what they read';
      readonly readers: readonly Dependent[];
      readonly after: Relation;
    }
  /** Nothing that rests on the relation reads the columns that change. */
  | {
      readonly needs: 'no reader';
      readonly relation: Relation;
      readonly dependents: readonly Dependent[];
      readonly change: ColumnChange;
    }
  /** What people set on the node's relation goes over to the new one. */
  | { readonly needs: 'the same kind and columns'; readonly after: Relation }
  /** Only reads: `reader`, which may read the relation. */
  | { readonly needs: 'to be readable'; readonly reader: Dependent; readonly relation: Relation };

/** SQL to run. `inside` steps share one transaction, opened at the first and committed before the next `outside` step or at the end. */
export interface SqlStep {
  readonly kind: 'sql';
  readonly sql: string;
  readonly transaction: 'inside' | 'outside';
  /** The node's main statement: its row count and message become the node's result. Answered at once, unless it is `isLate`. */
  readonly isMain?: boolean;
  /** A main statement that nothing in the plan waits for: it may travel with its neighbours, and the plan ends with a `LateOutcome`. */
  readonly isLate?: boolean;
  /** Takes no longer than a look into the catalog, so that it may travel with the commit, which nothing interrupts. */
  readonly isBrief?: boolean;
  /** The text is one query; several statements are refused. */
  readonly isQuery?: boolean;
  readonly effect?: Effect | readonly Effect[];
  /** Runs under a savepoint; when it fails the answer says so and the transaction goes on. Answered at once. */
  readonly mayFail?: boolean;
  readonly prospect?: Prospect;
}

/** An argument of a spelled macro as plain data; the executor makes template values of it. */
export type SpellArgument =
  | { readonly is: 'relation'; readonly relation: Relation }
  | { readonly is: 'columns'; readonly columns: readonly ColumnInfo[] }
  | { readonly is: 'dict'; readonly entries: Readonly<Record<string, SpellArgument>> }
  | { readonly is: 'plain'; readonly value: Json };

/** Text from a macro that users may override, called with dbt's arguments. The macro may query, so earlier steps are done by then. */
export interface SpellStep {
  readonly kind: 'spell';
  readonly macro: string;
  readonly args: readonly SpellArgument[];
  readonly kwargs?: Readonly<Record<string, SpellArgument>>;
}

/** Rows of the node's file into a relation that a step before created; inside the transaction. */
export interface LoadStep {
  readonly kind: 'load';
  readonly relation: Relation;
  readonly columns: readonly string[];
}

/** A question to the database that does not change it. */
type Question =
  | { readonly about: 'relation'; readonly relation: Relation }
  | { readonly about: 'columns'; readonly relation: Relation }
  | { readonly about: 'dependents'; readonly relation: Relation }
  | { readonly about: 'cascading keys'; readonly relation: Relation }
  | { readonly about: 'lock holders'; readonly relations: readonly RelationName[] }
  | { readonly about: 'hand-made'; readonly relation: Relation; readonly replacement: Relation }
  | {
      readonly about: 'rows';
      readonly sql: string;
      readonly maxRows?: number;
      /** What a preview, which computes no rows, goes on with; in words, and as an answer. */
      readonly assumed?: { readonly saying: string; readonly rows: StatementResult['rows'] };
    };

export interface AskStep {
  readonly kind: 'ask';
  readonly question: Question;
}

/** A fact rechecked inside the transaction just before a destructive step; the node fails when it no longer holds. */
export interface AssertStep {
  readonly kind: 'assert';
  readonly relation: Relation;
  readonly expected: RelationState;
}

/** What was decided about the columns of an incremental table; changes nothing and is told to who listens. */
export interface ColumnsStep {
  readonly kind: 'columns';
  readonly mode: ColumnMode;
  readonly differences: ColumnDifferences;
  readonly change: ColumnChange;
}

/** The user's hooks of one kind; rendered and run by the executor with the node's context. */
export interface HooksStep {
  readonly kind: 'hooks';
  readonly which: 'pre-hook' | 'post-hook';
  readonly transaction: 'inside' | 'outside';
}

/** Waits before something is tried again; the transaction stays open. A cancelled run ends it at once. */
export interface PauseStep {
  readonly kind: 'pause';
  readonly milliseconds: number;
}

/** Something that the user should know of although the node goes on; part of the node's result. */
export interface WarnStep {
  readonly kind: 'warn';
  readonly diagnostic: Diagnostic;
  /** The dependent whose end it tells. */
  readonly dropped?: Dependent;
}

/** An old version that others still read under a temporary name; the run drops it at its end when they no longer do. */
export interface LeftBehindStep {
  readonly kind: 'left-behind';
  readonly relation: Relation;
  /** Names of those who read it. */
  readonly readers: readonly string[];
}

export type Step =
  | SqlStep
  | SpellStep
  | LoadStep
  | AskStep
  | AssertStep
  | ColumnsStep
  | HooksStep
  | PauseStep
  | WarnStep
  | LeftBehindStep;

/**
 * What a generator gets back for each step kind. An `sql` step that is neither main nor `mayFail`, or is late, may wait to
 * travel with its neighbours and is answered `done`, as are assert, columns, hooks, pause and warn steps.
 */
export type StepAnswer =
  | { readonly kind: 'sql'; readonly result: StatementResult; readonly failed?: undefined }
  | { readonly kind: 'sql'; readonly result?: undefined; readonly failed: DatabaseFailure }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'loaded'; readonly rows: number }
  | { readonly kind: 'relation'; readonly state: RelationState }
  | { readonly kind: 'columns'; readonly columns: readonly ColumnInfo[] }
  | { readonly kind: 'dependents'; readonly dependents: readonly Dependent[] }
  | { readonly kind: 'cascading keys'; readonly keys: readonly CascadingKey[] }
  | { readonly kind: 'lock holders'; readonly holders: readonly LockHolder[] }
  | { readonly kind: 'hand-made'; readonly found: readonly HandMade[] }
  | { readonly kind: 'rows'; readonly result: StatementResult }
  | { readonly kind: 'done' };

/** The first rows of a query, and the query to paste for the rest: failing rows of a data test, rows of `show`. */
export interface RowSample {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
  readonly query: string;
}

/** How a plan ended: a relation was built, or a data test gave its verdict. A plan that cannot go on throws a TsdbtError. */
export type PlanOutcome =
  | {
      readonly kind: 'built';
      readonly message: string;
      readonly rows: number | null;
      readonly adapterResponse: Readonly<Record<string, string | number>>;
    }
  | {
      readonly kind: 'tested';
      readonly status: 'pass' | 'warn' | 'fail';
      readonly message: string;
      readonly failures: number;
      readonly sample: RowSample | null;
      readonly adapterResponse: Readonly<Record<string, string | number>>;
    };

/** The outcome of a plan whose main statement is answered no sooner than at the commit. */
export interface LateOutcome {
  readonly kind: 'late';
  readonly of: (main: StatementResult) => PlanOutcome;
}

export type StepGenerator = Generator<Step, PlanOutcome | LateOutcome, StepAnswer>;

export type NodePlan =
  | { readonly kind: 'steps'; readonly steps: StepGenerator }
  /** A user's or package's own `{% materialization %}`: runs itself, not previewable. */
  | { readonly kind: 'program'; readonly macroName: string };
