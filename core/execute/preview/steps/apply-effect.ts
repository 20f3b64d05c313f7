/** Takes over what a statement that was not sent would have done to relations and their columns. */
import type { MadeFrom } from '../../../adapter/introspector.js';
import type { ColumnChange } from '../../../plan/incremental/columns/compare-columns.js';
import type { Effect } from '../../../plan/node-plan.js';
import type { ColumnInfo, Relation } from '../../../resources/relation.js';
import { isKnown, type PlannedColumns } from '../planned/planned-relations.js';
import { unknownReason } from '../unknown.js';
import type { PreviewMachine } from './preview-machine.js';

export async function applyEffect(effect: Effect, machine: PreviewMachine): Promise<void> {
  const { planned } = machine;
  const { relation } = effect;
  switch (effect.kind) {
    case 'dropped':
      planned.set(relation, { presence: 'absent' });
      return;
    case 'created':
    case 'replaced': {
      const columns = effect.made === undefined ? unknownOf(relation) : await described(effect.made, machine);
      stand(machine, relation, columns);
      return;
    }
    case 'renamed': {
      const columns = await columnsOf(machine, relation);
      planned.set(relation, { presence: 'absent' });
      if (effect.renamedTo !== undefined) stand(machine, effect.renamedTo, columns);
      return;
    }
    case 'changed': {
      if (effect.columns === undefined) return;
      const before = await columnsOf(machine, relation);
      stand(machine, relation, isKnown(before) ? changed(before, effect.columns, machine) : before);
    }
  }
}

/** What is not known of columns ends a preview only when a later step hangs on it. */
async function described(made: MadeFrom, { describe }: PreviewMachine): Promise<PlannedColumns> {
  try {
    return await describe(made);
  } catch (error) {
    const unknown = unknownReason(error);
    if (unknown === null) throw error;
    return { unknown };
  }
}

function unknownOf({ identifier }: Relation): PlannedColumns {
  return { unknown: `The columns of ${identifier} are not known before it is built.` };
}

function stand({ planned }: PreviewMachine, relation: Relation, columns: PlannedColumns): void {
  planned.set(relation, { presence: 'present', name: relation, type: relation.type ?? 'table', columns });
}

async function columnsOf({ planned, adapter, session }: PreviewMachine, relation: Relation): Promise<PlannedColumns> {
  const found = planned.find(relation);
  if (found !== null) return found.presence === 'present' ? found.columns : unknownOf(relation);
  return adapter.introspector.columns(session, relation);
}

function changed(
  before: readonly ColumnInfo[],
  { add, drop, retype }: ColumnChange,
  { adapter }: PreviewMachine,
): readonly ColumnInfo[] {
  const key = (name: string) => adapter.dialect.foldIdentifier(name, true);
  const dropped = new Set(drop.map(({ name }) => key(name)));
  const types = new Map(retype.map(({ name, to }) => [key(name), to]));
  const kept = before.filter(({ name }) => !dropped.has(key(name)));
  const retyped = kept.map((column): ColumnInfo => {
    const to = types.get(key(column.name));
    return to === undefined ? column : { ...column, dataType: to, sqlType: to };
  });
  return [...retyped, ...add];
}
