/**
 * Previews one node: prepares it as a run does, goes through its steps without sending what changes anything, and says
 * what became known. Never throws for what the node or its SQL does: that is in the preview.
 */

import type { Session } from '../../adapter/database.js';
import type { DatabaseFailure } from '../../adapter/failure.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { mustWarn } from '../../diagnostics/warning-policy.js';
import { listSetting } from '../../plan/node-settings.js';
import { wantedKind } from '../../plan/ownership/wanted-kind.js';
import type { NodePreview } from '../../plan/preview/node-preview.js';
import type { PlannedNode } from '../../plan/run-plan.js';
import type { ManifestNode, SourceNode } from '../../resources/node.js';
import type { ColumnInfo, Relation, RelationName, RelationState } from '../../resources/relation.js';
import { failureDiagnostics } from '../failure/failure-diagnostics.js';
import type { SourceLook } from '../landing/land-source.js';
import { findOwnership } from '../ledger/find-ownership.js';
import { type PreparedNode, prepareNode } from '../node/actions/prepare-node.js';
import { type NodeProgress, newProgress } from '../node/node-progress.js';
import { type OpenNode, openNode } from '../node/open-node.js';
import type { RunNodeOptions } from '../node/run-node.js';
import { stepMachine } from '../node/step-machine.js';
import { finishPreview, type NodeFindings } from './finish-preview.js';
import { nodeContext, type PreviewContext } from './preview-context.js';
import { describer } from './steps/describer.js';
import { emptyPreview } from './steps/preview-machine.js';
import { previewSteps } from './steps/preview-steps.js';
import { unknownReason } from './unknown.js';
import { changedParents, unsettledParents } from './unsettled-parents.js';

/** Previews a node that is built, loaded or tested. Throws only when the database cannot be worked with at all. */
export async function previewNode(
  shared: PreviewContext,
  planned: PlannedNode,
  { signal, threadId }: RunNodeOptions,
): Promise<NodePreview> {
  const layer = shared.planned.layer();
  const context = nodeContext(shared, layer);
  const { node } = planned;
  if (node.resourceType === 'exposure') throw new Error(`${node.uniqueId} is not previewed`);
  const open = openNode(context, { node, purpose: 'preview', signal, threadId });
  try {
    const findings =
      node.resourceType === 'source' ? await lookAtFiles(context, node, open) : await goThrough(context, node, open);
    const preview = await finishPreview(context, planned, findings, await open.session());
    layer.keep();
    return preview;
  } finally {
    await open.close();
  }
}

async function goThrough(context: PreviewContext, node: ManifestNode, open: OpenNode): Promise<NodeFindings> {
  const target = context.compiler.relation(node, context.deps);
  const progress = newProgress();
  const steps = emptyPreview();
  let prepared: PreparedNode | null = null;
  let end: NodeFindings['end'] = { kind: 'whole' };
  try {
    prepared = await prepareNode(context, node, open, progress);
    if (context.asked.hasQueried && changedParents(context, node).length > 0) {
      steps.assumptions.add('its template gets the same answers from the database once its parents are built');
    }
    await previewSteps(prepared.steps, await machineOf(context, { node, open, progress, prepared }), steps);
  } catch (error) {
    end = endOf(error, { context, node, open, progress });
  }
  const state = prepared?.state ?? (await stateOf(context, node, target, open));
  const warnings = [...(prepared?.diagnostics ?? []), ...steps.warnings];
  return { target, state, prepared, compiled: progress.compiled, steps, end, warnings, files: [] };
}

interface MachineParts {
  readonly node: ManifestNode;
  readonly open: OpenNode;
  readonly progress: NodeProgress;
  readonly prepared: PreparedNode;
}

async function machineOf(context: PreviewContext, { node, open, progress, prepared }: MachineParts) {
  const { target, state, seed } = prepared;
  const { spell, hooks, session } = await stepMachine(context, {
    ...{ node, target, state, open, seed, progress },
    onSql: () => {},
    onWarning: () => {},
  });
  const { introspector } = context.deps.adapter;
  return {
    ...{ spell, hooks, session, introspector, target },
    adapter: context.standing,
    planned: context.planned,
    remade: context.remade,
    judgeWarning: (warning: Diagnostic) => mustWarn([warning], context.deps.invocation.warningPolicy),
    seedRows: seed?.rows ?? 0,
    isBuiltLater: (relation: RelationName) => prepared.facts.rebuiltLater(relation) !== null,
    describe: describer(context, node, { open, session, compiled: progress.compiled }),
  };
}

