/** Which nodes a change touches, from the manifests of both sides: the changed ones with their reasons, and what rests on them. */
import { uniqueKeyOf } from '../../artifacts/primary-key.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import type { ComparableManifest, ComparableNode } from '../../state/changes/comparable.js';
import { compareNodes } from '../../state/changes/compare-nodes.js';
import type { NodeChange } from '../../state/changes/node-change.js';
import { reasonWords } from '../../state/changes/reason-words.js';
import type { BaseReport, ComparedNode } from '../report.js';

/** A node that is touched, with what is needed to look at its rows. */
export interface TouchedNode extends Omit<ComparedNode, 'rows' | 'columns' | 'comparison'> {
  readonly before: ComparableNode | null;
  readonly after: ComparableNode | null;
}

export interface Changes {
  /** In the order of dependencies, removed ones last. */
  readonly nodes: readonly TouchedNode[];
  readonly tests: BaseReport['tests'];
}

const shown: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot', 'source']);

/** Descriptions and the like touch nothing. */
export function findChanges(before: ComparableManifest, after: ComparableManifest): Changes {
  const changes = compareNodes(before, after).filter(({ hasEffect }) => hasEffect);
  const byId = new Map(changes.map((change) => [change.id, change]));
  const affected = descendants(after, new Set(byId.keys()));
  const order = [...inOrder(after), ...[...before.nodes.keys()].filter((id) => !after.nodes.has(id))];
  const nodes = order.flatMap((id) => {
    const change = byId.get(id);
    if (change === undefined && !affected.has(id)) return [];
    const sides = { before: before.nodes.get(id) ?? null, after: after.nodes.get(id) ?? null };
    const node = sides.after ?? sides.before;
    return node === null || !shown.has(node.resourceType)
      ? []
      : [touched(node, change, { ...sides, project: after.projectName })];
  });
  const testNames = (kind: NodeChange['kind']) =>
    changes
      .filter((change) => change.kind === kind)
      .map(({ id }) => after.nodes.get(id) ?? before.nodes.get(id))
      .flatMap((node) => (node?.resourceType === 'test' ? [node.name] : []));
  return {
    nodes,
    tests: { added: testNames('new'), removed: testNames('removed'), changed: testNames('changed') },
  };
}

interface Sides {
  readonly before: ComparableNode | null;
  readonly after: ComparableNode | null;
  readonly project: string;
}

const words = { new: 'added', removed: 'removed', changed: 'changed' } as const;

function touched(node: ComparableNode, change: NodeChange | undefined, { before, after, project }: Sides): TouchedNode {
  const isOwn = node.packageName === project;
  return {
    id: node.uniqueId,
    name: node.name,
    type: node.resourceType,
    file: isOwn ? node.originalFilePath : `dbt_packages/${node.packageName}/${node.originalFilePath}`,
    change: change === undefined ? 'affected' : words[change.kind],
    reasons: reasonsOf(change, after),
    materialized: { before: materialized(before), after: materialized(after) },
    before,
    after,
  };
}

/** `full_refresh` that was taken off loses nothing. */
function reasonsOf(change: NodeChange | undefined, after: ComparableNode | null): readonly string[] {
  const isTold = (words: string) => words !== FULL_REFRESH_CONFIG || after?.config.full_refresh === true;
  const effective = change?.reasons.filter(({ hasEffect }) => hasEffect) ?? [];
  return effective.flatMap(reasonWords).filter(isTold);
}

/** The reason of a node whose config now asks for a full refresh. */
export const FULL_REFRESH_CONFIG = 'config full_refresh';

/** Of models alone; a seed is loaded, whatever its config says. */
function materialized(node: ComparableNode | null): string | null {
  if (node?.resourceType !== 'model') return null;
  const kind = node.config.materialized;
  return typeof kind === 'string' ? kind : 'view';
}

function descendants({ nodes }: ComparableManifest, changed: ReadonlySet<string>): ReadonlySet<string> {
  const children = new Map<string, string[]>();
  for (const node of nodes.values()) {
    for (const parent of node.parents) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [node.uniqueId]);
      else known.push(node.uniqueId);
    }
  }
  const found = new Set<string>();
  const queue = [...changed];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const child of children.get(id) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      queue.push(child);
    }
  }
  return found;
}

/** Parents first; the graph of a manifest has no cycles, and one that has is left as it is. */
function inOrder({ nodes }: ComparableManifest): string[] {
  const order = new Set<string>();
  const open = new Set<string>();
  const visit = (id: string): void => {
    const node = nodes.get(id);
    if (node === undefined || order.has(id) || open.has(id)) return;
    open.add(id);
    for (const parent of node.parents) visit(parent);
    order.add(id);
  };
  for (const id of nodes.keys()) visit(id);
  return [...order];
}

/** The columns that tell rows of a node of manifest.json apart: its `unique_key`, else the primary key; none when neither says. */
export function keyOf(dict: JsonObject | undefined): readonly string[] {
  const { config = null, primary_key: inferred } = dict ?? {};
  const own = isMapping(config) ? uniqueKeyOf(config) : null;
  if (own !== null) return own;
  return Array.isArray(inferred) ? inferred.filter((name) => typeof name === 'string') : [];
}
