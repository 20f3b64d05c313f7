/**
 * What templates need at execution: the project, and a way to the database that belongs to one node.
 * `core/execute` builds one per node; `core/compile/context` makes template names from it.
 */
import type { Adapter } from '../adapter/adapter.js';
import type { Session } from '../adapter/database.js';
import type { Manifest } from '../manifest/manifest.js';
import type { InvocationFacts } from '../project/invocation.js';
import type { ProjectConfig, Target, VarLookup } from '../project/project-config.js';
import type { UniqueId } from '../resources/node.js';
import type { Relation, RelationName, RelationState } from '../resources/relation.js';
import type { TemplateEnvironment } from '../template/template.js';
import type { LikeTests } from './generic-tests/known-tests.js';

/** Shared by all nodes of a run. */
export interface RunRuntime {
  readonly manifest: Manifest;
  readonly environment: TemplateEnvironment;
  readonly project: ProjectConfig;
  readonly target: Target;
  readonly adapter: Adapter;
  readonly invocation: InvocationFacts;
  readonly vars: VarLookup;
  /** `selected_resources`. */
  readonly selected: readonly UniqueId[];
  readonly relations: RelationStates;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, node: UniqueId | null) => void;
  readonly print: (message: string) => void;
  /** What its tests have in common; without it each is rendered in full. */
  readonly likeTests?: LikeTests;
  /** Told when a template runs SQL of its own. */
  readonly onQuery?: () => void;
}

/** What is known of relations; look-ups that fail answer unknown, effects keep it current. */
export interface RelationStates {
  readonly state: (relation: RelationName, session: Session) => Promise<RelationState>;
  readonly set: (relation: RelationName, state: RelationState) => void;
  readonly renamed: (from: Relation, to: Relation) => void;
}

/** One node's share. `session` opens the node's own connection on first use. */
export interface NodeRuntime extends RunRuntime {
  readonly nodeId: UniqueId | null;
  readonly session: () => Promise<Session>;
  readonly signal: AbortSignal;
  readonly threadId: string;
}
