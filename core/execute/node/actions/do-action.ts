/** What each action of a run plan does with its node. */

import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import { mustWarn } from '../../../diagnostics/warning-policy.js';
import type { Effect, StepGenerator } from '../../../plan/node-plan.js';
import type { PlannedNode } from '../../../plan/run-plan.js';
import type { ManifestNode, SourceNode } from '../../../resources/node.js';
import { timestamp } from '../../clock.js';
import { findOwnership } from '../../ledger/find-ownership.js';
import { recordStatements } from '../../ledger/record-node.js';
import type { RunContext } from '../../run-context.js';
import { type AnsweredSteps, answerSteps } from '../answer-steps.js';
import type { NodeProgress } from '../node-progress.js';
import type { NodeWork } from '../node-results.js';
import type { OpenNode } from '../open-node.js';
import { runSteps } from '../run-steps.js';
import { type MachineParts, stepMachine, stepSpeller } from '../step-machine.js';
import { compile, prepareNode } from './prepare-node.js';
import { showQuery, showSeed } from './show.js';

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
    case 'show': {
      if (node.resourceType === 'seed') return showSeed(context, node, progress);
      await compile(context, node, open, progress);
      return showQuery(context, progress.compiled, open);
    }
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
  const record = () => recordStatements(context, { node, target, state, compiled: null, hooks: [] }, [filled]);
  const outcome = await deps.loadSource(node, open.runtime, { state, ownership, record });
  relations.forget(target);
  return { compiled: null, outcome, diagnostics: [] };
}

function nothingToDo(progress: NodeProgress): NodeWork {
  progress.compiledAt = timestamp();
  return { compiled: null, outcome: { kind: 'no-op' }, diagnostics: [] };
}

async function build(
  context: RunContext,
  node: ManifestNode,
  open: OpenNode,
  progress: NodeProgress,
): Promise<NodeWork> {
  const { target, state, seed, diagnostics, steps } = await prepareNode(context, node, open, progress);
  if (node.relationName !== null) await context.leftOvers.collect(target, await open.session());
  const sent: string[] = [];
  const warnings: Diagnostic[] = [];
  const onSql = (sql: string) => void sent.push(sql);
  const left = await answeredByScan(context, steps, { node, open, progress, onSql });
  if ('outcome' in left) {
    await writeSent(context, node, sent);
    return { compiled: progress.compiled, outcome: left.outcome, diagnostics };
  }
  const machine = await stepMachine(context, {
    ...{ node, target, state, open, seed, progress, onSql },
    onWarning: (found) => warnings.push(...mustWarn([found], context.deps.invocation.warningPolicy)),
  });
  try {
    const outcome = await runSteps(left.rest, machine);
    return { compiled: progress.compiled, outcome, diagnostics: [...diagnostics, ...warnings] };
  } catch (error) {
    context.relations.forget(target);
    throw error;
  } finally {
    // The next node waits for the session, not for the file.
    await open.close();
    await writeSent(context, node, sent);
  }
}

type AnsweringParts = Pick<MachineParts, 'node' | 'open' | 'progress' | 'onSql'>;

/** The steps without those that a scan of the test's relation has answered. */
async function answeredByScan(
  context: RunContext,
  steps: StepGenerator,
  { node, open, progress, onSql }: AnsweringParts,
): Promise<AnsweredSteps> {
  const scanned = context.scanned.get(node.uniqueId);
  if (scanned === undefined) return { rest: steps };
  const onAnswered = (sql: string) => {
    progress.scannedSeconds = scanned.seconds;
    onSql(sql);
  };
  const spell = stepSpeller(context, { node, open, progress });
  return answerSteps(steps, { answers: scanned.answers, spell, onAnswered });
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
