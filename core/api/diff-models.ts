/** `diff` as commands ask for it: each selected model compared with what stands, one after the other. Changes nothing. */
import { keyFinder } from '../artifacts/primary-key.js';
import { type DiffOptions, diffModel, type ModelDiff } from '../compare/models/diff-model.js';
import { TsdbtError } from '../diagnostics/error.js';
import { nodeCompiler } from '../execute/node/node-compiler.js';
import { createRunContext } from '../execute/run-context.js';
import { depths } from '../graph/topology.js';
import { isEphemeral } from '../plan/node-settings.js';
import { planRun } from '../plan/plan-run.js';
import type { RunOptions } from '../plan/run-plan.js';
import type { ModelNode } from '../resources/node.js';
import type { Selection } from '../select/selection.js';
import type { Project } from './load-project.js';
import { openRunDatabase, type RunDatabase } from './run-database.js';
import { executeDeps, type RunRequest } from './run-plan.js';
import { connectionProblem } from './test-connection.js';

export interface DiffRequest extends Pick<RunRequest, 'sink' | 'signal' | 'scrub' | 'database'> {
  readonly selection: Selection;
  readonly options: RunOptions;
  /** Columns that tell rows apart; null takes what the project says of each model. */
  readonly key: readonly string[] | null;
  /** Rows of each kind of difference to answer. */
  readonly sampleLimit: number;
  /** Told of each model as soon as it is compared. */
  readonly onDiff: (diff: ModelDiff) => void;
}

/** What was selected and is compared, parents first. */
export function modelsToDiff({ manifest }: Project, { ids }: Selection): readonly ModelNode[] {
  const depth = depths(manifest.graph);
  const inOrder = [...ids].sort((a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0));
  const nodes = inOrder.map((id) => manifest.nodes.get(id));
  return nodes.filter((node) => node?.resourceType === 'model').filter((node) => !isEphemeral(node));
}

/** Compares; answers whether the signal ended it early. Throws a TsdbtError when the database cannot be reached. */
export async function diffModels(project: Project, request: DiffRequest): Promise<{ readonly wasCancelled: boolean }> {
  const { manifest } = project;
  const { selection, options, sink, signal, scrub, key, sampleLimit } = request;
  const kept = request.database;
  const database = kept ?? openRunDatabase(project, { threads: 1 });
  const ownKey = keyFinder(manifest);
  try {
    await connect(project, database, signal);
    const plan = planRun(manifest, selection, 'compile', options);
    const deps = executeDeps(project, { database, scrub, paths: new Map(), earlier: null });
    const context = createRunContext(plan, deps, nodeCompiler, sink);
    for (const model of modelsToDiff(project, selection)) {
      if (signal.aborted) break;
      const own: DiffOptions = { key, ownKey: ownKey(model.uniqueId), sampleLimit, signal };
      request.onDiff(await diffModel(context, model, own));
    }
    return { wasCancelled: signal.aborted };
  } finally {
    if (kept === undefined) await database.close();
  }
}

/** A database that cannot be reached is one finding, not one about each model. */
async function connect({ adapter }: Project, database: RunDatabase, signal: AbortSignal): Promise<void> {
  try {
    const session = await (await database.open()).session({ purpose: 'preview', label: 'connection check', signal });
    await session.release();
  } catch (error) {
    if (!signal.aborted) throw new TsdbtError([connectionProblem(adapter.classifyError(error))]);
  }
}
