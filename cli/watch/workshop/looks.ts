/** Looks at relations before and after a build, as many as are worth it and for as long as nobody notices. */
import {
  keyFinder,
  type ManifestNode,
  type Project,
  type RelationSample,
  type RunDatabase,
  sampleRelation,
  type UniqueId,
} from '../../../core/index.js';

export interface Looks {
  /** What stood before the build; null when nothing stood or it was not looked at. */
  readonly before: (id: UniqueId) => RelationSample | null;
  /** Looks now; null when the node is none of those that are looked at, or it took too long. */
  readonly after: (id: UniqueId) => Promise<RelationSample | null>;
}

export interface LooksOptions {
  readonly database: RunDatabase;
  readonly signal: AbortSignal;
}

/** Relations that a build looks at, the changed ones first. */
const MOST_LOOKS = 20;
const MOST_ROWS = 500;
/** All looks before a build together, and all after it, in milliseconds: a view may take minutes to count. */
const BEFORE_MS = 400;
const AFTER_MS = 1_500;

/** Looks at what stands before the build. Failures cost the look, nothing else. */
export async function lookBefore(project: Project, ids: Iterable<UniqueId>, options: LooksOptions): Promise<Looks> {
  const wanted = [...ids].filter((id) => hasRows(project.manifest.nodes.get(id))).slice(0, MOST_LOOKS);
  const keyOf = await keyFinder(project.manifest);
  const lookWithin = (limitMs: number) => {
    let left = limitMs;
    return async (id: UniqueId): Promise<RelationSample | null> => {
      if (left <= 0 || options.signal.aborted) return null;
      const started = performance.now();
      const signal = AbortSignal.any([options.signal, AbortSignal.timeout(Math.ceil(left))]);
      try {
        return await sampleRelation(project, id, {
          database: options.database,
          key: keyOf(id),
          limit: MOST_ROWS,
          signal,
        });
      } catch {
        return null;
      } finally {
        left -= performance.now() - started;
      }
    };
  };
  const found = new Map<UniqueId, RelationSample | null>();
  const before = lookWithin(BEFORE_MS);
  for (const id of wanted) found.set(id, await before(id));
  const after = lookWithin(AFTER_MS);
  return {
    before: (id) => found.get(id) ?? null,
    after: async (id) => (found.has(id) ? after(id) : null),
  };
}

function hasRows(node: ManifestNode | undefined): boolean {
  if (node?.resourceType === 'seed') return true;
  return node?.resourceType === 'model' && node.config.materialized !== 'ephemeral';
}
