/** Drops a relation that stands under a temporary name, and what the ledger says of it, in one transaction. */
import type { Adapter } from '../../adapter/adapter.js';
import { relationWord } from '../../plan/swap/relation-words.js';
import type { Relation } from '../../resources/relation.js';
import type { NodeSession } from '../session/node-session.js';
import { relationKey, type TrackedRelations } from '../session/relation-states.js';
import type { RunLedger } from './run-ledger.js';

export interface TemporaryParts {
  readonly adapter: Adapter;
  readonly ledger: RunLedger;
  readonly relations: TrackedRelations;
}

/**
 * Without cascade: the database itself refuses while something depends on it. Waits for its lock for so many milliseconds.
 * Rolls back and throws the database's error when it cannot be dropped.
 */
export async function dropTemporary(
  { adapter, ledger, relations }: TemporaryParts,
  relation: Relation,
  session: NodeSession,
  lockWaitMs: number,
): Promise<void> {
  const { dialect } = adapter;
  const bound = dialect.lockTimeout?.(lockWaitMs);
  const statement = `drop ${relationWord(relation.type ?? 'table')} if exists ${dialect.renderRelation(relation)}`;
  try {
    await session.begin();
    await session.executeAll([...(bound === undefined ? [] : [bound]), statement]);
    await session.commit(ledger.forget([relationKey(relation, adapter)]));
  } catch (error) {
    await session.rollback();
    throw error;
  }
  relations.apply({ kind: 'dropped', relation });
}
