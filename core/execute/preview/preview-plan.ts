/**
 * The preview of a run plan: what executing it would do, node by node, found out without changing anything. Its sessions
 * refuse every change, also those of templates; it takes no lock, makes no ledger and writes no file.
 */
import type { NodePreview, PlanPreview } from '../../plan/preview/node-preview.js';
import type { RunPlan } from '../../plan/run-plan.js';
import type { GraphNode, UniqueId } from '../../resources/node.js';
import { lookUpRelations, missingSchemas } from '../create-schemas.js';
import type { ExecuteOptions } from '../execute-deps.js';
import { nodeCompiler } from '../node/node-compiler.js';
import { openNode } from '../node/open-node.js';
import { createRunContext, type RunContext } from '../run-context.js';
import { schedule } from '../schedule/schedule.js';
import { relationKey } from '../session/relation-states.js';
import { plannedRelations } from './planned/planned-relations.js';
import type { PreviewContext, PreviewDeps } from './preview-context.js';
import { readLedger } from './preview-ledger.js';
import { previewNode } from './preview-node.js';

/** Previews a plan. Throws only what would keep the whole run from starting. */
export async function previewPlan(plan: RunPlan, deps: PreviewDeps, options: ExecuteOptions): Promise<PlanPreview> {
  const run = createRunContext(plan, deps, nodeCompiler, options.sink);
  const { ledger, schemas } = await lookAround(run, deps, options.signal);
  const context: PreviewContext = {
    ...run,
    deps,
    ledger,
    standing: deps.adapter,
    planned: plannedRelations(deps.adapter),
    settled: new Map(),
    sourcesAt: sourcesByRelation(run, deps),
    remade: new Set(),
    asked: { hasQueried: false },
  };
  await lookUpRelations(context, options.signal, 'preview');
  return {
    command: plan.command,
    options: plan.options,
    nodes: inOrder(await previewNodes(context, options.signal), plan),
    schemas: schemas.map(({ schema }) => schema ?? ''),
    hooks: { before: plan.before.map(({ uniqueId }) => uniqueId), after: plan.after.map(({ uniqueId }) => uniqueId) },
    ledgerProblem: ledger.problem(),
  };
}

/** Of sources that the plan does not load itself. */
function sourcesByRelation(
  { plan, compiler }: RunContext,
  deps: PreviewDeps,
): ReadonlyMap<string, readonly UniqueId[]> {
  const found = new Map<string, UniqueId[]>();
  for (const source of deps.manifest.sources.values()) {
    if (plan.nodes.has(source.uniqueId)) continue;
    const key = relationKey(compiler.relation(source, deps), deps.adapter);
    found.set(key, [...(found.get(key) ?? []), source.uniqueId]);
  }
  return found;
}

/** The session is given back before nodes want theirs: there may be only one. */
async function lookAround(run: RunContext, deps: PreviewDeps, signal: AbortSignal) {
  const open = openNode(run, { node: null, purpose: 'preview', signal, threadId: 'main' });
  try {
    const ledger = await readLedger(deps, await open.session());
    return { ledger, schemas: await missingSchemas(run, open) };
  } finally {
    await open.close();
  }
}

/** In the order in which they were looked at. */
async function previewNodes(context: PreviewContext, signal: AbortSignal): Promise<readonly NodePreview[]> {
  const planned = new Map([...context.plan.nodes].filter(([, { action }]) => action !== 'none'));
  const previews: NodePreview[] = [];
  await schedule(
    [...planned.values()].map(({ node, waitsFor, depth }) => ({
      id: node.uniqueId,
      waitsFor: waitsFor.filter((id) => planned.has(id)),
      depth,
      isExclusive: false,
    })),
    {
      threads: context.plan.options.threads,
      run: async (id, thread) => {
        context.started.add(id);
        const options = { threadId: `Thread-${thread} (worker)`, signal: AbortSignal.any([signal]) };
        const preview = await previewNode(context, planned.get(id)!, options);
        previews.push(preview);
        return preview.action !== 'fail';
      },
      skip: (id, because) => {
        context.started.add(id);
        context.settled.set(id, { keepsColumns: false, isChanged: true });
        previews.push(skipped(planned.get(id)!.node, because));
      },
      isStopped: () => signal.aborted,
    },
  );
  return previews;
}

/** Parents before children, else by name: the same each time, whichever thread was faster. */
function inOrder(previews: readonly NodePreview[], { nodes }: RunPlan): readonly NodePreview[] {
  const levels = new Map<UniqueId, number>();
  const levelOf = (id: UniqueId): number => {
    const known = levels.get(id);
    if (known !== undefined) return known;
    const level = Math.max(0, ...(nodes.get(id)?.waitsFor ?? []).map((parent) => levelOf(parent) + 1));
    levels.set(id, level);
    return level;
  };
  // From the roots: a chain of thousands must not be thousands of calls deep.
  for (const { node } of previews) levelOf(node.uniqueId);
  const rank = ({ node }: NodePreview) => levels.get(node.uniqueId) ?? 0;
  return [...previews].sort((a, b) => rank(a) - rank(b) || (a.node.uniqueId < b.node.uniqueId ? -1 : 1));
}

function skipped(node: GraphNode, because: UniqueId): NodePreview {
  return {
    ...{
      node,
      action: 'skip',
      reasons: [{ kind: 'parents', ids: [because] }],
      relation: null,
      before: null,
      after: null,
    },
    ...{
      strategy: null,
      columns: null,
      dependents: [],
      rows: null,
      hasMoreRows: false,
      files: [],
      statements: [],
      assumptions: [],
    },
    ...{ unknown: null, diagnostics: [] },
  };
}
