/** What a plan would do, as commands ask for it: looked up in the project's database, with nothing changed and no file written. */
import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { TsdbtError } from '../diagnostics/error.js';
import { lookAtSource } from '../execute/landing/land-source.js';
import { previewPlan as previewExecution } from '../execute/preview/preview-plan.js';
import { landingFileFinder } from '../io/landing/find-landing-files.js';
import { readState } from '../io/runs/read-state.js';
import type { PlanPreview } from '../plan/preview/node-preview.js';
import type { RunPlan } from '../plan/run-plan.js';
import type { Project } from './load-project.js';
import { openRunDatabase } from './run-database.js';
import { executeDeps, type RunRequest, warningTo } from './run-plan.js';
import { connectionProblem } from './test-connection.js';

/** Who listens, and what else is known; `state` and `database` as for a run. */
export type PreviewRequest = Pick<RunRequest, 'sink' | 'signal' | 'scrub' | 'state' | 'database'>;

/**
 * Previews a plan: action and reasons of each node, what becomes of columns and dependents, the statements. Throws a
 * TsdbtError when the database cannot be reached; what is wrong with single nodes is in the preview.
 */
export async function previewPlan(project: Project, plan: RunPlan, request: PreviewRequest): Promise<PlanPreview> {
  const { sink, signal, scrub, state = null } = request;
  const { config, adapter } = project;
  const { threads } = plan.options;
  const kept = request.database;
  const database = kept ?? openRunDatabase(project, { threads, onWarning: warningTo(sink) });
  try {
    const earlier = state === null ? null : await readState(resolve(config.root, state), state);
    const find = landingFileFinder(config.root);
    const deps = {
      ...executeDeps(project, { database, scrub, paths: new Map(), earlier }),
      writer: { compiled: async () => null, run: async () => null },
      lookAtSource: ((source, runtime, place) => lookAtSource(source, runtime, find, place)) satisfies Look,
    };
    const preview = await previewExecution(plan, deps, { sink, signal });
    if (!signal.aborted) return preview;
    throw new TsdbtError([cancelled]);
  } catch (error) {
    if (signal.aborted) throw new TsdbtError([cancelled], { cause: error });
    if (error instanceof TsdbtError) throw error;
    throw new TsdbtError([connectionProblem(adapter.classifyError(error))], { cause: error });
  } finally {
    if (kept === undefined) await database.close();
  }
}

const cancelled: Diagnostic = { code: 'TSDBT_RUN_CANCELLED', severity: 'error', message: 'The plan was cancelled.' };

type Look = Parameters<typeof previewExecution>[1]['lookAtSource'];
