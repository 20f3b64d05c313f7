/** Builds the immutable graph from each id's parents, in time linear in nodes and edges. */
import type { UniqueId } from '../resources/node.js';
import { reversed } from './edges.js';
import type { Graph, Neighbours } from './graph.js';

/** Repeated parents count once; a parent that is not declared itself is left out. */
export function buildGraph(declared: ReadonlyMap<UniqueId, readonly UniqueId[]>): Graph {
  const ids = [...declared.keys()];
  const numbers = numbered(ids);
  const parents = parentsByNumber(declared, numbers);
  return { ids, numbers, parents, children: reversed(parents) };
}

/** A graph of which the parents are told by numbers already. */
export function graphOf(ids: readonly UniqueId[], parents: Neighbours): Graph {
  return { ids, numbers: numbered(ids), parents, children: reversed(parents) };
}

function numbered(ids: readonly UniqueId[]): Map<UniqueId, number> {
  const numbers = new Map<UniqueId, number>();
  for (const id of ids) numbers.set(id, numbers.size);
  return numbers;
}

function parentsByNumber(
  declared: ReadonlyMap<UniqueId, readonly UniqueId[]>,
  numbers: ReadonlyMap<UniqueId, number>,
): Neighbours {
  let named = 0;
  for (const wanted of declared.values()) named += wanted.length;
  const starts = new Uint32Array(declared.size + 1);
  const targets = new Uint32Array(named);
  /** By parent: the last node, counted from 1, that has named it. */
  const namedBy = new Uint32Array(declared.size);
  let node = 0;
  let end = 0;
  for (const wanted of declared.values()) {
    node++;
    for (const id of wanted) {
      const parent = numbers.get(id);
      if (parent === undefined || namedBy[parent] === node) continue;
      namedBy[parent] = node;
      targets[end++] = parent;
    }
    starts[node] = end;
  }
  return { starts, targets: targets.subarray(0, end) };
}
