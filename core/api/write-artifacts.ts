/** Stage 8 as commands ask for it: manifest.json, run_results.json and tsdbt_run.json under the target folder. */
import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { jsonText } from '../artifacts/json-text.js';
import { BODY_START } from '../artifacts/kept-artifacts.js';
import { type StandingTexts, withCompiled } from '../artifacts/manifest/amend-body.js';
import type { CompiledPart } from '../artifacts/manifest/compiled-part.js';
import { type ManifestFacts, manifestHead, manifestText } from '../artifacts/manifest/manifest-text.js';
import type { TextPiece } from '../artifacts/manifest/resource-texts.js';
import type { ArtifactMetadata } from '../artifacts/metadata.js';
import { type OperationRecord, toOperationResultsArtifact } from '../artifacts/operation-results.js';
import { runRecordText } from '../artifacts/run-record/to-run-record.js';
import { runResultsText } from '../artifacts/run-results.js';
import { scrubbedPieces } from '../artifacts/scrubbed-pieces.js';
import { toSelectorsDict } from '../artifacts/selectors-dict.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Scrubber } from '../diagnostics/scrub.js';
import { timestamp } from '../execute/clock.js';
import type { Operation } from '../execute/run-operation.js';
import { writeProblem } from '../io/file-problem.js';
import { type FilePieces, writeFilesAtomic } from '../io/write-file.js';
import type { RunPlan } from '../plan/run-plan.js';
import { COMPATIBLE_DBT_VERSION } from '../project/dbt-version.js';
import type { UniqueId } from '../resources/node.js';
import type { RunResult } from '../results/node-result.js';
import type { Project } from './load-project.js';