/** What stands there, for a node whose preparation failed; a test that stores nothing has no place. */
async function stateOf(
  context: PreviewContext,
  node: ManifestNode,
  target: Relation,
  open: OpenNode,
): Promise<RelationState> {
  if (wantedKind(node, context.plan.options) === null) return { presence: 'absent' };
  return context.relations.state(target, (await open.session()).questions);
}

async function lookAtFiles(context: PreviewContext, node: SourceNode, open: OpenNode): Promise<NodeFindings> {
  const target = context.compiler.relation(node, context.deps);
  const state = await context.relations.state(target, (await open.session()).questions);
  const base = { target, state, prepared: null, compiled: null, steps: emptyPreview() };
  try {
    const ownership = await findOwnership(context, { node, target, state }, open);
    const look = await context.deps.lookAtSource(node, open.runtime, { state, ownership, record: () => [] });
    const warnings = mustWarn(look.diagnostics, context.deps.invocation.warningPolicy);
    const addedColumns = await planColumns(context, { target, look, session: await open.session() });
    return { ...base, end: { kind: 'whole' }, warnings, files: look.files, addedColumns };
  } catch (error) {
    const progress = newProgress();
    return { ...base, end: endOf(error, { context, node, open, progress }), warnings: [], files: [] };
  }
}

/** The table as it will be; answers the columns that it gets. */
async function planColumns(
  context: PreviewContext,
  { target, look, session }: { readonly target: Relation; readonly look: SourceLook; readonly session: Session },
): Promise<readonly ColumnInfo[]> {
  if (look.added.length === 0) return [];
  const { introspector } = context.standing;
  const added = await introspector.describe(session, { columns: look.added });
  const before = look.isNew ? [] : await introspector.columns(session, target);
  const columns = [...before, ...added];
  context.planned.set(target, { presence: 'present', name: target, type: 'table', columns });
  return look.isNew ? [] : added;
}

interface EndParts {
  readonly context: PreviewContext;
  readonly node: ManifestNode | SourceNode;
  readonly open: OpenNode;
  readonly progress: NodeProgress;
}

/** An error that a run would meet too, or one that only says that something is not known yet. */
function endOf(error: unknown, { context, node, open, progress }: EndParts): NodeFindings['end'] {
  const { classifyError: classify } = context.deps.adapter;
  const unknown = unknownReason(error);
  if (unknown !== null) return { kind: 'unknown', reason: unknown };
  const failure = databaseFailure(error, classify);
  if (failure?.kind === 'connection' || failure?.kind === 'cancelled') throw error;
  if (failure?.isReadOnly === true) {
    return {
      kind: 'unknown',
      reason: `It changes the database while it is rendered, which a plan does not let it do: ${failure.message}.`,
    };
  }
  const parents = node.resourceType === 'source' ? [] : unsettledParents(context, node);
  if (failure !== null && parents.length > 0) {
    return {
      kind: 'unknown',
      reason: `It is not known before its parents are built (${parents.join(', ')}): ${failure.message}.`,
    };
  }
  if (failure !== null && node.resourceType !== 'source' && listSetting(node.config, 'pre-hook').length > 0) {
    return { kind: 'unknown', reason: `It may hang on its pre-hook, which a plan does not run: ${failure.message}.` };
  }
  const place = { ...progress, node, session: open.openedSession(), locate: context.compiler.locate, classify };
  return { kind: 'fails', diagnostics: failureDiagnostics(error, place) };
}

/** The database's failure behind an error, which a template may have wrapped; null when no database said it. */
function databaseFailure(error: unknown, classify: (error: unknown) => DatabaseFailure): DatabaseFailure | null {
  if (!(error instanceof TsdbtError)) {
    const failure = classify(error);
    return failure.kind === 'other' && failure.code === null ? null : failure;
  }
  if (error.cause !== undefined && error.cause !== null) return databaseFailure(error.cause, classify);
  const isOfDatabase = error.diagnostics.some(({ code }) => code === 'TSDBT_DATABASE_ERROR');
  return isOfDatabase ? classify(error) : null;
}
