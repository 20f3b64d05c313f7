/**
 * What the command line imports: stages and their values. Programs are promised core/api/library/tsdbt.ts instead. What
 * reads, parses or runs a project is loaded when it is first called.
 */
import type { AdapterTable, OpenOptions } from './adapter/adapter.js';
import type { DiffRequest } from './api/diff-models.js';
import type { LoadRequest, MistakesRequest, Project } from './api/load-project.js';
import type { Keeping } from './api/parse-cache/load-kept-project.js';
import type { PreviewRequest } from './api/preview-plan.js';
import type { Reports } from './api/report/load-reports.js';
import type { ReportRequest } from './api/report/make-report.js';
import type { JunitPlace } from './api/report/write-junit.js';
import type { RunDatabase } from './api/run-database.js';
import type { OperationRequest, RunRequest } from './api/run-plan.js';
import type { SampleOptions } from './api/sample-relation.js';
import type { SnapshotLoader } from './api/snapshots/create-snapshot-loader.js';
import type { RunRecord } from './artifacts/run-record/run-record.js';
import type { RelationSample } from './compare/compare-samples.js';
import type { Diagnostic, Outcome } from './diagnostics/diagnostic.js';
import type { Scrubber } from './diagnostics/scrub.js';
import type { OperationResult } from './execute/run-operation.js';
import type { LocateOptions } from './io/locate/locate-options.js';
import type { LocateOutcome } from './io/locate-project.js';
import type { Manifest } from './manifest/manifest.js';
import type { PlanPreview } from './plan/preview/node-preview.js';
import type { RunPlan } from './plan/run-plan.js';
import type { LocatedProject, ProjectConfig } from './project/project-config.js';
import type { JunitRun } from './report/junit/to-junit.js';
import type { Report } from './report/report.js';
import type { UniqueId } from './resources/node.js';
import type { RunResult } from './results/node-result.js';
import type { ComparableManifest } from './state/changes/comparable.js';
import type { ComparableReader } from './state/changes/comparable-manifest.js';
import type { NodeChange } from './state/changes/node-change.js';
import type { Surroundings } from './state/changes/read-inputs.js';
import type { PreviousRun } from './state/previous-run.js';

export type { Adapter, AdapterTable, Credentials } from './adapter/adapter.js';
export type { Cell, ResultColumn } from './adapter/cell.js';
export { cellText } from './adapter/values/cell-text.js';
export { contextSink } from './api/context-sink.js';
export type { DiffRequest } from './api/diff-models.js';
export type { LoadRequest, Project } from './api/load-project.js';
export type { PreviewRequest } from './api/preview-plan.js';
export type { Reports } from './api/report/load-reports.js';
export type { ResourceCounts } from './api/resource-counts.js';
export type { RunDatabase } from './api/run-database.js';
export type { OperationRequest, RunRequest } from './api/run-plan.js';
export type { SampleOptions } from './api/sample-relation.js';
export {
  type NodeSelectionRequest,
  type PlanRequest,
  planCommand,
  selectForCommand,
} from './api/select-for-command.js';
export type { ReloadOptions, SnapshotLoader } from './api/snapshots/create-snapshot-loader.js';
export type { CompletionIndex } from './artifacts/completion-index.js';
export { jsonText } from './artifacts/json-text.js';
export { type PlanArtifactOptions, toPlanArtifact } from './artifacts/plan-artifact.js';
export type { RunRecord } from './artifacts/run-record/run-record.js';
export { compareSamples, type RelationSample, type SampleDifferences } from './compare/compare-samples.js';
export { type ComparedColumn, type Comparison, isSame, type RowDifference } from './compare/comparison.js';
export type { ModelDiff } from './compare/models/diff-model.js';
export { type DiagnosticCode, diagnosticCodes } from './diagnostics/codes.js';
export { type Diagnostic, hasErrors, type Location, type Note, type Outcome } from './diagnostics/diagnostic.js';
export { closestNames, didYouMean } from './diagnostics/did-you-mean.js';
export { TsdbtError } from './diagnostics/error.js';
export { type ConnectionSecrets, createScrubber, MASK, type Scrubber, scrubJson } from './diagnostics/scrub.js';
export type { WarningPolicy } from './diagnostics/warning-policy.js';
export { timestamp } from './execute/clock.js';
export type { EventSink, RunEvent } from './execute/events.js';
export { describeHolder } from './execute/locks/describe-holder.js';
export type { Locking } from './execute/locks/lock-owner.js';
export { childrenOf } from './graph/ids.js';
export { withAncestors, withDescendants } from './graph/walk.js';
export { readDotEnv } from './io/dotenv.js';
export type { LocateOptions } from './io/locate/locate-options.js';
export { makeFolder } from './io/make-folder.js';
export type { Manifest } from './manifest/manifest.js';
export { toNodeDict } from './parse/node-dict.js';
export type { RowSample } from './plan/node-plan.js';
export type {
  ColumnsPreview,
  DependentPreview,
  NodePreview,
  PlanPreview,
  PreviewAction,
  PreviewReason,
} from './plan/preview/node-preview.js';
export { reasonText } from './plan/preview/reasons.js';
export type { RunOptions, RunPlan } from './plan/run-plan.js';
export { fixedFlags } from './project/fixed-flags.js';
export type { InvocationFacts } from './project/invocation.js';
export { hideSecretValues } from './project/profile/hide-secret-values.js';
export type { LocatedProject, ProjectConfig, ReadableProject, Target } from './project/project-config.js';
export { connectionSecrets, secretVariables } from './project/secret-values.js';
export {
  createWarningPolicy,
  promotesTests,
  unknownWarningNames,
} from './project/warnings/create-warning-policy.js';
export { parseYaml } from './project/yaml/parse-yaml.js';
export { endGroup, groupLine, withoutCommands } from './report/github/workflow-commands.js';
export type { JunitRun } from './report/junit/to-junit.js';
export { githubLinks, type Links, noLinks } from './report/links.js';
export type { Report } from './report/report.js';
export { isMapping, type Json, type JsonObject } from './resources/json.js';
export type { GraphNode, ManifestNode, SourceNode, UniqueId } from './resources/node.js';
export { hasFailed } from './results/has-failed.js';
export type { NodeResult, NodeStatus, RunResult } from './results/node-result.js';
export type { ComparableManifest, ComparableNode } from './state/changes/comparable.js';
export type { ComparableReader } from './state/changes/comparable-manifest.js';
export type { NodeChange } from './state/changes/node-change.js';
export type { Surroundings } from './state/changes/read-inputs.js';
export { reasonWords } from './state/changes/reason-words.js';
export { failedHooks, nodesNotDone, type PreviousRun } from './state/previous-run.js';

