/** Builds the immutable graph from each id's parents, in time linear in nodes and edges. */
import type { UniqueId } from '../resources/node.js';
import type { Graph } from './graph.js';

/** Repeated parents count once; a parent that is not declared itself is left out. */
export function buildGraph(declared: ReadonlyMap<UniqueId, readonly UniqueId[]>): Graph {
  const parents = new Map<UniqueId, readonly UniqueId[]>();
  const children = new Map<UniqueId, UniqueId[]>();
  for (const id of declared.keys()) children.set(id, []);
  for (const [id, wanted] of declared) {
    const known = [...new Set(wanted)].filter((parent) => declared.has(parent));
    parents.set(id, known);
    for (const parent of known) children.get(parent)?.push(id);
  }
  return { parents, children };
}
