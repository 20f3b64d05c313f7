/** One build of a watch: looks before, runs, tells, and keeps what was compiled for the keys that show it. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  createWarningPolicy,
  hasFailed,
  type ManifestNode,
  type NodeResult,
  type Project,
  planCommand,
  type RunDatabase,
  type RunResult,
  runPlan,
  type UniqueId,
} from '../../../core/index.js';
import { diagnosticsOf } from '../../caught-error.js';
import { judgingSink } from '../../execution/judging-sink.js';
import { lockingOf, runOptions } from '../../execution/run-requests.js';
import { buildSummary, nodeTitle } from '../lines/result-lines.js';
import type { BuildOutcome } from '../session/workshop.js';
import { type BuildReport, createBuildReport, MOST_LINES } from './build-report.js';
import { lookBefore } from './looks.js';
import type { Site } from './site.js';

export interface BuildRequest {
  readonly site: Site;
  /** With the facts of this build. */
  readonly project: Project;
  readonly database: () => Promise<RunDatabase>;
  readonly ids: ReadonlySet<UniqueId>;
  readonly signal: AbortSignal;
  readonly onReport: (report: BuildReport) => void;
  readonly onArtifacts: (write: () => Promise<void>) => void;
}

export interface CompiledChange {
  readonly node: ManifestNode;
  readonly before: string;
  readonly after: string;
}

export interface Built {
  readonly outcome: BuildOutcome;
  /** Models whose compiled SQL is another than when it was compiled last. */
  readonly compiled: readonly CompiledChange[];
}

/** Never throws. */
export async function buildNodes(request: BuildRequest): Promise<Built> {
  const { site, project, ids, signal } = request;
  const { flags, reporter, output } = site.invocation;
  const started = performance.now();
  try {
    const database = await request.database();
    const plan = planCommand(project, { command: 'build', selection: { ids }, options: runOptions(flags, project) });
    const looked = plan.nodes.size > MOST_LINES ? [] : plan.nodes.keys();
    const looks = await lookBefore(project, looked, { database, signal });
    const earlier = await compiledEarlier(project, ids);
    const titleOf = (id: UniqueId) => {
      const planned = plan.nodes.get(id);
      return planned === undefined ? id : nodeTitle(planned.node);
    };
    const report = createBuildReport({ reporter, looks, total: plan.nodes.size, titleOf });
    request.onReport(report);
    const policy = createWarningPolicy(flags);
    const judging = judgingSink(report.sink, policy);
    const result = await runPlan(project, plan, {
      sink: judging.sink,
      signal,
      scrub: output.scrub,
      writeArtifacts: flags.writeJson,
      onArtifacts: request.onArtifacts,
      locking: lockingOf(site.invocation),
      state: flags.state,
      database,
    });
    const seconds = (performance.now() - started) / 1000;
    await report.said();
    const compiled = compiledChanges(result.results, earlier, output.scrub);
    const isFailed = (each: NodeResult) => each.node.resourceType !== 'operation' && hasFailed([each], policy);
    return { outcome: outcomeOf(ids, result, { seconds, isFailed }), compiled };
  } catch (error) {
    reporter.diagnostics(diagnosticsOf(error));
    const outcome = {
      finished: new Set<UniqueId>(),
      failed: signal.aborted ? new Set<UniqueId>() : ids,
      wasCancelled: signal.aborted,
      summary: signal.aborted ? 'cancelled' : 'nothing was built',
    };
    return { outcome, compiled: [] };
  }
}

function outcomeOf(
  ids: ReadonlySet<UniqueId>,
  { results, wasCancelled }: RunResult,
  { seconds, isFailed }: { readonly seconds: number; readonly isFailed: (result: NodeResult) => boolean },
): BuildOutcome {
  // In a run that was cancelled, what was skipped may only have waited for what was cancelled.
  const isUnfinished = ({ status }: NodeResult) => status === 'cancelled' || (wasCancelled && status === 'skipped');
  const ended = results.filter((result) => !isUnfinished(result));
  const unfinished = new Set(results.filter(isUnfinished).map(({ node }) => node.uniqueId));
  return {
    // Sources that were loaded for them too.
    finished: new Set([...ids, ...ended.map(({ node }) => node.uniqueId)].filter((id) => !unfinished.has(id))),
    failed: new Set(ended.filter(isFailed).map(({ node }) => node.uniqueId)),
    wasCancelled,
    summary: buildSummary(results, seconds),
  };
}

/** Models whose compiled SQL is kept for the difference. */
const MOST_KEPT = 50;

/** What `target/compiled` says of the models, from the last build of whatever command. */
async function compiledEarlier(
  { manifest, config }: Project,
  ids: ReadonlySet<UniqueId>,
): Promise<ReadonlyMap<UniqueId, string>> {
  const models = [...ids].flatMap((id) => {
    const node = manifest.nodes.get(id);
    return node?.resourceType === 'model' ? [node] : [];
  });
  const folder = join(resolve(config.root, config.targetPath), 'compiled');
  const texts = await Promise.all(
    models.slice(0, MOST_KEPT).map(async ({ uniqueId, packageName, originalFilePath }) => {
      const text = await readFile(join(folder, packageName, originalFilePath), 'utf8').catch(() => null);
      return [uniqueId, text] as const;
    }),
  );
  return new Map(texts.flatMap(([id, text]) => (text === null ? [] : [[id, text] as const])));
}

function compiledChanges(
  results: readonly NodeResult[],
  earlier: ReadonlyMap<UniqueId, string>,
  scrub: (text: string) => string,
): readonly CompiledChange[] {
  return results.flatMap(({ compiled }): CompiledChange[] => {
    const before = compiled === null ? undefined : earlier.get(compiled.node.uniqueId);
    if (compiled === null || before === undefined) return [];
    const after = scrub(compiled.sql.text);
    return after === before ? [] : [{ node: compiled.node, before, after }];
  });
}