export interface NodeComparison {
  readonly compareNodes: (before: ComparableManifest, after: ComparableManifest) => readonly NodeChange[];
  /** A reader for one sequence of manifests. */
  readonly createComparableReader: () => ComparableReader;
  /** What a project's nodes may read from outside of its files, for the reader. */
  readonly surroundingsOf: (project: Project) => Surroundings;
}

/** Stage 0: finds the project, its profile and its packages. */
export async function locateProject(options: LocateOptions): Promise<LocateOutcome> {
  return (await import('./io/locate-project.js')).locateProject(options);
}

/** Stages 1 to 4: reads, parses and resolves the whole project. */
export async function loadProject(request: LoadRequest): Promise<Outcome<Project | null>> {
  return (await import('./api/load-project.js')).loadProject(request);
}

/** The same, with what an earlier process has kept below the target folder, and for the next one. */
export async function loadKeptProject(request: LoadRequest, keeping: Keeping): Promise<Outcome<Project | null>> {
  return (await import('./api/parse-cache/load-kept-project.js')).loadKeptProject(request, keeping);
}

/** A loader for programs that load a project again and again: what has not changed is neither read nor parsed again. */
export async function createSnapshotLoader(): Promise<SnapshotLoader> {
  return (await import('./api/snapshots/create-snapshot-loader.js')).createSnapshotLoader();
}

/** Looks whether the parse cache gives what parsing everything gives; answers in words where it does not. */
export async function verifyCache(request: LoadRequest, keeping: Keeping): Promise<readonly string[]> {
  return (await import('./api/parse-cache/verify-cache.js')).verifyCache(request, keeping);
}

/** What compares two states of a project, node by node: a reader of manifests, and the comparison of what it read. */
export async function loadNodeComparison(): Promise<NodeComparison> {
  const [{ compareNodes }, { createComparableReader }, { surroundingsOf }] = await Promise.all([
    import('./state/changes/compare-nodes.js'),
    import('./state/changes/comparable-manifest.js'),
    import('./api/snapshots/surroundings.js'),
  ]);
  return { compareNodes, createComparableReader, surroundingsOf };
}

/** Stages 1 to 4 for the sake of what is wrong: of a project that has no value, but can be read in part. */
export async function findMistakes(request: MistakesRequest): Promise<readonly Diagnostic[]> {
  return (await import('./api/load-project.js')).findMistakes(request);
}

