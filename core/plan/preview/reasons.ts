/** From what is known of a node and its last build to the reasons that a plan states. Pure. */
import type { UniqueId } from '../../resources/node.js';
import type { RelationType } from '../../resources/relation.js';
import type { FingerprintChange } from '../../state/fingerprint.js';
import { relationKindWords } from '../ownership/relation-kind-words.js';
import type { PreviewReason } from './node-preview.js';

export interface ReasonFacts {
  /** The kind that stands; null when nothing does. */
  readonly before: RelationType | null;
  readonly after: RelationType | null;
  /** Null when nothing readable says what the relation was built from. */
  readonly change: FingerprintChange | null;
  readonly isFullRefresh: boolean;
  readonly hasOtherColumns: boolean;
  readonly newFiles: number;
  /** Parents of this plan that are not as they were. */
  readonly changedParents: readonly UniqueId[];
}

/** At least one, the most telling first. */
export function reasonsOf(facts: ReasonFacts): readonly PreviewReason[] {
  const { before, after, change, changedParents, newFiles } = facts;
  const reasons: PreviewReason[] = [];
  if (before === null) reasons.push({ kind: 'new' });
  else {
    if (after !== null && before !== after) reasons.push({ kind: 'kind', from: before, to: after });
    if (facts.isFullRefresh) reasons.push({ kind: 'full refresh' });
    reasons.push(...(change === null ? [{ kind: 'unrecorded' as const }] : changes(change)));
  }
  if (before !== null && facts.hasOtherColumns) reasons.push({ kind: 'columns' });
  if (newFiles > 0) reasons.push({ kind: 'new files', count: newFiles });
  if (before !== null && changedParents.length > 0) reasons.push({ kind: 'parents', ids: changedParents });
  return reasons.length > 0 ? reasons : [{ kind: 'unchanged' }];
}

function changes({ sql, config, inputs }: FingerprintChange): PreviewReason[] {
  return [
    ...(sql === 'template' || sql === 'rendering' ? [{ kind: 'sql' as const, changed: sql }] : []),
    ...(sql === 'unknown' ? [{ kind: 'incomparable' as const }] : []),
    ...(config.length > 0 ? [{ kind: 'config' as const, keys: config }] : []),
    ...(inputs ? [{ kind: 'file' as const }] : []),
  ];
}

const withoutChange: ReadonlySet<PreviewReason['kind']> = new Set([
  ...(['unchanged', 'unrecorded', 'incomparable', 'full refresh'] as const),
]);

/** Whether what reads the node gets something else than before, as far as is known. */
export function isChange(reasons: readonly PreviewReason[]): boolean {
  return reasons.some(({ kind }) => !withoutChange.has(kind));
}

/** A reason in a few words. `nameOf` gives the short name of a node. */
export function reasonText(reason: PreviewReason, nameOf: (id: UniqueId) => string): string {
  switch (reason.kind) {
    case 'new':
      return 'new';
    case 'sql':
      return reason.changed === 'template' ? 'changed SQL' : 'SQL renders differently';
    case 'config':
      return `changed config: ${reason.keys.join(', ')}`;
    case 'file':
      return 'changed file';
    case 'new files':
      return reason.count === 1 ? '1 new file' : `${reason.count} new files`;
    case 'kind':
      return `${relationKindWords[reason.from]} becomes ${relationKindWords[reason.to]}`;
    case 'columns':
      return 'other columns';
    case 'full refresh':
      return 'full refresh';
    case 'parents':
      return `changed parents: ${reason.ids.map(nameOf).join(', ')}`;
    case 'unrecorded':
      return 'no record of an earlier build';
    case 'incomparable':
      return 'template unchanged';
    case 'unchanged':
      return 'unchanged';
  }
}
