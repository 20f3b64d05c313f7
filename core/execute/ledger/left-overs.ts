/**
 * Temporary relations that earlier invocations left standing: after a macro that committed in the middle of the work, or
 * an old version that views still read. They are dropped when their node is built again. A name that looks like ours
 * proves nothing; only a hash that is reproduced from an invocation of the ledger does.
 */
import type { Session } from '../../adapter/database.js';
import type { FoundRelation } from '../../adapter/introspector.js';
import { isTemporaryIdentifier, isTemporaryOf } from '../../plan/swap/temporary-name.js';
import type { Relation } from '../../resources/relation.js';
import type { EventSink } from '../events.js';
import type { NodeSession } from '../session/node-session.js';
import { dropTemporary, type TemporaryParts } from './drop-temporary.js';

export interface LeftOvers {
  /**
   * Drops what earlier invocations left of their work on a relation. No run builds it at this moment, as this one holds
   * its lock. What cannot be dropped yet, because something still reads it, stays for a later run.
   */
  readonly collect: (target: Relation, session: NodeSession) => Promise<void>;
}

export interface LeftOverParts extends TemporaryParts {
  readonly sink: EventSink;
}

/** Longest wait for a lock on a left-over: the node does not depend on it. */
const LOCK_TIMEOUT_MS = 1000;

/** What one run knows of left-overs. A run after clean ones asks the ledger once and nothing else. */
export function createLeftOvers(parts: LeftOverParts): LeftOvers {
  const { adapter, ledger } = parts;
  let unclean: readonly string[] | null = null;
  const listings = new Map<string | null, readonly FoundRelation[]>();
  const ofTarget = async (target: Relation, session: Session): Promise<readonly FoundRelation[]> => {
    unclean ??= await ledger.unclean(session);
    const invocations = unclean;
    if (invocations.length === 0) return [];
    const schema = target.schema === null ? null : adapter.dialect.foldIdentifier(target.schema, target.quoting.schema);
    const listing = listings.get(schema) ?? (await temporaries(parts, schema, session));
    listings.set(schema, listing);
    const limit = adapter.capabilities.identifierBytes;
    return listing.filter(({ identifier }) =>
      invocations.some((id) => isTemporaryOf(identifier, target.identifier, id, limit)),
    );
  };
  return {
    collect: async (target, session) => {
      if (ledger.problem() !== null) return;
      try {
        for (const found of await ofTarget(target, session.questions)) await drop(parts, found, session);
      } catch (error) {
        const { kind, message } = adapter.classifyError(error);
        if (kind === 'connection' || kind === 'cancelled') throw error;
        parts.sink({ kind: 'log', level: 'debug', message: `Left-overs were not looked for: ${message}`, id: null });
      }
    },
  };
}

async function temporaries(
  { adapter }: LeftOverParts,
  schema: string | null,
  session: Session,
): Promise<readonly FoundRelation[]> {
  const found = await adapter.introspector.relations(session, [schema]);
  return found.filter(({ identifier, type }) => isTemporaryIdentifier(identifier) && /^(table|view)$/.test(type));
}

async function drop(parts: LeftOverParts, found: FoundRelation, session: NodeSession): Promise<void> {
  const { adapter, sink } = parts;
  const relation: Relation = { ...found, quoting: { database: true, schema: true, identifier: true } };
  const name = adapter.dialect.renderRelation(relation);
  try {
    await dropTemporary(parts, relation, session, LOCK_TIMEOUT_MS);
    sink({ kind: 'log', level: 'info', message: `Dropped ${name}, which an earlier run left behind.`, id: null });
  } catch (error) {
    const { kind, message } = adapter.classifyError(error);
    if (kind === 'connection' || kind === 'cancelled') throw error;
    sink({ kind: 'log', level: 'debug', message: `${name} of an earlier run stays: ${message}`, id: null });
  }
}
