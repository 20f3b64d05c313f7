/** Stages 1 to 4 with what an earlier process has kept of them, and for the next one. */
import { resolve } from 'node:path';
import type { Outcome } from '../../diagnostics/diagnostic.js';
import { programDigest } from '../../io/parse-cache/program-digest.js';
import { createManifestMemory } from '../../manifest/manifest-memory.js';
import type { ProjectConfig } from '../../project/project-config.js';
import { type LoadRequest, loadProject, type Project, readInternalMacros } from '../load-project.js';
import { type CacheOptions, openParseCache } from './parse-cache.js';

export interface Keeping extends Pick<CacheOptions, 'scrub' | 'note'> {
  /** Whether anything may be written. */
  readonly isWritten: boolean;
  /** The build that reads and writes; found out when left out. */
  readonly program?: string;
}

/** Below the target folder. */
const FOLDER = 'tsdbt_parse';

/** Where the cache of a project is. */
export function cacheFolder({ root, targetPath }: ProjectConfig): string {
  return resolve(root, targetPath, FOLDER);
}

/** The same value and diagnostics as `loadProject` gives. */
export async function loadKeptProject(request: LoadRequest, keeping: Keeping): Promise<Outcome<Project | null>> {
  const program = keeping.program ?? programDigest();
  if (program === null) return loadProject(request);
  const options = { ...keeping, program, folder: cacheFolder(request.located.config) };
  return (await attempt(request, options, false)) ?? (await attempt(request, options, true)) ?? loadProject(request);
}

/** Null when what was kept turned out to be of no use. */
async function attempt(
  request: LoadRequest,
  options: CacheOptions & Keeping,
  isFresh: boolean,
): Promise<Outcome<Project | null> | null> {
  const cache = openParseCache(options, isFresh);
  const reading = cache.files.open(new Set());
  const outcome = await loadProject(request, {
    reading,
    store: cache.store,
    memory: createManifestMemory(),
    internalMacros: (adapter) => readInternalMacros(adapter, reading),
  });
  if (reading.isOutdated()) {
    options.note('The parse cache is not used: a file changed while the project was read.');
    return null;
  }
  reading.commit();
  if (options.isWritten) await cache.save();
  return outcome;
}
