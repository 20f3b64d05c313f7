/**
 * The nodes of a manifest by number, with their neighbours in flat arrays: sets of a hundred thousand nodes are then one
 * byte a node, and walks touch no text. Made once for a selection, in time linear in nodes and edges.
 */
import { numbersOf, partOf } from '../graph/edges.js';
import type { Edges, Neighbours } from '../graph/graph.js';
import type { Manifest } from '../manifest/manifest.js';
import type { GraphNode } from '../resources/node.js';

/** A set of nodes: 1 at the number of each. */
export type NodeSet = Uint8Array;

export interface NodeIndex extends Edges {
  /** All that can be selected, by number: the nodes of the manifest without its hooks, then sources, then exposures. */
  readonly nodes: readonly GraphNode[];
  readonly isTest: NodeSet;
  readonly isSource: NodeSet;
}

/** Numbers the nodes. Hooks of the project have no neighbours, and no word chooses them. */
export function indexNodes(manifest: Manifest): NodeIndex {
  const { graph, sources, exposures } = manifest;
  const own = [...manifest.nodes.values()].filter((node) => node.resourceType !== 'operation');
  const nodes: readonly GraphNode[] = [...own, ...sources.values(), ...exposures.values()];
  const ids = nodes.map(({ uniqueId }) => uniqueId);
  const { parents, children } = partOf(graph, numbersOf(graph, ids, ids.length));
  return {
    nodes,
    parents,
    children,
    isTest: setOf(nodes, ({ resourceType }) => resourceType === 'test'),
    isSource: setOf(nodes, ({ resourceType }) => resourceType === 'source'),
  };
}

/** The nodes for which something holds; those that it may hold for, when they are known. */
export function setOf(
  nodes: readonly GraphNode[],
  holds: (node: GraphNode) => boolean,
  candidates: readonly number[] | null = null,
): NodeSet {
  const set = new Uint8Array(nodes.length);
  if (candidates !== null) {
    for (const number of candidates) if (holds(nodes[number])) set[number] = 1;
    return set;
  }
  for (let number = 0; number < nodes.length; number++) if (holds(nodes[number])) set[number] = 1;
  return set;
}

/** The neighbours of one node. */
export function neighboursOf({ starts, targets }: Neighbours, number: number): Uint32Array {
  return targets.subarray(starts[number], starts[number + 1]);
}

/** The numbers of a set, in order. */
export function numbersIn(set: NodeSet): number[] {
  const numbers: number[] = [];
  for (let at = set.indexOf(1); at >= 0; at = set.indexOf(1, at + 1)) numbers.push(at);
  return numbers;
}

export function union(first: NodeSet, second: NodeSet): NodeSet {
  const both = first.slice();
  for (let number = 0; number < both.length; number++) both[number] |= second[number];
  return both;
}

export function intersection(first: NodeSet, second: NodeSet): NodeSet {
  const both = first.slice();
  for (let number = 0; number < both.length; number++) both[number] &= second[number];
  return both;
}

export function difference(first: NodeSet, second: NodeSet): NodeSet {
  const left = first.slice();
  for (let number = 0; number < left.length; number++) if (second[number] === 1) left[number] = 0;
  return left;
}