/** Compares each selected model, as its files say it now, with the relation that stands. Changes nothing. */
export async function diffModels(project: Project, request: DiffRequest): Promise<{ readonly wasCancelled: boolean }> {
  return (await import('./api/diff-models.js')).diffModels(project, request);
}

/** Stages 7 and 8: executes a plan against the project's database and writes the artifacts. */
export async function runPlan(project: Project, plan: RunPlan, request: RunRequest): Promise<RunResult> {
  return (await import('./api/run-plan.js')).runPlan(project, plan, request);
}

/** A database that stays open between runs (`RunRequest.database`); the caller closes it. */
export async function openRunDatabase(
  project: Pick<Project, 'adapter' | 'target'>,
  options: Omit<OpenOptions, 'applicationName'>,
): Promise<RunDatabase> {
  return (await import('./api/run-database.js')).openRunDatabase(project, options);
}

/** Columns, first rows and number of rows of a node's relation, at a bounded cost; null when it is not there. */
export async function sampleRelation(
  project: Project,
  id: UniqueId,
  options: SampleOptions,
): Promise<RelationSample | null> {
  return (await import('./api/sample-relation.js')).sampleRelation(project, id, options);
}

/** Gives the columns that tell the rows of a node apart; empty when nothing says so. */
export async function keyFinder(manifest: Manifest): Promise<(id: UniqueId) => readonly string[]> {
  return (await import('./artifacts/primary-key.js')).keyFinder(manifest);
}

/** Of these nodes, the ones that should have a relation in the database and have none. */
export async function missingRelations(
  project: Project,
  ids: Iterable<UniqueId>,
  options: Pick<SampleOptions, 'database' | 'signal'>,
): Promise<ReadonlySet<UniqueId>> {
  return (await import('./api/sample-relation.js')).missingRelations(project, ids, options);
}

/** What stage 7 would do: nothing in the database changes and no file is written. */
export async function previewPlan(project: Project, plan: RunPlan, request: PreviewRequest): Promise<PlanPreview> {
  return (await import('./api/preview-plan.js')).previewPlan(project, plan, request);
}

/** Runs one macro, outside of any node. */
export async function runMacro(project: Project, request: OperationRequest): Promise<OperationResult> {
  return (await import('./api/run-plan.js')).runMacro(project, request);
}

/** What the last command came to, from the run_results.json of a target folder; throws when there is none. */
export async function loadPreviousRun(folder: string, root: string): Promise<PreviousRun> {
  return (await import('./io/runs/read-previous-run.js')).loadPreviousRun(folder, root);
}

/** Writes manifest.json without running anything; answers its path, relative to the project. */
export async function writeManifest(project: Project, scrub: Scrubber): Promise<string> {
  return (await import('./api/write-artifacts.js')).writeManifest(project, scrub);
}

/** Writes the record of a run that never began, for reports; answers why it could not. */
export async function writeRunRecord(
  place: Pick<ProjectConfig, 'root' | 'targetPath'>,
  record: RunRecord,
  scrub: Scrubber,
): Promise<readonly Diagnostic[]> {
  return (await import('./api/report/write-run-record.js')).writeRunRecord(place, record, scrub);
}

/** What makes texts of a report: Markdown, SARIF, annotations of GitHub Actions. */
export async function loadReports(): Promise<Reports> {
  return (await import('./api/report/load-reports.js')).reports;
}

/** Gathers a report of a run and, against a base, of what it changes. Throws a TsdbtError when there is nothing to report. */
export async function makeReport(request: ReportRequest): Promise<Report> {
  return (await import('./api/report/make-report.js')).makeReport(request);
}

/** Asks the database of a target for its version. */
export async function testConnection(located: LocatedProject, adapters: AdapterTable): Promise<Outcome<string | null>> {
  return (await import('./api/test-connection.js')).testConnection(located, adapters);
}

/** Stage 8 for CI services: writes what became of a run as JUnit XML; answers why it could not. */
export async function writeJunit(place: JunitPlace, run: JunitRun, scrub: Scrubber): Promise<readonly Diagnostic[]> {
  return (await import('./api/report/write-junit.js')).writeJunit(place, run, scrub);
}

/** Writes what shell completion offers of a project beside its manifest; what cannot be written is left out. */
export async function writeCompletionIndex(project: Project, scrub: Scrubber): Promise<void> {
  await (await import('./api/completion/write-completion-index.js')).writeCompletionIndex(project, scrub);
}
