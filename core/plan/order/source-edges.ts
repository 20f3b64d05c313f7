/**
 * Part of stage 6: a source may name a relation that the same project builds. The manifest's graph keeps the two apart,
 * as dbt does; in a plan the readers of such a source wait for the node that builds it, so that a first build succeeds.
 */
import { withEdges } from '../../graph/edges.js';
import type { Neighbours } from '../../graph/graph.js';
import { nearest } from '../../graph/nearest.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { GraphNode } from '../../resources/node.js';
import { type Chosen, plannedKinds } from './chosen.js';

/** The waits with the edges builder -> reader; an edge that would close a circle is left out. */
export function withSourceEdges(waits: Neighbours, { graph, sources }: Manifest, chosen: Chosen): Neighbours {
  const read = [...sources.values()].filter(({ uniqueId }) => chosen.places[graph.numbers.get(uniqueId)!] < 0);
  const builders = read.length === 0 ? null : buildersByRelation(chosen);
  if (builders === null || builders.size === 0) return waits;
  const added = new Map<number, number[]>();
  const collect = nearest(
    graph.children,
    plannedKinds(chosen, () => false),
  );
  for (const source of read) {
    const builder = builders.get(comparableName(source) ?? '');
    if (builder === undefined) continue;
    const readers: number[] = [];
    collect(graph.numbers.get(source.uniqueId)!, readers);
    const above = readers.length === 0 ? null : withWaits(builder, waits, added);
    for (const number of readers) {
      const reader = chosen.places[number];
      if (above?.has(reader) !== false) continue;
      const own = added.get(reader);
      if (own === undefined) added.set(reader, [builder]);
      else own.push(builder);
    }
  }
  const edges = [...added].flatMap(([reader, all]) =>
    missingFrom(waits, reader, all).map((to) => [reader, to] as const),
  );
  return withEdges(
    waits,
    edges.map(([reader]) => reader),
    edges.map(([, builder]) => builder),
  );
}

/** What is built, by the name of its relation. */
function buildersByRelation({ nodes, actions }: Chosen): ReadonlyMap<string, number> {
  const byRelation = new Map<string, number>();
  for (let place = 0; place < nodes.length; place++) {
    const name = actions[place] === 'materialize' || actions[place] === 'seed' ? comparableName(nodes[place]) : null;
    if (name !== null) byRelation.set(name, place);
  }
  return byRelation;
}

/** An order that is not needed does no harm, so spellings that may mean the same relation count as the same. */
function comparableName(node: GraphNode): string | null {
  if (node.resourceType === 'exposure' || node.relationName === null) return null;
  return node.relationName.replaceAll('"', '').toLowerCase();
}

/** A place and all that it waits for, directly or through others. An edge to what is not among them changes nothing of it. */
function withWaits(
  from: number,
  { starts, targets }: Neighbours,
  added: ReadonlyMap<number, readonly number[]>,
): ReadonlySet<number> {
  const all = new Set<number>([from]);
  for (const place of all) {
    for (let at = starts[place]; at < starts[place + 1]; at++) all.add(targets[at]);
    for (const builder of added.get(place) ?? []) all.add(builder);
  }
  return all;
}

/** Those that a place does not wait for yet, each once. */
function missingFrom({ starts, targets }: Neighbours, place: number, wanted: readonly number[]): readonly number[] {
  const known = targets.subarray(starts[place], starts[place + 1]);
  return [...new Set(wanted)].filter((builder) => !known.includes(builder));
}
