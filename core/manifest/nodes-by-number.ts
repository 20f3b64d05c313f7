/** The nodes of a manifest by their numbers in its graph. */
import { numbersOf } from '../graph/edges.js';
import type { GraphNode } from '../resources/node.js';
import type { Manifest } from './manifest.js';

/** The graph of a manifest knows all of its nodes, sources and exposures, and nothing else. */
export function nodesByNumber({ nodes, sources, exposures, graph }: Manifest): readonly GraphNode[] {
  const found = new Array<GraphNode>(graph.ids.length);
  for (const some of [nodes, sources, exposures]) {
    const numbers = numbersOf(graph, some.keys(), some.size);
    let at = 0;
    for (const node of some.values()) found[numbers[at++]] = node;
  }
  return found;
}