/** What a run adds to the manifest: the SQL of the nodes that it compiled, and where it was written. */
export interface CompiledRun {
  readonly plan: RunPlan;
  readonly result: RunResult;
  readonly paths: ReadonlyMap<UniqueId, string>;
  /** What was said of the run as a whole. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes manifest.json of a project that was not run; answers its path, relative to the project. */
export async function writeManifest(project: Project, scrub: Scrubber): Promise<string> {
  const { keep, ...file } = plainManifest(project, metadata(project));
  await writeArtifacts(project, scrub, { 'manifest.json': file });
  await keep();
  return relative(project.config.root, artifactPath(project, 'manifest.json')).replaceAll('\\', '/');
}

interface PlainManifest extends ArtifactFile {
  /** After it was written: tells later processes of it. */
  readonly keep: () => Promise<void>;
}

/** manifest.json with nothing compiled; what stands in its place is taken over as far as it is the same. */
function plainManifest(project: Project, facts: ArtifactMetadata): PlainManifest {
  const { artifacts, selectors } = project;
  const about = jsonText(toSelectorsDict(selectors));
  const body = artifacts?.manifestBody(artifactPath(project, 'manifest.json'), about) ?? null;
  if (body === null) return keptManifest(project, about, { pieces: manifestPieces(project, facts), compiled: [] });
  const pieces = [manifestHead(factsOf(project), facts), ...body.pieces];
  return body.isKnown ? { pieces, keep: async () => {} } : keptManifest(project, about, { pieces, compiled: [] });
}

/** manifest.json in which some nodes are compiled: of one that stands their texts alone are exchanged where few were. */
function compiledManifest(
  project: Project,
  facts: ArtifactMetadata,
  { compiled, scrub }: { readonly compiled: ReadonlyMap<UniqueId, CompiledPart>; readonly scrub: Scrubber },
): PlainManifest {
  const { artifacts, selectors, manifest } = project;
  const about = jsonText(toSelectorsDict(selectors));
  const path = artifactPath(project, 'manifest.json');
  const body = compiled.size > MOST_EXCHANGED ? null : (artifacts?.manifestBody(path, about) ?? null);
  const changed =
    body === null
      ? null
      : withCompiled(body.pieces, { compiled, find: (id) => manifest.nodes.get(id), at: facts.generatedAt });
  if (changed === null || changed.compiled.some(([, plain]) => scrub(plain) !== plain)) {
    return { pieces: manifestPieces(project, facts, compiled), keep: async () => {} };
  }
  const pieces = [manifestHead(factsOf(project), facts), ...changed.pieces];
  return keptManifest(project, about, { pieces, compiled: changed.compiled });
}

/** Each is looked for in all of the text. */
const MOST_EXCHANGED = 20;

function keptManifest({ artifacts }: Project, about: string, { pieces, compiled }: StandingTexts): PlainManifest {
  const digest = bodyDigest();
  const keep = async () => {
    const written = digest.end();
    if (written !== null) await artifacts?.keepManifest(about, written, compiled);
  };
  return { pieces, onBytes: digest.add, keep };
}

/** A digest of what follows the metadata. */
function bodyDigest(): { readonly add: (bytes: Uint8Array) => void; readonly end: () => string | null } {
  const hash = createHash('sha256');
  let hasBegun = false;
  return {
    add: (bytes) => {
      if (hasBegun) {
        hash.update(bytes);
        return;
      }
      const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(BODY_START);
      if (start < 0) return;
      hasBegun = true;
      hash.update(bytes.subarray(start));
    },
    end: () => (hasBegun ? hash.digest('base64url') : null),
  };
}

function factsOf({ config, adapter }: Project): ManifestFacts {
  return { projectName: config.name, adapterType: adapter.type };
}

/**
 * Writes the artifacts of a run, all or none. Commands that only look leave the record of the last run as it is; a look at
 * rows leaves run_results.json too, which `retry` reads.
 */
export async function writeRunArtifacts(project: Project, scrub: Scrubber, run: CompiledRun): Promise<void> {
  const facts = metadata(project);
  const isRecorded = recorded.has(run.plan.command);
  const compiled = compiledParts(run);
  const { keep, ...manifest } =
    compiled.size === 0 ? plainManifest(project, facts) : compiledManifest(project, facts, { compiled, scrub });
  await writeArtifacts(project, scrub, {
    'manifest.json': manifest,
    ...(run.plan.command === 'show'
      ? {}
      : { 'run_results.json': { pieces: runResultsText(run.result, facts, project.invocation) } }),
    ...(isRecorded ? { 'tsdbt_run.json': { pieces: runRecord(project, run, scrub) } } : {}),
  });
  await keep();
}

/** What became of a macro, beside its name and arguments. */
export interface OperationEnd extends Pick<OperationRecord, 'diagnostics' | 'startedAt'> {
  readonly operation: Operation;
}

/** Writes run_results.json of `run-operation`. */
export async function writeOperationResults(project: Project, scrub: Scrubber, end: OperationEnd): Promise<void> {
  const { invocation, environment, config } = project;
  const { macro: name, args } = end.operation;
  const macro = environment.findMacro(name, config.name);
  const record = {
    macro: macro === null ? name : `macro.${macro.packageName}.${macro.name}`,
    diagnostics: end.diagnostics,
    startedAt: end.startedAt,
    completedAt: timestamp(),
  };
  const given = { args: { ...invocation.args, macro: name, args } };
  await writeArtifacts(project, scrub, {
    'run_results.json': { pieces: [jsonText(toOperationResultsArtifact(record, metadata(project), given))] },
  });
}

/** Commands whose runs are told by reports. */
const recorded: ReadonlySet<string> = new Set(['build', 'run', 'test', 'seed', 'load']);

/** What reports need of a run, as tsdbt_run.json keeps it. */
function runRecord(project: Project, run: CompiledRun, scrub: Scrubber): Iterable<TextPiece> {
  const { plan, result, paths, diagnostics } = run;
  const { manifest, target, invocation } = project;
  return runRecordText(result, {
    command: plan.command,
    isFullRefresh: plan.options.fullRefresh,
    projectName: manifest.projectName,
    find: (id) => manifest.nodes.get(id) ?? manifest.sources.get(id),
    target,
    metadata: metadata(project),
    paths,
    diagnostics,
    scrub,
    ...(invocation.warningPolicy === undefined ? {} : { judge: invocation.warningPolicy }),
  });
}

function compiledParts({ result, paths }: Pick<CompiledRun, 'result' | 'paths'>): Map<UniqueId, CompiledPart> {
  const parts = new Map<UniqueId, CompiledPart>();
  const all = result.results.flatMap(({ compiled }) =>
    compiled === null ? [] : [...(compiled.injected ?? []), compiled],
  );
  for (const { node, sql, extraCtes } of all) {
    parts.set(node.uniqueId, { code: sql.text, path: paths.get(node.uniqueId) ?? null, extraCtes });
  }
  return parts;
}

function manifestPieces(
  { manifest, selectors, texts }: Project,
  facts: ArtifactMetadata,
  compiled: ReadonlyMap<UniqueId, CompiledPart> = new Map(),
): Iterable<TextPiece> {
  const parts = { metadata: facts, compiled, selectors: toSelectorsDict(selectors) };
  return manifestText(manifest, texts === undefined ? parts : { ...parts, texts });
}

const CUSTOM_VARIABLE = /^DBT_(?:ENGINE_)?ENV_CUSTOM_ENV_(.+)$/;

function metadata({ invocation }: Project): ArtifactMetadata {
  const custom = Object.entries(invocation.env).flatMap(([name, value]) => {
    const match = CUSTOM_VARIABLE.exec(name);
    return match === null || value === undefined ? [] : [[match[1], value]];
  });
  return {
    dbtVersion: COMPATIBLE_DBT_VERSION,
    toolVersion: invocation.toolVersion,
    generatedAt: timestamp(),
    invocationId: invocation.id,
    invocationStartedAt: invocation.startedAt,
    env: Object.fromEntries(custom),
  };
}

type ArtifactFile = Omit<FilePieces, 'path'>;

async function writeArtifacts(
  project: Project,
  scrub: Scrubber,
  artifacts: Readonly<Record<string, ArtifactFile>>,
): Promise<void> {
  const files = Object.entries(artifacts).map(([name, { pieces, onBytes }]) => ({
    path: artifactPath(project, name),
    pieces: scrubbedPieces(pieces, scrub),
    ...(onBytes === undefined ? {} : { onBytes }),
  }));
  try {
    await writeFilesAtomic(files);
  } catch (error) {
    throw writeProblem(error, artifactPath(project, 'manifest.json'), project.config.root);
  }
}

function artifactPath({ config }: Project, name: string): string {
  return resolve(config.root, config.targetPath, name);
}
