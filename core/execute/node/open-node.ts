/** Gives a node its runtime and its session. The session is opened on first use, is the node's alone, and is given back at the end. */
import type { Session, SessionOptions } from '../../adapter/database.js';
import type { NodeRuntime } from '../../compile/node-runtime.js';
import { toNodeDict } from '../../parse/node-dict.js';
import type { ManifestNode, SourceNode } from '../../resources/node.js';
import { toValue } from '../../template/values/convert.js';
import type { Value } from '../../template/values/value.js';
import type { RunContext } from '../run-context.js';
import { type NodeSession, wrapSession } from '../session/node-session.js';
import { queryComment } from '../session/query-comment.js';

export interface OpenNode {
  readonly runtime: NodeRuntime;
  readonly session: () => Promise<NodeSession>;
  /** The session when it was opened, for what an error needs to know. */
  readonly openedSession: () => NodeSession | null;
  /** Rolls back what is open and gives the session back. Never throws. */
  readonly close: () => Promise<void>;
}

export interface OpenNodeOptions {
  readonly node: ManifestNode | SourceNode | null;
  readonly purpose: SessionOptions['purpose'];
  readonly signal: AbortSignal;
  readonly threadId: string;
}

export function openNode(context: RunContext, options: OpenNodeOptions): OpenNode {
  const { node, signal, threadId } = options;
  const id = node?.uniqueId ?? null;
  let opened: NodeSession | null = null;
  let opening: Promise<NodeSession> | null = null;

  const open = async (): Promise<NodeSession> => {
    const commented = node === null || node.resourceType === 'source' ? null : node;
    const scope = () => context.compiler.scope(commented, commentRuntime(runtime), { names: commentNames(commented) });
    const comment = await queryComment(runtime, commented, scope);
    const database = await context.deps.database();
    const session: Session = await database.session({ purpose: options.purpose, label: id ?? 'tsdbt', signal });
    opened = wrapSession(session, {
      comment,
      signal,
      classify: context.deps.adapter.classifyError,
      onStatement: (sql, seconds, message) => context.sink({ kind: 'statement', id, sql, seconds, message }),
    });
    return opened;
  };
  const session = () => {
    opening ??= open();
    return opening;
  };
  const runtime: NodeRuntime = { ...context.runtime, nodeId: id, session, signal, threadId };
  return {
    runtime,
    session,
    openedSession: () => opened,
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
