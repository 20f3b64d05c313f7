/** Gives a node its runtime and its session. The session is opened on first use, is the node's alone, and is given back when it has sent its last. */
import type { Session, SessionOptions } from '../../adapter/database.js';
import type { NodeRuntime, RelationStates } from '../../compile/node-runtime.js';
import { toNodeDict } from '../../parse/node-dict.js';
import type { ManifestNode, SourceNode } from '../../resources/node.js';
import type { RelationName } from '../../resources/relation.js';
import { toValue } from '../../template/values/convert.js';
import type { Value } from '../../template/values/value.js';
import { lockedRelation } from '../locks/written-relations.js';
import type { RunContext } from '../run-context.js';
import { beginLate } from '../session/begin-late.js';
import { type NodeSession, wrapSession } from '../session/node-session.js';
import { queryComment } from '../session/query-comment.js';
import type { TrackedRelations } from '../session/relation-states.js';

export interface OpenNode {
  readonly runtime: NodeRuntime;
  readonly session: () => Promise<NodeSession>;
  /** The session when it was opened, for what an error needs to know. */
  readonly openedSession: () => NodeSession | null;
  /** Told when the node's last message is about to be sent: nothing more of it is asked of the database. */
  readonly onEnding: () => void;
  /** Rolls back what is open and gives the session back. Never throws. */
  readonly close: () => Promise<void>;
}

export interface OpenNodeOptions {
  readonly node: ManifestNode | SourceNode | null;
  readonly purpose: SessionOptions['purpose'];
  readonly signal: AbortSignal;
  readonly threadId: string;
  /** Of a node that is prepared while another one writes: its session opens with its first statement. */
  readonly opensLate?: boolean;
  readonly onEnding?: () => void;
}

export function openNode(context: RunContext, options: OpenNodeOptions): OpenNode {
  const { node, signal, threadId } = options;
  const id = node?.uniqueId ?? null;
  let opened: NodeSession | null = null;
  let opening: Promise<NodeSession> | null = null;
  const noted = noteRelations(context.relations);

  const openDatabase = async (): Promise<Session> => {
    const database = await context.deps.database();
    const writes = lockedRelation(context, id);
    return database.session({
      purpose: options.purpose,
      label: id ?? 'tsdbt',
      signal,
      takesTurns: options.purpose === 'read',
      ...(writes === null ? {} : { writes }),
    });
  };
  const open = async (): Promise<NodeSession> => {
    const commented = node === null || node.resourceType === 'source' ? null : node;
    const scope = () => context.compiler.scope(commented, commentRuntime(runtime), { names: commentNames(commented) });
    const comment = await queryComment(runtime, commented, scope);
    const late = beginLate(openDatabase);
    if (options.opensLate !== true) await late.ready();
    opened = wrapSession(late, {
      comment,
      signal,
      classify: context.deps.adapter.classifyError,
      onStatement: (sql, seconds, message) => context.sink({ kind: 'statement', id, sql, seconds, message }),
      onCommit: noted.keep,
      onRollback: noted.forget,
    });
    return opened;
  };
  const session = () => {
    opening ??= open();
    return opening;
  };
  const own = { nodeId: id, session, signal, threadId };
  // Spreading what all nodes share takes many times as long.
  const runtime: NodeRuntime = Object.assign(own, context.runtime, { relations: noted.relations });
  return {
    runtime,
    session,
    openedSession: () => (opened?.isOpen === true ? opened : null),
    onEnding: options.onEnding ?? (() => {}),
    close: async () => {
      if (opening === null) return;
      try {
        await (await opening).release();
      } catch {
        // It never opened, or its connection is gone: there is nothing to give back.
      }
    },
  };
}

/**
 * The states as one node's templates change them, at once, for its own next question. Other nodes see them too: when the
 * transaction around such a change is rolled back, what was said of these relations is forgotten and looked up anew.
 */
function noteRelations({ state, set, renamed, forget }: TrackedRelations) {
  const changed: RelationName[] = [];
  const relations: RelationStates = {
    state,
    set: (relation, next) => {
      changed.push(relation);
      set(relation, next);
    },
    renamed: (from, to) => {
      changed.push(from, to);
      renamed(from, to);
    },
  };
  return {
    relations,
    keep: () => void changed.splice(0),
    forget: () => {
      for (const relation of changed.splice(0)) forget(relation);
    },
  };
}

/** A query comment is rendered before there is a session to query with. */
function commentRuntime(runtime: NodeRuntime): NodeRuntime {
  return { ...runtime, session: () => Promise.reject(new Error('A query comment cannot run queries.')) };
}

/** dbt's names in a query comment: the node, or the connection that is used without one. */
function commentNames(node: ManifestNode | null): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ['node', node === null ? null : toValue(toNodeDict(node))],
    ['connection_name', node?.uniqueId ?? 'master'],
  ]);
}
