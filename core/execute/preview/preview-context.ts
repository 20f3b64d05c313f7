/** What the nodes of one preview share, and the part of it that is one node's. */

import type { Adapter } from '../../adapter/adapter.js';
import type { NodeRuntime } from '../../compile/node-runtime.js';
import type { SourceNode, UniqueId } from '../../resources/node.js';
import type { ExecuteDeps } from '../execute-deps.js';
import type { SourceLook } from '../landing/land-source.js';
import type { LandingPlace } from '../landing/landing-file.js';
import type { RunContext } from '../run-context.js';
import { plannedIntrospector } from './planned/planned-introspector.js';
import type { PlannedRelations } from './planned/planned-relations.js';
import type { PreviewLedger } from './preview-ledger.js';

/** What a preview is given: as a run, and a way to look at the files of a source without landing them. */
export interface PreviewDeps extends ExecuteDeps {
  readonly lookAtSource: (source: SourceNode, runtime: NodeRuntime, place: LandingPlace) => Promise<SourceLook>;
}

/** How a node of the plan that was previewed leaves its relation. */
export interface Settled {
  /** The relation stands now, and its columns stay as they are. */
  readonly keepsColumns: boolean;
  /** Its rows will be others, as far as is known. */
  readonly isChanged: boolean;
}

export interface PreviewContext extends RunContext {
  readonly deps: PreviewDeps;
  readonly ledger: PreviewLedger;
  /** The adapter with the database's own answers; that of `deps` sees what is planned. */
  readonly standing: Adapter;
  readonly planned: PlannedRelations;
  /** Nodes that were previewed. */
  readonly settled: Map<UniqueId, Settled>;
  /** Sources by the key of the relation that they name, which a node of the project may build. */
  readonly sourcesAt: ReadonlyMap<string, readonly UniqueId[]>;
  /** Keys of views that nodes before may have made again, with other columns than they have. */
  readonly remade: Set<string>;
  /** Whether a template of the node has run SQL of its own. */
  readonly asked: { hasQueried: boolean };
}

/** The context under which one node is previewed: its questions are answered as if the nodes before it had been built. */
export function nodeContext(context: PreviewContext, planned: PlannedRelations): PreviewContext {
  const adapter = { ...context.standing, introspector: plannedIntrospector(context.standing, planned) };
  const asked = { hasQueried: false };
  const onQuery = () => {
    asked.hasQueried = true;
  };
  return {
    ...context,
    planned,
    asked,
    deps: { ...context.deps, adapter },
    runtime: { ...context.runtime, adapter, onQuery },
  };
}
