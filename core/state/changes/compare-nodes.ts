/**
 * Which nodes differ between two states of a project, and why. Pure. Code counts as written: a comment or white space
 * inside of it is a change, for the database keeps a view's text and what a template prints of it is not known here;
 * white space at its ends is none, and neither is what stands between the macros of a file.
 */
import type { JsonObject } from '../../resources/json.js';
import type { UniqueId } from '../../resources/node.js';
import type { ComparableMacro, ComparableManifest, ComparableNode } from './comparable.js';
import { hasEffect } from './has-effect.js';
import type { ChangedPart, ChangeReason, NodeChange } from './node-change.js';
import { differingKeys, isSameJson } from './same-json.js';
import { createUsedMacros } from './used-macros.js';

/** The nodes that differ: changed and new ones in the order of `after`, then the removed ones. */
export function compareNodes(before: ComparableManifest, after: ComparableManifest): readonly NodeChange[] {
  const changed = changedMacros(before.macros, after.macros);
  const usedBefore = createUsedMacros(before, changed);
  const usedAfter = createUsedMacros(after, changed);
  const changes: NodeChange[] = [];
  for (const [id, node] of after.nodes) {
    const earlier = before.nodes.get(id);
    if (earlier === undefined) {
      changes.push({ id, kind: 'new', reasons: [], hasEffect: true });
      continue;
    }
    const macros = changed.size === 0 ? [] : [...new Set([...usedBefore(earlier), ...usedAfter(node)])].sort();
    const reasons = reasonsFor(earlier, node, macros);
    if (reasons.length > 0)
      changes.push({ id, kind: 'changed', reasons, hasEffect: reasons.some((one) => one.hasEffect) });
  }
  for (const id of before.nodes.keys()) {
    if (!after.nodes.has(id)) changes.push({ id, kind: 'removed', reasons: [], hasEffect: true });
  }
  return changes;
}

type Macros = ReadonlyMap<UniqueId, ComparableMacro>;

/** Macros that are new, gone, written anew, or that call others than before (a dispatch that finds another one). */
function changedMacros(before: Macros, after: Macros): ReadonlySet<UniqueId> {
  const isSame = (id: UniqueId) => {
    const [left, right] = [before.get(id), after.get(id)];
    if (left === right) return true;
    return left !== undefined && right !== undefined && left.sql === right.sql && isSameJson(left.macros, right.macros);
  };
  return new Set([...before.keys(), ...after.keys()].filter((id) => !isSame(id)));
}

function reasonsFor(before: ComparableNode, after: ComparableNode, macros: readonly UniqueId[]): ChangeReason[] {
  const parts: [ChangedPart, readonly string[] | null][] = [['macros', macros.length > 0 ? macros : null]];
  if (before !== after) parts.unshift(...ownParts(before, after));
  return parts.flatMap(([part, names]) => {
    if (names === null) return [];
    return [{ part, names, hasEffect: hasEffect(part, names, after) }];
  });
}

/** Names of what differs in each part; null where nothing does. */
function ownParts(before: ComparableNode, after: ComparableNode): [ChangedPart, readonly string[] | null][] {
  const isSeed = after.resourceType === 'seed';
  const relation = (node: ComparableNode) => [node.relationName, node.database, node.schema, node.alias];
  return [
    ['body', before.rawCode === after.rawCode ? null : []],
    ['data', isSeed && before.checksum !== after.checksum ? [] : null],
    ['config', named(differingKeys(before.config, after.config))],
    ['inputs', named(changedInputs(before.inputs, after.inputs))],
    ['relation', isSameJson(relation(before), relation(after)) ? null : []],
    ['parents', named(cameOrWent(before.parents, after.parents))],
    ['definition', named(differingKeys(before.definition, after.definition))],
    ['properties', named(changedProperties(before, after))],
  ];
}

function named(names: readonly string[]): readonly string[] | null {
  return names.length === 0 ? null : names;
}

/** What is known of one side only says nothing. */
function changedInputs(before: JsonObject | null, after: JsonObject | null): string[] {
  return before === null || after === null ? [] : differingKeys(before, after);
}

function cameOrWent(before: readonly UniqueId[], after: readonly UniqueId[]): string[] {
  return [...before.filter((id) => !after.includes(id)), ...after.filter((id) => !before.includes(id))];
}

function changedProperties(before: ComparableNode, after: ComparableNode): string[] {
  const description = before.description === after.description ? [] : ['description'];
  return [...description, ...differingKeys(before.columns, after.columns).map((name) => `columns.${name}`)];
}
