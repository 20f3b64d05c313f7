/**
 * The nodes of a manifest by number, with their neighbours in flat arrays: sets of a hundred thousand nodes are then one
 * byte a node, and walks touch no text. Made once for a selection, in time linear in nodes and edges.
 */
import type { Manifest } from '../manifest/manifest.js';
import type { GraphNode, UniqueId } from '../resources/node.js';

/** A set of nodes: 1 at the number of each. */
export type NodeSet = Uint8Array;

/** The neighbours of node `n` are `targets[starts[n]]` up to `targets[starts[n + 1] - 1]`. */
interface Neighbours {
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
}

export interface NodeIndex {
  /** All that can be selected, by number: the nodes of the manifest without its hooks, then sources, then exposures. */
  readonly nodes: readonly GraphNode[];
  readonly parents: Neighbours;
  readonly children: Neighbours;
  readonly isTest: NodeSet;
  readonly isSource: NodeSet;
}

/** Numbers the nodes. Hooks of the project have no neighbours, and no word chooses them. */
export function indexNodes(manifest: Manifest): NodeIndex {
  const { graph, sources, exposures } = manifest;
  const own = [...manifest.nodes.values()].filter((node) => node.resourceType !== 'operation');
  const nodes: readonly GraphNode[] = [...own, ...sources.values(), ...exposures.values()];
  const numbers = new Map(nodes.map((node, number) => [node.uniqueId, number]));
  return {
    nodes,
    parents: neighbours(nodes, numbers, graph.parents),
    children: neighbours(nodes, numbers, graph.children),
    isTest: Uint8Array.from(nodes, ({ resourceType }) => Number(resourceType === 'test')),
    isSource: Uint8Array.from(nodes, ({ resourceType }) => Number(resourceType === 'source')),
  };
}

function neighbours(
  nodes: readonly GraphNode[],
  numbers: ReadonlyMap<UniqueId, number>,
  edges: ReadonlyMap<UniqueId, readonly UniqueId[]>,
): Neighbours {
  const starts = new Uint32Array(nodes.length + 1);
  const targets: number[] = [];
  nodes.forEach(({ uniqueId }, number) => {
    for (const id of edges.get(uniqueId) ?? []) {
      const target = numbers.get(id);
      if (target !== undefined) targets.push(target);
    }
    starts[number + 1] = targets.length;
  });
  return { starts, targets: Uint32Array.from(targets) };
}

/** The neighbours of one node. */
export function neighboursOf({ starts, targets }: Neighbours, number: number): Uint32Array {
  return targets.subarray(starts[number], starts[number + 1]);
}

/** All nodes reached in at most `steps` steps (null: any number), the start not included unless reached. */
export function reach(edges: Neighbours, from: NodeSet, steps: number | null): NodeSet {
  const reached = new Uint8Array(from.length);
  let frontier = numbersIn(from);
  for (let step = 0; frontier.length > 0 && (steps === null || step < steps); step++) {
    const next: number[] = [];
    for (const number of frontier) {
      for (const target of neighboursOf(edges, number)) {
        if (reached[target] === 1) continue;
        reached[target] = 1;
        next.push(target);
      }
    }
    frontier = next;
  }
  return reached;
}

/** The numbers of a set, in order. */
export function numbersIn(set: NodeSet): number[] {
  const numbers: number[] = [];
  for (let at = set.indexOf(1); at >= 0; at = set.indexOf(1, at + 1)) numbers.push(at);
  return numbers;
}

export function union(first: NodeSet, second: NodeSet): NodeSet {
  return first.map((bit, number) => bit | second[number]);
}

export function intersection(first: NodeSet, second: NodeSet): NodeSet {
  return first.map((bit, number) => bit & second[number]);
}

export function difference(first: NodeSet, second: NodeSet): NodeSet {
  return first.map((bit, number) => bit & ~second[number] & 1);
}
