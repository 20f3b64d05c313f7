/** Finds what a change takes away from those who use the models. Pure; what was not compared is not judged. */
import type { RunRecord } from '../../artifacts/run-record/run-record.js';
import { FULL_REFRESH_CONFIG } from '../base/find-changes.js';
import type { ComparedNode, DestructiveChange } from '../report.js';

export interface LossLimits {
  /** Share of a model's rows that may go without an allowance: 0.1. */
  readonly rowLoss: number;
}

/** In the order of the nodes. */
export function destructiveChanges(
  nodes: readonly ComparedNode[],
  runs: { readonly before: RunRecord; readonly after: RunRecord },
  limits: LossLimits,
): readonly DestructiveChange[] {
  return [
    ...nodes.flatMap((node) => [
      ...removed(node),
      ...materialization(node),
      ...columns(node),
      ...lostRows(node, limits),
      ...fullRefresh(node, runs),
    ]),
    ...droppedDependents(runs.after),
  ];
}

/** Nodes that leave a relation behind; tests and operations keep nothing for anybody. */
const keeping: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

function removed({ change, type, name, file }: ComparedNode): DestructiveChange[] {
  if (change !== 'removed' || !keeping.has(type)) return [];
  return [{ kind: 'drop-model', name, file, what: `The ${type} is no longer built; its relation stays as it is.` }];
}

function materialization({ name, file, change, materialized }: ComparedNode): DestructiveChange[] {
  const { before, after } = materialized;
  if (change === 'added' || change === 'removed' || before === null || after === null || before === after) return [];
  // Of an ephemeral model nobody outside of the project has anything.
  if (before === 'ephemeral') return [];
  const what = `It was materialized as ${before} and becomes ${after}.`;
  return [{ kind: 'change-materialization', name, file, what }];
}

function columns({ name, file, change, columns: differences }: ComparedNode): DestructiveChange[] {
  if (differences === null || change === 'added' || change === 'removed') return [];
  const { removed: gone, retyped } = differences;
  return [
    ...gone.map(
      (column): DestructiveChange => ({
        kind: 'drop-column',
        name: `${name}.${column.name}`,
        file,
        what: 'The column is gone.',
      }),
    ),
    ...retyped.map(
      (column): DestructiveChange => ({
        kind: 'retype-column',
        name: `${name}.${column.name}`,
        file,
        what: `Its type was ${column.before} and becomes ${column.after}.`,
      }),
    ),
  ];
}

function lostRows({ name, file, rows }: ComparedNode, { rowLoss }: LossLimits): DestructiveChange[] {
  const { before, after } = rows;
  if (before === null || after === null || before === 0 || before - after <= before * rowLoss) return [];
  const share = `${Math.round(((before - after) / before) * 100)} %`;
  return [{ kind: 'lose-rows', name, file, what: `It had ${before} rows and has ${after}: ${share} fewer.` }];
}

/** Rows that only an incremental model still has are gone after a full refresh. */
function fullRefresh(
  { name, file, materialized, reasons }: ComparedNode,
  { before, after }: { readonly before: RunRecord; readonly after: RunRecord },
): DestructiveChange[] {
  const isAsked = after.was_full_refresh && !before.was_full_refresh;
  if (materialized.before !== 'incremental' || materialized.after !== 'incremental') return [];
  if (!isAsked && !reasons.includes(FULL_REFRESH_CONFIG)) return [];
  return [{ kind: 'full-refresh', name, file, what: 'The incremental model is built anew from nothing.' }];
}

function droppedDependents({ nodes }: RunRecord): DestructiveChange[] {
  return nodes
    .filter(({ findings }) => findings.some(({ code }) => code === 'TSDBT_DEPENDENT_DROPPED'))
    .map(({ name, place }) => ({
      kind: 'drop-dependents',
      name,
      file: place.file,
      what: 'What depended on its relation was dropped.',
    }));
}
