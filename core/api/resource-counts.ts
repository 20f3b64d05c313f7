/** How many resources of each kind a project has. */
import type { Manifest } from '../manifest/manifest.js';

/** By the type of the resource; types that the project has none of are left out. */
export type ResourceCounts = Readonly<Record<string, number>>;

export function countResources({ nodes, sources, exposures, macros }: Manifest): ResourceCounts {
  const counts: Record<string, number> = { source: sources.size, exposure: exposures.size, macro: macros.size };
  for (const { resourceType } of nodes.values()) counts[resourceType] = (counts[resourceType] ?? 0) + 1;
  return counts;
}
