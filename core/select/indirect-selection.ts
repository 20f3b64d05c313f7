/**
 * Tests follow the nodes that they test. `eager` takes a test when one of its parents is chosen, the other modes hold
 * tests back until more parents are there: those held back are asked again after each union, intersection, difference.
 */
import { ancestors } from '../graph/walk.js';
import type { Manifest } from '../manifest/manifest.js';
import type { UniqueId } from '../resources/node.js';
import type { IndirectSelection } from './selection.js';

/** Chosen ids, and the tests that touch them but wait for other parents. */
export interface PartialSelection {
  readonly direct: ReadonlySet<UniqueId>;
  readonly heldBack: ReadonlySet<UniqueId>;
}

/** Adds the tests of the chosen nodes. */
export function addTests(chosen: ReadonlySet<UniqueId>, manifest: Manifest, mode: IndirectSelection): PartialSelection {
  if (mode === 'empty') return { direct: chosen, heldBack: new Set() };
  const direct = new Set(chosen);
  const heldBack = new Set<UniqueId>();
  const present = presentParents(chosen, manifest, mode);
  for (const id of chosen) {
    for (const child of manifest.graph.children.get(id) ?? []) {
      if (manifest.nodes.get(child)?.resourceType !== 'test') continue;
      if (mode === 'eager' || hasAllParents(child, present, manifest)) direct.add(child);
      else heldBack.add(child);
    }
  }
  return { direct, heldBack };
}

/** Asks the tests that were held back again, now that selections have been combined. */
export function releaseTests(
  selection: PartialSelection,
  manifest: Manifest,
  mode: IndirectSelection,
): PartialSelection {
  if (mode === 'empty' || mode === 'eager') return selection;
  const present = presentParents(selection.direct, manifest, mode);
  const direct = new Set(selection.direct);
  for (const id of selection.heldBack) if (hasAllParents(id, present, manifest)) direct.add(id);
  return { direct, heldBack: selection.heldBack };
}

/** Buildable lets a test lean on what the chosen nodes were built from, and on sources. */
function presentParents(
  chosen: ReadonlySet<UniqueId>,
  manifest: Manifest,
  mode: IndirectSelection,
): ReadonlySet<UniqueId> {
  if (mode !== 'buildable') return chosen;
  return new Set([...chosen, ...ancestors(manifest.graph, chosen), ...manifest.sources.keys()]);
}

function hasAllParents(id: UniqueId, present: ReadonlySet<UniqueId>, manifest: Manifest): boolean {
  return (manifest.graph.parents.get(id) ?? []).every((parent) => present.has(parent));
}
