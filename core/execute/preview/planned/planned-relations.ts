/**
 * What a plan will have done to relations by the time a later node comes: made, replaced, dropped, with which columns.
 * Nodes see what those before them will have made; what stands untouched is asked of the database.
 */
import type { Adapter } from '../../../adapter/adapter.js';
import type { ColumnInfo, RelationName, RelationType } from '../../../resources/relation.js';
import { relationKey } from '../../session/relation-states.js';

/** Columns, or why they are not known before the relation is made: that is never taken for none. */
export type PlannedColumns = readonly ColumnInfo[] | { readonly unknown: string };

export function isKnown(columns: PlannedColumns): columns is readonly ColumnInfo[] {
  return Array.isArray(columns);
}

export type PlannedRelation =
  | { readonly presence: 'absent' }
  | {
      readonly presence: 'present';
      readonly name: RelationName;
      readonly type: RelationType;
      readonly columns: PlannedColumns;
    };

export interface PlannedRelations {
  /** Null: the plan leaves it as it stands. */
  readonly find: (relation: RelationName) => PlannedRelation | null;
  readonly set: (relation: RelationName, planned: PlannedRelation) => void;
  readonly all: () => readonly PlannedRelation[];
  /** What one node will do, unseen by others until it is kept. */
  readonly layer: () => PlannedRelations & { readonly keep: () => void };
}

/** Nothing is planned yet. */
export function plannedRelations(adapter: Pick<Adapter, 'dialect'>): PlannedRelations {
  return layerOver(adapter, null);
}

function layerOver(
  adapter: Pick<Adapter, 'dialect'>,
  below: PlannedRelations | null,
): PlannedRelations & { readonly keep: () => void } {
  const own = new Map<string, { readonly relation: RelationName; readonly planned: PlannedRelation }>();
  const self: PlannedRelations = {
    find: (relation) => own.get(relationKey(relation, adapter))?.planned ?? below?.find(relation) ?? null,
    set: (relation, planned) => void own.set(relationKey(relation, adapter), { relation, planned }),
    all: () => [...(below?.all() ?? []), ...[...own.values()].map(({ planned }) => planned)],
    layer: () => layerOver(adapter, self),
  };
  return {
    ...self,
    keep: () => {
      for (const { relation, planned } of own.values()) below?.set(relation, planned);
    },
  };
}
