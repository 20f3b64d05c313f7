/**
 * Whether a statement that may fail will, told without sending it: from the columns before and after. What the columns do
 * not say is unknown.
 */
import type { Session } from '../../../adapter/database.js';
import type { Dependent } from '../../../adapter/introspector.js';
import { compareColumns, typeOf } from '../../../plan/incremental/columns/compare-columns.js';
import type { Prospect } from '../../../plan/node-plan.js';
import type { ColumnInfo, Relation, RelationName } from '../../../resources/relation.js';
import { relationKey } from '../../session/relation-states.js';
import type { PreviewMachine } from './preview-machine.js';

/** What a statement will do, as far as it can be told. */
export type Judgement =
  | 'succeeds'
  | 'fails'
  /** It changes nothing: sending it finds out. */
  | 'send'
  /** It is expected to succeed, and shows only when it is tried. `doubtful` are the dependents that may be in the way. */
  | { readonly assumed: string; readonly doubtful: readonly Dependent[] };

/** Judges one statement. Throws when what decides is not known. */
export async function judge(prospect: Prospect, machine: PreviewMachine): Promise<Judgement> {
  switch (prospect.needs) {
    case 'the same columns first': {
      if (machine.remade.has(relationKey(prospect.view, machine.adapter))) {
        return { assumed: 'what stands there then has the columns that it needs', doubtful: [] };
      }
      const before = await standing(machine, prospect.view);
      const after = await machine.describe(prospect.made);
      const isKept = (column: ColumnInfo, index: number) =>
        after[index]?.name === column.name && typeOf(after[index]) === typeOf(column);
      return before.every(isKept) ? 'succeeds' : 'fails';
    }
    case 'what they read':
      if (prospect.readers.length === 0) return 'succeeds';
      return judgeReaders(prospect.readers, await changedNames(machine, prospect.after));
    case 'no reader': {
      const { drop, retype } = prospect.change;
      const changed: ChangedNames = { gone: [...drop, ...retype].map(({ name }) => name), retyped: [] };
      const direct = prospect.dependents.filter(({ isDirect }) => isDirect);
      return judgeReaders(direct, changed);
    }
    case 'the same kind and columns': {
      const now = await machine.adapter.introspector.relation(machine.session, machine.target);
      const then = machine.planned.find(prospect.after);
      const { gone, retyped } = await changedNames(machine, prospect.after);
      const isSame = then?.presence === 'present' && then.type === now?.type && gone.length + retyped.length === 0;
      return isSame ? 'succeeds' : { assumed: 'what people set on it can be set on the new one too', doubtful: [] };
    }
    case 'to be readable': {
      if (machine.planned.find(prospect.relation) === null) return 'send';
      // One that the plan builds anyway may break until then.
      if (machine.isBuiltLater(prospect.reader)) return 'succeeds';
      const changed = await changedNames(machine, prospect.relation);
      return judgeReaders([prospect.reader], { ...changed, retyped: [] });
    }
  }
}

interface ChangedNames {
  readonly gone: readonly string[];
  readonly retyped: readonly string[];
}

/** A view that reads a column of another type can mostly be made again; one of which it is not known what it reads, too. */
function judgeReaders(readers: readonly Dependent[], { gone, retyped }: ChangedNames): Judgement {
  if (gone.length + retyped.length === 0) return 'succeeds';
  const reads = ({ columns }: Dependent, names: readonly string[]) => names.some((name) => columns?.includes(name));
  if (readers.some((reader) => reads(reader, gone))) return 'fails';
  const doubtful = readers.filter((reader) => reader.columns === undefined || reads(reader, retyped));
  if (doubtful.length === 0) return 'succeeds';
  return { assumed: 'what depends on it can go on with the changed columns', doubtful };
}

/** How the columns of the node's relation will differ from those that stand. */
async function changedNames(machine: PreviewMachine, after: Relation): Promise<ChangedNames> {
  const { adapter, target } = machine;
  const columns = {
    table: await standing(machine, target),
    batch: await machine.introspector.columns(machine.session, after),
  };
  const { removed, retyped } = compareColumns(columns, adapter.dialect, adapter.columnTypes);
  const spelled = columns.batch.flatMap((column) => {
    const before = columns.table.find(({ name }) => name === column.name);
    return before === undefined || typeOf(before) === typeOf(column) ? [] : [column.name];
  });
  return {
    gone: removed.map(({ name }) => name),
    retyped: [...new Set([...retyped.map(({ name }) => name), ...spelled])],
  };
}

/** The columns as they stand in the database, whatever the plan will have done by now. */
function standing({ adapter, session }: { adapter: PreviewMachine['adapter']; session: Session }, name: RelationName) {
  return adapter.introspector.columns(session, name);
}
