/**
 * `on_schema_change` at work: compares the batch with the table, refuses before anything changes what the mode does not
 * allow or what would cost values, and changes the table for the rest. Answers the columns that go into the table.
 */
import type { Dependent, HandMade } from '../../../adapter/introspector.js';
import { closestNames, didYouMean } from '../../../diagnostics/did-you-mean.js';
import type { ColumnInfo, Relation } from '../../../resources/relation.js';
import type { ModelFacts } from '../../materializations/node-facts.js';
import { planError } from '../../plan-error.js';
import { argument, askDependents, type PlanPart, run, spell, warn } from '../../steps.js';
import { withDependentsAside } from '../../swap/dependents.js';
import { namingLost } from '../../swap/keep-settings.js';
import { withReadersWhole } from '../../swap/named-readers.js';
import { whenUnlocked } from '../../swap/wait-for-lock.js';
import type { BatchColumns } from '../unique-key.js';
import {
  type ColumnChange,
  type ColumnDifferences,
  type ColumnMode,
  columnModes,
  compareColumns,
  decideChange,
  typeOf,
} from './compare-columns.js';

/** What is to be done to the columns of the table, decided before anything changes. */
export interface DecidedColumns {
  readonly mode: ColumnMode;
  readonly differences: ColumnDifferences;
  readonly change: ColumnChange;
  /** The columns of the table that the batch fills. */
  readonly filled: readonly ColumnInfo[];
}

/** An empty list is no answer: taken for one, it would mean that every column is to be dropped. */
export function refuseUnlisted({ node }: ModelFacts, columns: BatchColumns): void {
  for (const [what, list] of Object.entries(columns)) {
    if (list.length > 0) continue;
    const message = `${node.uniqueId}: the database lists no columns of the ${what}, so nothing was changed.`;
    throw planError(node, 'TSDBT_COLUMNS_UNKNOWN', message);
  }
}

/** Decides by the model's config. Throws when the batch may not go into the table as it is. */
export function* decideColumns(facts: ModelFacts, columns: BatchColumns): PlanPart<DecidedColumns> {
  const { dialect, columnTypes } = facts;
  const mode = readMode(facts);
  const differences = compareColumns(columns, dialect, columnTypes);
  const { change, refused } = decideChange(mode, differences, columnTypes);
  yield { kind: 'columns', mode, differences, change };
  if (refused.length > 0) throw refusal(facts, mode, refused);
  if (mode !== 'sync_all_columns') yield* warnOfLoss(facts, differences);
  return { mode, differences, change, filled: mode === 'ignore' ? columns.table : columns.batch };
}

function readMode({ node }: ModelFacts): ColumnMode {
  const written = node.config.on_schema_change ?? 'ignore';
  const mode = columnModes.find((each) => each === written);
  if (mode !== undefined) return mode;
  throw planError(
    node,
    'TSDBT_CONFIG_INVALID',
    `${node.uniqueId}: on_schema_change is ${JSON.stringify(written)}, expected one of ${columnModes.join(', ')}.`,
    didYouMean(closestNames(String(written), columnModes)),
  );
}

function refusal({ node, columnTypes }: ModelFacts, mode: ColumnMode, refused: readonly string[]): Error {
  const found = refused.join('; ');
  if (mode === 'sync_all_columns') {
    const why = columnTypes.canChange
      ? 'that change of type could lose values, so tsdbt does not make it'
      : 'the database cannot change the type of a column';
    return planError(
      node,
      'TSDBT_COLUMN_TYPE_UNSAFE',
      `${node.uniqueId}: ${found}: ${why}; nothing was changed.`,
      'Cast the column in the model, or rebuild the table with --full-refresh.',
    );
  }
  return planError(
    node,
    'TSDBT_COLUMNS_CHANGED',
    `${node.uniqueId} has on_schema_change '${mode}' and its columns changed: ${found}; nothing was changed.`,
    mode === 'fail'
      ? 'Rebuild the table with --full-refresh when the change is meant.'
      : 'Select the column, set on_schema_change: append_new_columns to keep it, or rebuild the table with --full-refresh.',
  );
}

