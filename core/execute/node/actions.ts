/** What each action of a run plan does with its node. */

import type { CompiledNode } from '../../compile/compiled-node.js';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { mustWarn } from '../../diagnostics/warning-policy.js';
import { summaryCode } from '../../plan/materializations/completeness-summary.js';
import { materialize, refuseUnknown } from '../../plan/materialize.js';
import type { Effect } from '../../plan/node-plan.js';
import { planError } from '../../plan/plan-error.js';
import type { PlannedNode } from '../../plan/run-plan.js';
import type { DataTestNode, ManifestNode, SeedNode, SourceNode } from '../../resources/node.js';
import type { Relation, RelationState } from '../../resources/relation.js';
import { timestamp } from '../clock.js';
import { findOwnership } from '../ledger/find-ownership.js';
import { recordStatements } from '../ledger/record-node.js';
import type { RunContext } from '../run-context.js';
import type { SeedFile } from '../seed-source.js';
import { asksFullRefresh, findProgram, macroOrigin, nodeFacts } from './node-facts.js';
import type { NodeProgress } from './node-progress.js';
import type { NodeWork } from './node-results.js';
import type { OpenNode } from './open-node.js';
import { runSteps } from './run-steps.js';
import { stepMachine } from './step-machine.js';

/** Does the planned action. Throws whatever goes wrong. */
export async function doAction(
  context: RunContext,
  planned: PlannedNode,
  open: OpenNode,
  progress: NodeProgress,
): Promise<NodeWork> {
  const { node, action } = planned;
  if (node.resourceType === 'exposure') return nothingToDo(progress);
  if (node.resourceType === 'source') {
    progress.compiledAt = timestamp();
    return loadSource(context, node, open);
  }
  switch (action) {
    case 'compile': {
      await compile(context, node, open, progress);
      return { compiled: progress.compiled, outcome: { kind: 'compiled' }, diagnostics: [] };
    }
    case 'show':
      return show(context, node, open, progress);
    default:
      return build(context, node, open, progress);
  }
}

async function loadSource(context: RunContext, node: SourceNode, open: OpenNode): Promise<NodeWork> {
  const { deps, relations } = context;
  if (deps.loadSource === null) throw new Error(`${node.uniqueId}: nothing was given to load it with`);
  const target = context.compiler.relation(node, deps);
  const state = await relations.state(target, (await open.session()).questions);
  const ownership = await findOwnership(context, { node, target, state }, open);
  const filled: Effect = { kind: 'changed', relation: { ...target, type: 'table' } };
  const record = () => recordStatements(context, { node, target, state, compiled: null }, [filled]);
  const outcome = await deps.loadSource(node, open.runtime, { state, ownership, record });
  relations.forget(target);
  return { compiled: null, outcome, diagnostics: [] };
}

function nothingToDo(progress: NodeProgress): NodeWork {
  progress.compiledAt = timestamp();
  return { compiled: null, outcome: { kind: 'no-op' }, diagnostics: [] };
}

async function compile(context: RunContext, node: ManifestNode, open: OpenNode, progress: NodeProgress): Promise<void> {
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

async function show(
  context: RunContext,
  node: ManifestNode,
  open: OpenNode,
  progress: NodeProgress,
): Promise<NodeWork> {
  let query: string;
  if (node.resourceType === 'seed') {
    query = `select * from ${context.deps.adapter.dialect.renderRelation(context.compiler.relation(node, context.deps))}`;
    progress.compiledAt = timestamp();
  } else {
    await compile(context, node, open, progress);
    query = progress.compiled?.sql.text.trim() ?? '';
  }
  const limit = context.plan.options.showLimit;
  const session = await open.session();
  const { columns, rows } =
    limit === null
      ? await session.execute(query, { isSingle: true })
      : await session.execute(`select * from (\n${query}\n) tsdbt_show limit ${limit}`, {
          maxRows: limit,
          isSingle: true,
        });
  return { compiled: progress.compiled, outcome: { kind: 'shown', sample: { columns, rows, query } }, diagnostics: [] };
}

async function build(
  context: RunContext,
  node: ManifestNode,
  open: OpenNode,
  progress: NodeProgress,
): Promise<NodeWork> {
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
  if (node.relationName !== null) await context.leftOvers.collect(target, await open.session());
  const sent: string[] = [];
  const warnings: Diagnostic[] = [];
  const machine = await stepMachine(context, {
    ...{ node, target, state, open, seed, progress },
    onSql: (sql) => sent.push(sql),
    onWarning: (found) => warnings.push(...mustWarn([found], context.deps.invocation.warningPolicy)),
  });
  try {
    const outcome = await runSteps(plan.steps, machine);
    return { compiled: progress.compiled, outcome, diagnostics: [...diagnostics, ...warnings] };
  } catch (error) {
    context.relations.forget(target);
    throw error;
  } finally {
    await writeSent(context, node, sent);
  }
}

/** What the database did counts, and is told, also when the file that records it cannot be written. */
async function writeSent({ deps, sink }: RunContext, node: ManifestNode, sent: readonly string[]): Promise<void> {
  try {
    await deps.writer.run(node, sent.join(';\n\n'));
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    const message = `The SQL of ${node.uniqueId} could not be written: ${reason}.`;
    const diagnostic = { code: 'TSDBT_FILE_ACCESS', severity: 'warning', message, node: node.uniqueId } as const;
    sink({ kind: 'diagnostic', diagnostic });
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
  const seed = await context.deps.openSeed(node);
  progress.compiledAt = timestamp();
  return seed;
}
