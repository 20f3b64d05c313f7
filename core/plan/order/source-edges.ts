/**
 * Part of stage 6: a source may name a relation that the same project builds. The manifest's graph keeps the two apart,
 * as dbt does; in a plan the readers of such a source wait for the node that builds it, so that a first build succeeds.
 */
import type { Manifest } from '../../manifest/manifest.js';
import type { GraphNode, SourceNode, UniqueId } from '../../resources/node.js';
import type { WaitEdges } from './wait-edges.js';

/** Adds the edges builder -> reader to `waits`; an edge that would close a circle is left out. */
export function addSourceEdges(waits: WaitEdges, manifest: Manifest, builders: readonly GraphNode[]): void {
  const byRelation = new Map<string, UniqueId>();
  for (const node of builders) {
    const name = comparableName(node);
    if (name !== null) byRelation.set(name, node.uniqueId);
  }
  if (byRelation.size === 0) return;
  for (const source of manifest.sources.values()) {
    const builder = byRelation.get(comparableName(source) ?? '');
    if (builder === undefined || waits.has(source.uniqueId)) continue;
    for (const reader of readers(source, manifest, waits)) {
      if (!waitsFor(builder, reader, waits)) waits.get(reader)?.add(builder);
    }
  }
}

/** An order that is not needed does no harm, so spellings that may mean the same relation count as the same. */
function comparableName(node: GraphNode): string | null {
  if (node.resourceType === 'exposure' || node.relationName === null) return null;
  return node.relationName.replaceAll('"', '').toLowerCase();
}

/** The planned nodes below the source with no other planned node between. */
function readers(source: SourceNode, { graph }: Manifest, waits: WaitEdges): UniqueId[] {
  const seen = new Set<UniqueId>([source.uniqueId]);
  const pending: UniqueId[] = [source.uniqueId];
  const found: UniqueId[] = [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of graph.children.get(next) ?? []) {
      if (seen.has(child)) continue;
      seen.add(child);
      if (waits.has(child)) found.push(child);
      else pending.push(child);
    }
  }
  return found;
}

/** Whether `from` is `other` or waits for it, directly or through others. */
function waitsFor(from: UniqueId, other: UniqueId, waits: WaitEdges): boolean {
  const seen = new Set<UniqueId>([from]);
  for (const id of seen) {
    if (id === other) return true;
    for (const parent of waits.get(id) ?? []) seen.add(parent);
  }
  return false;
}
