/**
 * What comes before the first step of a node, whoever carries the steps out: what stands in its place, its SQL, what is
 * known of the place, and the plan that follows from these.
 */
import type { CompiledNode } from '../../../compile/compiled-node.js';
import { type Diagnostic, hasErrors } from '../../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../../diagnostics/error.js';
import { summaryCode } from '../../../plan/materializations/completeness-summary.js';
import type { NodeFacts } from '../../../plan/materializations/node-facts.js';
import { materialize, refuseUnknown } from '../../../plan/materialize.js';
import type { StepGenerator } from '../../../plan/node-plan.js';
import { listSetting } from '../../../plan/node-settings.js';
import { planError } from '../../../plan/plan-error.js';
import type { DataTestNode, ManifestNode, SeedNode } from '../../../resources/node.js';
import type { Relation, RelationState } from '../../../resources/relation.js';
import { timestamp } from '../../clock.js';
import { findOwnership } from '../../ledger/find-ownership.js';
import type { RunContext } from '../../run-context.js';
import type { SeedFile } from '../../seed-source.js';
import { asksFullRefresh, findProgram, macroOrigin, nodeFacts } from '../node-facts.js';
import type { NodeProgress } from '../node-progress.js';
import type { OpenNode } from '../open-node.js';

export interface PreparedNode {
  readonly target: Relation;
  readonly state: RelationState;
  readonly seed: SeedFile | null;
  readonly facts: NodeFacts;
  /** Findings about the compiled SQL, none of them an error. */
  readonly diagnostics: readonly Diagnostic[];
  readonly steps: StepGenerator;
}

/** Prepares a node that is built or tested. Throws whatever goes wrong. */
export async function prepareNode(
  context: RunContext,
  node: ManifestNode,
  open: OpenNode,
  progress: NodeProgress,
): Promise<PreparedNode> {
  const { deps, compiler } = context;
  const target = compiler.relation(node, deps);
  const state = await targetState(context, node, target, open);
  let seed: SeedFile | null = null;
  if (node.resourceType === 'seed') {
    seed = await openSeed(context, node, progress);
  } else await compile(context, node, open, progress);
  const summarySql = node.resourceType === 'test' ? await compileSummary(context, node, open) : null;
  const isFullRefresh = await asksFullRefresh(context, node, open.runtime);
  const compiled = progress.compiled;
  const ownership = await findOwnership(context, { node, target, state }, open);
  const facts = nodeFacts(context, { node, compiled, target, state, ownership, seed, summarySql, isFullRefresh });
  const diagnostics = progress.compiled === null ? [] : compiler.check(progress.compiled, open.runtime);
  if (hasErrors(diagnostics)) throw new TsdbtError(diagnostics);
  const plan = materialize(facts, (name) => findProgram(context, name));
  if (plan.kind === 'program') {
    throw planError(
      node,
      'TSDBT_FEATURE_UNAVAILABLE',
      `${node.uniqueId} uses the materialization macro ${plan.macroName}; this version does not run materializations of projects.`,
      'Use view, table or incremental.',
    );
  }
  return { target, state, seed, facts, diagnostics, steps: plan.steps };
}

/** Renders the node's SQL and keeps it. */
export async function compile(
  context: RunContext,
  node: ManifestNode,
  open: OpenNode,
  progress: NodeProgress,
): Promise<void> {
  progress.compiled = await context.compiler.compile(node, open.runtime);
  progress.compiledPath = await context.deps.writer.compiled(node, progress.compiled);
  await writeInjected(context, progress.compiled);
  progress.compiledAt = timestamp();
}

/** Ephemeral models have no turn of their own in a run, so their SQL is kept when a reader brings it. */
async function writeInjected(context: RunContext, { injected = [] }: CompiledNode): Promise<void> {
  for (const compiled of injected) {
    const id = compiled.node.uniqueId;
    if (context.injected.has(id) || context.plan.nodes.has(id)) continue;
    context.injected.add(id);
    await context.deps.writer.compiled(compiled.node, compiled);
  }
}

async function compileSummary(context: RunContext, node: DataTestNode, open: OpenNode): Promise<string | null> {
  const rawCode = summaryCode(node, (name) => macroOrigin(context, name));
  if (rawCode === null) return null;
  return (await context.compiler.compile({ ...node, rawCode }, open.runtime)).sql.text;
}

/** Data tests that store nothing have no relation to look up. */
async function targetState(
  context: RunContext,
  node: ManifestNode,
  target: Relation,
  open: OpenNode,
): Promise<RelationState> {
  if (node.resourceType === 'test' && node.relationName === null) return { presence: 'absent' };
  const { questions } = await open.session();
  const state = await context.relations.state(target, questions);
  refuseUnknown({ node, target, state, dialect: context.deps.adapter.dialect });
  return state;
}

async function openSeed(context: RunContext, node: SeedNode, progress: NodeProgress): Promise<SeedFile> {
  // What is guessed may have to be begun anew, and a hook must not run twice.
  const mayGuess =
    progress.mayGuess &&
    context.deps.adapter.capabilities.showsBlocks &&
    listSetting(node.config, 'pre-hook').length === 0;
  const seed = await context.deps.openSeed(node, { mayGuess });
  progress.compiledAt = timestamp();
  return seed;
}
