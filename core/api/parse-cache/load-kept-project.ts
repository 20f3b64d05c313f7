/** Stages 1 to 4 with what an earlier process has kept of them, and for the next one. */
import { resolve } from 'node:path';
import type { Outcome } from '../../diagnostics/diagnostic.js';
import { openCacheFolder } from '../../io/parse-cache/cache-folder.js';
import { programDigest } from '../../io/parse-cache/program-digest.js';
import type { ParseOptions } from '../../parse/parse-options.js';
import type { ProjectConfig } from '../../project/project-config.js';
import { type LoadRequest, loadProject, type Project, type Remains, readInternalMacros } from '../load-project.js';
import { amendWhole, type KnownModels, modelId } from './amend-whole.js';
import { keepManifest, openKeptManifest } from './kept-manifest.js';
import { createRecipeKeeper, type RecipeGround } from './kept-recipes.js';
import { type CacheOptions, openParseCache, type ParseCache } from './parse-cache.js';
import {
  inputsOf,
  isSameProject,
  keepWhole,
  keptArtifacts,
  outsideLookUps,
  readWhole,
  type WholeProject,
} from './whole-project.js';

export interface Keeping extends Pick<CacheOptions, 'scrub' | 'note' | 'clock'> {
  /** Whether anything may be written. */
  readonly isWritten: boolean;
  /** False for a command that looks at no node: it asks for the artifacts and for what is to be said. */
  readonly isForNodes?: boolean;
  /** The build that reads and writes; found out when left out. */
  readonly program?: string;
}

/** Below the target folder. */
const FOLDER = 'tsdbt_parse';

/** Where the cache of a project is. */
export function cacheFolder({ root, targetPath }: ProjectConfig): string {
  return resolve(root, targetPath, FOLDER);
}

type Attempt = CacheOptions & Keeping & { readonly isFresh: boolean };

/** The same value and diagnostics as `loadProject` gives. */
export async function loadKeptProject(request: LoadRequest, keeping: Keeping): Promise<Outcome<Project | null>> {
  const program = keeping.program ?? programDigest();
  if (program === null) return loadProject(request);
  const folder = openCacheFolder(cacheFolder(request.located.config));
  const options = { ...keeping, program, folder };
  const loaded = await attempt(request, { ...options, isFresh: false });
  return loaded ?? (await attempt(request, { ...options, isFresh: true })) ?? loadProject(request);
}

/** Null when what was kept turned out to be of no use. */
async function attempt(request: LoadRequest, options: Attempt): Promise<Outcome<Project | null> | null> {
  const cache = openParseCache(options, options.isFresh);
  const reading = cache.files.open(new Set());
  let hasSaid = false;
  const sink: LoadRequest['sink'] = (event) => {
    hasSaid = true;
    request.sink(event);
  };
  const whole = wholeOf(options, { cache, hasSaid: () => hasSaid });
  const remains: Remains = {
    reading,
    store: cache.store,
    internalMacros: (adapter) => readInternalMacros(adapter, reading),
    ...whole,
  };
  const outcome = await loadProject({ ...request, sink }, remains);
  if (reading.isOutdated()) {
    options.note('The parse cache is not used: a file changed while the project was read.');
    return null;
  }
  reading.commit();
  if (options.isWritten) await cache.save();
  if (options.isWritten && outcome.value !== null) await whole.keepNodes(outcome.value);
  return outcome;
}

interface WholeRemains extends Pick<Remains, 'recall' | 'onParsed' | 'recipes'> {
  /** Keeps the nodes for the next command that asks for some. */
  readonly keepNodes: (project: Project) => Promise<void>;
}

/** Recalls the project as a whole, or keeps it as one. What templates log is no part of that. */
function wholeOf(
  options: Attempt,
  { cache, hasSaid }: { readonly cache: ParseCache; readonly hasSaid: () => boolean },
): WholeRemains {
  const { program, folder, isForNodes = true } = options;
  const before = options.isFresh ? null : readWhole(folder, program);
  /** What the nodes are to be kept with; null when they are kept. */
  let loaded: { readonly inputs: ParseOptions; readonly whole: WholeProject } | null = null;
  let ground: RecipeGround | null = null;
  return {
    recipes: createRecipeKeeper({ ...options, ground: () => ground }),
    recall: (inputs, instead) => {
      if (before === null) return null;
      const isSame = isSameProject(before, inputs);
      const standing = isForNodes ? openKeptManifest(inputs, options, instead) : null;
      ground = standing?.ground ?? null;
      if (isSame) {
        const { diagnostics, counts } = before;
        if (standing === null) loaded = { inputs, whole: before };
        return { diagnostics, counts, artifacts: keptArtifacts(before, options), built: standing };
      }
      if (standing !== null) {
        const { diagnostics, counts, edited } = standing;
        const known: KnownModels = (file) => edited.get(modelId(file)) ?? null;
        const amended = options.isWritten ? amendWhole(before, inputs, { rows: cache.rows, known }) : null;
        const artifacts = amended === null ? null : keptArtifacts(amended.whole, options, amended.body);
        return { diagnostics, counts, artifacts, built: standing };
      }
      const amended = isForNodes ? null : amendWhole(before, inputs, { rows: cache.rows });
      if (amended === null) return null;
      const { diagnostics, counts } = before;
      return { diagnostics, counts, artifacts: keptArtifacts(amended.whole, options, amended.body) };
    },
    onParsed: (inputs, said) => {
      const content = cache.store.content();
      if (content?.isRepeatable !== true || hasSaid()) return null;
      const { salt } = cache;
      const { diagnostics, counts } = said;
      const lookUps = outsideLookUps(content.outcomes.keys(), inputs, salt);
      const whole = { program, salt, inputs: inputsOf(inputs, salt), lookUps, diagnostics, counts, artifacts: {} };
      loaded = { inputs, whole };
      return keptArtifacts(whole, options);
    },
    keepNodes: async (project) => {
      if (loaded === null || !isForNodes) return;
      const { manifest } = project;
      const { inputs, whole } = loaded;
      const content = cache.store.content();
      if (content?.isRepeatable !== true || hasSaid()) return;
      const { diagnostics, counts } = whole;
      const kept = { manifest, diagnostics, counts, lookUps: content.outcomes.keys(), salt: cache.salt };
      ground = await keepManifest(inputs, options, { ...kept, scrub: options.scrub }).catch(() => null);
      // A command that compiles tells of no manifest.json, and the next one looks here first. Without kept nodes it is of no use.
      if (ground !== null && whole !== before) await keepWhole(whole, options);
    },
  };
}
