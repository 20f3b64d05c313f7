/**
 * From what a node's transaction did to what the ledger will say of it: the node's own relation, and temporary relations
 * that the transaction leaves standing. Pure. Relations of others that were re-created on the way are not ours.
 */

import type { Effect } from '../../plan/node-plan.js';
import { isTemporaryIdentifier } from '../../plan/swap/temporary-name.js';
import type { Relation, RelationType } from '../../resources/relation.js';

/** A relation that stands when the transaction is committed, or one that does not any more. */
export interface Standing {
  readonly relation: Relation;
  /** Null: it was dropped or renamed away. */
  readonly kind: RelationType | null;
  /** A left-over: kept under a temporary name until something can be done with it. */
  readonly isTemporary: boolean;
}

export interface NodeRelations {
  readonly target: Relation;
  /** What stood there before; null when nothing did. */
  readonly before: RelationType | null;
  readonly keyOf: (relation: Relation) => string;
}

/** What is to be entered or taken out after these effects. */
export function standings(effects: readonly Effect[], { target, before, keyOf }: NodeRelations): readonly Standing[] {
  const last = new Map<string, Standing>();
  const madeHere = new Set<string>();
  const note = (relation: Relation, kind: RelationType | null) => {
    const key = keyOf(relation);
    const isTarget = key === keyOf(target);
    // Session tables, which end by themselves, have no schema where others do.
    const isKept = relation.schema !== null || target.schema === null;
    const isTemporary = !isTarget && isKept && isTemporaryIdentifier(relation.identifier);
    if (isTarget || isTemporary) last.set(key, { relation, kind, isTemporary });
    if (kind !== null && isTemporary) madeHere.add(key);
  };
  for (const { kind, relation, renamedTo } of effects) {
    if (kind === 'dropped') note(relation, null);
    else if (kind === 'renamed' && renamedTo !== undefined) {
      note(relation, null);
      note(renamedTo, renamedTo.type ?? 'table');
    } else if (kind === 'changed') {
      note(relation, last.get(keyOf(relation))?.kind ?? relation.type ?? before ?? 'table');
    } else note(relation, relation.type ?? 'table');
  }
  return [...last].flatMap(([key, standing]) => (standing.kind === null && madeHere.has(key) ? [] : [standing]));
}
