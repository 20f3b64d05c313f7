/** What all nodes of one run share, made once by `executePlan` or `runOperation`. */
import type { Adapter } from '../adapter/adapter.js';
import { createLikeTests } from '../compile/generic-tests/known-tests.js';
import type { RunRuntime } from '../compile/node-runtime.js';
import type { LeftBehindStep } from '../plan/node-plan.js';
import type { RunPlan } from '../plan/run-plan.js';
import type { ScanAnswers } from '../plan/scans/scan-query.js';
import type { GraphNode, UniqueId } from '../resources/node.js';
import type { Relation } from '../resources/relation.js';
import type { KnownSettings } from '../state/fingerprint.js';
import type { EventSink } from './events.js';
import type { ExecuteDeps } from './execute-deps.js';
import { createLeftOvers, type LeftOvers } from './ledger/left-overs.js';
import { createRunLedger, type RunLedger } from './ledger/run-ledger.js';
import type { Compiler } from './node/compiler.js';
import type { LikeSpelling } from './node/like-spelling.js';
import { createRunReuse, type RunReuse } from './reuse/run-reuse.js';
import { relationKey, type TrackedRelations, trackRelations } from './session/relation-states.js';

export interface RunContext {
  readonly plan: RunPlan;
  readonly deps: ExecuteDeps;
  readonly compiler: Compiler;
  readonly sink: EventSink;
  readonly relations: TrackedRelations;
  readonly ledger: RunLedger;
  readonly leftOvers: LeftOvers;
  readonly reuse: RunReuse;
  readonly runtime: RunRuntime;
  /** Which models of the plan build a relation, by its key; made when it is first asked for. */
  readonly builders: () => ReadonlyMap<string, readonly UniqueId[]>;
  /** Nodes that have been started; what is planned and not among them is still to come. */
  readonly started: Set<UniqueId>;
  /** What a scan has answered for a test, and its part of the time that the scan took. */
  readonly scanned: Map<UniqueId, { readonly answers: ScanAnswers; readonly seconds: number }>;
  /** Statements that differ in the SQL alone that they hold. */
  readonly spelled: LikeSpelling;
  /** What fingerprints say of configs, which nodes share. */
  readonly settings: KnownSettings;
  /** Ephemeral models whose SQL was written as part of a reader. */
  readonly injected: Set<UniqueId>;
  /** Old versions that others still read under a temporary name. */
  readonly leftBehind: LeftBehindStep[];
}

/** Builds the shared part of every node's runtime. */
export function createRunContext(plan: RunPlan, given: ExecuteDeps, stage: Compiler, sink: EventSink): RunContext {
  const deps = { ...given, adapter: remembering(given.adapter) };
  const compiler = { ...stage, relation: rememberedRelations(stage, deps) };
  const relations = trackRelations(deps.adapter, deps.target.credentials);
  const runtime: RunRuntime = {
    manifest: deps.manifest,
    environment: deps.environment,
    project: deps.project,
    target: deps.target,
    adapter: deps.adapter,
    invocation: deps.invocation,
    vars: deps.vars,
    selected: [...plan.nodes.keys()],
    relations,
    likeTests: createLikeTests(),
    log: (level, message, id) => sink({ kind: 'log', level, message, id }),
    print: (message) => sink({ kind: 'print', message }),
  };
  const ledger = createRunLedger(deps);
  const leftOvers = createLeftOvers({ ...deps, ledger, relations, sink });
  return {
    plan,
    deps,
    compiler,
    sink,
    relations,
    ledger,
    leftOvers,
    reuse: createRunReuse({ plan, deps, compiler, ledger }),
    runtime,
    builders: memoized(() => buildersOf(plan, deps, compiler)),
    started: new Set(),
    settings: new WeakMap(),
    scanned: new Map(),
    spelled: new Map(),
    leftBehind: [],
    injected: new Set(),
  };
}

/** Within a run a node has one relation, which is asked for a dozen times. */
function rememberedRelations(stage: Compiler, deps: ExecuteDeps): Compiler['relation'] {
  const known = new WeakMap<GraphNode, Relation>();
  return (node) => {
    const relation = known.get(node) ?? stage.relation(node, deps);
    known.set(node, relation);
    return relation;
  };
}

function remembering(adapter: Adapter): Adapter {
  const { introspector } = adapter;
  const remembered = introspector.remember?.();
  return remembered === undefined ? adapter : { ...adapter, introspector: { ...introspector, ...remembered } };
}

function buildersOf({ nodes }: RunPlan, { adapter, target }: ExecuteDeps, compiler: Compiler) {
  const builders = new Map<string, UniqueId[]>();
  for (const { node, action } of nodes.values()) {
    if (action !== 'materialize') continue;
    const key = relationKey(compiler.relation(node, { adapter, target }), adapter);
    builders.set(key, [...(builders.get(key) ?? []), node.uniqueId]);
  }
  return builders;
}

function memoized<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
