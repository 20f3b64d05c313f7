/** Builds the immutable graph from each id's parents, in time linear in nodes and edges. */
import type { UniqueId } from '../resources/node.js';
import { type FlatGraph, flatGraph } from './flat-graph.js';
import type { Graph } from './graph.js';

/** Repeated parents count once; a parent that is not declared itself is left out. */
export function buildGraph(declared: ReadonlyMap<UniqueId, readonly UniqueId[]>): Graph {
  const parents = new Map<UniqueId, readonly UniqueId[]>();
  const children = new Map<UniqueId, UniqueId[]>();
  for (const id of declared.keys()) children.set(id, []);
  for (const [id, wanted] of declared) {
    const known =
      wanted.length < 2 && wanted.every((parent) => declared.has(parent)) ? wanted : knownOnce(wanted, declared);
    parents.set(id, known);
    for (const parent of known) children.get(parent)?.push(id);
  }
  let flat: FlatGraph | null = null;
  return {
    parents,
    children,
    flat: () => {
      flat ??= flatGraph(parents);
      return flat;
    },
  };
}

function knownOnce(wanted: readonly UniqueId[], declared: ReadonlyMap<UniqueId, unknown>): readonly UniqueId[] {
  return [...new Set(wanted)].filter((parent) => declared.has(parent));
}