/** Modes that leave the types of the table let the database convert what comes, and that may round or cut. */
function* warnOfLoss({ node }: ModelFacts, { retyped }: ColumnDifferences): PlanPart<void> {
  const unsafe = retyped.filter(({ kind, text }) => kind !== 'narrower' && text === null);
  if (unsafe.length === 0) return;
  const names = unsafe.map(({ name, from, to }) => `${name} (${to} into ${from})`).join(', ');
  const { location, uniqueId } = node;
  const message = `${uniqueId}: the table has another type than the batch for ${names}; values that do not fit are converted by the database or make it refuse the batch.`;
  const hint = 'Cast the columns in the model, or set on_schema_change: sync_all_columns.';
  yield* warn({ code: 'TSDBT_COLUMN_TYPE_DIFFERS', severity: 'warning', message, hint, location, node: uniqueId });
}

/** Changes the table as decided. A project that spells the change itself runs its own statements. */
export function* changeColumns(facts: ModelFacts, { change }: DecidedColumns): PlanPart<void> {
  const target = { ...facts.target, type: 'table' as const };
  if (change.add.length > 0 || change.drop.length > 0) {
    const lists = [whole(change.add), whole(change.drop)].map(argument.columns);
    const parts = [argument.relation(target), ...lists];
    const altered = alter(facts, 'alter_relation_add_remove_columns', parts, { ...change, retype: [] });
    yield* change.drop.length === 0 ? altered : dropping(facts, change.drop, altered);
  }
  for (const retyped of change.retype) {
    const { name, to } = retyped;
    const parts = [argument.relation(target), argument.plain(name), argument.plain(to)];
    yield* alter(facts, 'alter_column_type', parts, { add: [], drop: [], retype: [retyped] });
  }
}

/** Indexes, constraints and the like that need a dropped column go with it. What is set on that column alone needs no word. */
function* dropping(facts: ModelFacts, gone: readonly ColumnInfo[], altered: PlanPart<void>): PlanPart<void> {
  const counts = ({ what }: HandMade) => !gone.some(({ name }) => what.endsWith(` of column ${name}`));
  const reason = `it needs a column that was dropped (${gone.map(({ name }) => name).join(', ')})`;
  yield* namingLost(facts, { counts, reason }, withReadersWhole(facts, altered, 'changed'));
}

/** With types that a definition can have: the catalog calls every array ARRAY. */
function whole(columns: readonly ColumnInfo[]): readonly ColumnInfo[] {
  const sizes = { charSize: null, numericPrecision: null, numericScale: null };
  return columns.map((column) => ({ ...column, ...sizes, dataType: typeOf(column) }));
}

/**
 * dbt's macros run what they spell, so one of the project's own is called as it is. tsdbt's text comes from a macro that
 * only spells: then the lock is waited for without holding up readers, and views on a changed column come back.
 */
function* alter(
  facts: ModelFacts,
  macro: string,
  args: readonly ReturnType<typeof argument.plain>[],
  change: ColumnChange,
): PlanPart<void> {
  if (facts.macroOrigin(macro) === 'project') {
    yield* spell(macro, ...args);
    return;
  }
  const sql = yield* spell(`get_${macro}_sql`, ...args);
  const target: Relation = { ...facts.target, type: 'table' };
  const effect = { kind: 'changed', relation: target, columns: change } as const;
  let dependents: readonly Dependent[] = [];
  const { failed } = yield* whenUnlocked(facts, function* () {
    dependents = facts.capabilities.dependentsFollowIdentity ? yield* askDependents(target) : [];
    const prospect = { needs: 'no reader', relation: target, dependents, change } as const;
    return { statements: [sql], relations: [target], effect, prospect };
  });
  if (failed === null) return;
  if (dependents.length === 0) {
    throw planError(
      facts.node,
      'TSDBT_DATABASE_ERROR',
      `The columns of ${facts.dialect.renderRelation(target)} could not be changed: ${failed.detail ?? failed.message}; nothing was changed.`,
      failed.hint ?? undefined,
    );
  }
  yield* withDependentsAside(facts, target, () => run(sql, effect));
}
