/** What the second interpreter works with, and what it finds out. */
import type { Adapter } from '../../../adapter/adapter.js';
import type { Session } from '../../../adapter/database.js';
import type { Dependent, Introspector, MadeFrom } from '../../../adapter/introspector.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { ColumnsStep, Effect, HooksStep, LeftBehindStep, SpellStep } from '../../../plan/node-plan.js';
import type { ColumnInfo, Relation, RelationName } from '../../../resources/relation.js';
import type { PlannedRelations } from '../planned/planned-relations.js';

export interface PreviewMachine {
  /** The database's own answers. */
  readonly adapter: Adapter;
  /** The same under what the plan will have done. */
  readonly introspector: Introspector;
  readonly session: Session;
  readonly planned: PlannedRelations;
  /** Keys of views that nodes before may have made again, with other columns than they have. */
  readonly remade: Set<string>;
  /** The node's own relation. */
  readonly target: Relation;
  /** Rows of the node's file. */
  readonly seedRows: number;
  readonly describe: (made: MadeFrom) => Promise<readonly ColumnInfo[]>;
  /** Whether a node that comes later in the plan builds the relation. */
  readonly isBuiltLater: (relation: RelationName) => boolean;
  /** The warning as it counts; throws when it counts as an error, as a run does then. */
  readonly judgeWarning: (warning: Diagnostic) => readonly Diagnostic[];
  readonly spell: (step: SpellStep) => Promise<string>;
  readonly hooks: (step: HooksStep) => readonly (() => Promise<string>)[];
}

/** What a node would do, in the order in which it would. Filled while the steps go on, so that an error leaves what came before. */
export interface StepsPreview {
  readonly statements: string[];
  readonly effects: Effect[];
  readonly assumptions: Set<string>;
  /** Keys of dependents that may be in the way. */
  readonly doubtful: Set<string>;
  /** Keys of dependents that the run would drop for good. */
  readonly dropped: Set<string>;
  readonly warnings: Diagnostic[];
  readonly leftBehind: LeftBehindStep[];
  /** What rests on the node's relation, as it was asked for last. */
  dependents: readonly Dependent[];
  columns: ColumnsStep | null;
}

export function emptyPreview(): StepsPreview {
  return {
    statements: [],
    effects: [],
    assumptions: new Set(),
    doubtful: new Set(),
    dropped: new Set(),
    warnings: [],
    leftBehind: [],
    dependents: [],
    columns: null,
  };
}
