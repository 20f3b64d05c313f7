/** What `executePlan` and `runOperation` are given by the rim: the project of this invocation, and ways out to files and the database. */
import type { Adapter } from '../adapter/adapter.js';
import type { Database } from '../adapter/database.js';
import type { CompiledNode } from '../compile/compiled-node.js';
import type { NodeRuntime } from '../compile/node-runtime.js';
import type { Manifest } from '../manifest/manifest.js';
import type { PlanOutcome } from '../plan/node-plan.js';
import type { InvocationFacts } from '../project/invocation.js';
import type { ProjectConfig, Target, VarLookup } from '../project/project-config.js';
import type { ManifestNode, SourceNode } from '../resources/node.js';
import type { EarlierRelation } from '../state/earlier-relations.js';
import type { RecipeKeeper } from '../state/reuse/remembered-recipes.js';
import type { TemplateEnvironment } from '../template/template.js';
import type { EventSink } from './events.js';
import type { LandingPlace } from './landing/landing-file.js';
import type { Locking } from './locks/lock-owner.js';
import type { SeedOpener } from './seed-source.js';

/** Keeps what was compiled and run; io writes it under `target/`. Answers the path for messages, relative to the project. */
export interface SqlWriter {
  readonly compiled: (node: ManifestNode, compiled: CompiledNode) => Promise<string | null>;
  /** Called once per node with all statements that were sent for it. */
  readonly run: (node: ManifestNode, sql: string) => Promise<string | null>;
}

/** Fills a source table from its files (action `load`). */
type SourceLoader = (source: SourceNode, runtime: NodeRuntime, place: LandingPlace) => Promise<PlanOutcome>;

export interface ExecuteDeps {
  readonly manifest: Manifest;
  readonly environment: TemplateEnvironment;
  readonly project: ProjectConfig;
  readonly target: Target;
  readonly adapter: Adapter;
  /** Opened on the first call, the same one after; the caller closes it. See `lazyDatabase`. */
  readonly database: () => Promise<Database>;
  readonly invocation: InvocationFacts;
  readonly vars: VarLookup;
  readonly openSeed: SeedOpener;
  /** What an earlier run made, from the manifest that `--state` names; null when none is named. */
  readonly earlier: readonly EarlierRelation[] | null;
  readonly loadSource: SourceLoader | null;
  readonly writer: SqlWriter;
  /** Keeps recipes from one run to the next; null: all are worked out. */
  readonly recipes?: RecipeKeeper | null;
  /** Null locks nothing, for callers that are alone with their database. */
  readonly locking: Locking | null;
}

export interface ExecuteOptions {
  readonly sink: EventSink;
  /** Aborted by Ctrl-C: running statements are cancelled, waiting nodes are not started. */
  readonly signal: AbortSignal;
}
