/** Stage 8 as commands ask for it: manifest.json and run_results.json under the target folder. */
import { relative, resolve } from 'node:path';
import { jsonText } from '../artifacts/json-text.js';
import { type CompiledPart, type ManifestMetadata, toManifestArtifact } from '../artifacts/manifest-artifact.js';
import { toRunResultsArtifact } from '../artifacts/run-results.js';
import { type Scrubber, scrubJson } from '../diagnostics/scrub.js';
import { timestamp } from '../execute/clock.js';
import { writeFileAtomic } from '../io/write-file.js';
import { COMPATIBLE_DBT_VERSION } from '../project/dbt-version.js';
import type { UniqueId } from '../resources/node.js';
import type { RunResult } from '../results/node-result.js';
import type { Project } from './load-project.js';

/** What a run adds to the manifest: the SQL of the nodes that it compiled, and where it was written. */
export interface CompiledRun {
  readonly result: RunResult;
  readonly paths: ReadonlyMap<UniqueId, string>;
}

/** Writes manifest.json; answers its path, relative to the project. */
export async function writeManifest(
  project: Project,
  scrub: Scrubber,
  run: CompiledRun | null = null,
): Promise<string> {
  const parts = run === null ? new Map<UniqueId, CompiledPart>() : compiledParts(run);
  const artifact = toManifestArtifact(project.manifest, metadata(project), parts);
  return writeArtifact(project, 'manifest.json', scrubJson(jsonText(artifact), scrub));
}

/** Writes run_results.json; answers its path, relative to the project. */
export async function writeRunResults(project: Project, scrub: Scrubber, result: RunResult): Promise<string> {
  const artifact = toRunResultsArtifact(result, metadata(project), project.invocation);
  return writeArtifact(project, 'run_results.json', scrubJson(jsonText(artifact), scrub));
}

function compiledParts({ result, paths }: CompiledRun): Map<UniqueId, CompiledPart> {
  const parts = new Map<UniqueId, CompiledPart>();
  const all = result.results.flatMap(({ compiled }) =>
    compiled === null ? [] : [...(compiled.injected ?? []), compiled],
  );
  for (const { node, sql, extraCtes } of all) {
    parts.set(node.uniqueId, { code: sql.text, path: paths.get(node.uniqueId) ?? null, extraCtes });
  }
  return parts;
}

const CUSTOM_VARIABLE = /^DBT_(?:ENGINE_)?ENV_CUSTOM_ENV_(.+)$/;

function metadata({ invocation }: Project): ManifestMetadata {
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

async function writeArtifact({ config }: Project, name: string, text: string): Promise<string> {
  const path = resolve(config.root, config.targetPath, name);
  await writeFileAtomic(path, text);
  return relative(config.root, path).replaceAll('\\', '/');
}
