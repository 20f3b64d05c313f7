/** Evaluates an expression over the nodes of a manifest: criteria, graph operators, tests that follow, set operators. */
import { ancestors, descendants } from '../graph/walk.js';
import type { Manifest } from '../manifest/manifest.js';
import type { GraphNode, UniqueId } from '../resources/node.js';
import type { Criterion } from './criterion.js';
import type { CriterionExpression, Expression, SelectorTable, SetExpression } from './expression.js';
import { matchesPattern } from './glob.js';
import { addTests, type PartialSelection, releaseTests } from './indirect-selection.js';
import { SELECTOR_METHOD, selectionMethods } from './methods/methods.js';
import type { IndirectSelection } from './selection.js';

/** What an evaluation works with. Its expressions have been checked: methods exist, names of selectors are known. */
export interface Search {
  readonly manifest: Manifest;
  readonly nodes: readonly GraphNode[];
  readonly selectors: SelectorTable;
  /** The mode of the request; a criterion may have its own. */
  readonly mode: IndirectSelection;
  /** What definitions have come to, so that one that many others use is evaluated once. */
  readonly named: Map<string, PartialSelection>;
}

/** The chosen nodes with their tests. */
export function evaluate(expression: Expression, search: Search): PartialSelection {
  return expression.kind === 'criterion' ? evaluateCriterion(expression, search) : evaluateSet(expression, search);
}

function evaluateCriterion({ criterion, indirectSelection }: CriterionExpression, search: Search): PartialSelection {
  const { manifest } = search;
  const mode = indirectSelection ?? search.mode;
  if (criterion.method === SELECTOR_METHOD) {
    const named = selectorsNamed(criterion, search);
    if (!hasOperator(criterion)) return named;
    return addTests(expand(named.direct, criterion, manifest), manifest, mode);
  }
  const matches = selectionMethods[criterion.method].compile(criterion, manifest);
  const matched = new Set(search.nodes.filter(matches).map((node) => node.uniqueId));
  return addTests(expand(matched, criterion, manifest), manifest, mode);
}

function selectorsNamed(criterion: Criterion, search: Search): PartialSelection {
  const matches = matchesPattern(criterion.value);
  const named = [...search.selectors.values()].filter(({ name }) => matches(name));
  const parts = named.map(({ name, expression }) => {
    const selected = search.named.get(name) ?? evaluate(expression, search);
    search.named.set(name, selected);
    return selected;
  });
  return combine({ kind: 'union', parts, release: null }, search.manifest);
}

function hasOperator({ childrensParents, parents, children }: Criterion): boolean {
  return childrensParents || parents !== undefined || children !== undefined;
}

/** The graph operators of a criterion. Hooks of the project have no neighbours, so none comes in here. */
function expand(matched: ReadonlySet<UniqueId>, criterion: Criterion, manifest: Manifest): ReadonlySet<UniqueId> {
  if (!hasOperator(criterion)) return matched;
  const { graph } = manifest;
  const expanded = new Set(matched);
  const add = (ids: Iterable<UniqueId>) => {
    for (const id of ids) expanded.add(id);
  };
  if (criterion.childrensParents) {
    add(descendants(graph, matched));
    add(ancestors(graph, [...expanded]));
  }
  if (criterion.parents !== undefined) add(ancestors(graph, matched, criterion.parents));
  if (criterion.children !== undefined) add(descendants(graph, matched, criterion.children));
  return expanded;
}

function evaluateSet({ kind, parts, releasesTests }: SetExpression, search: Search): PartialSelection {
  const release = releasesTests ? search.mode : null;
  return combine({ kind, parts: parts.map((part) => evaluate(part, search)), release }, search.manifest);
}

interface Combination {
  readonly kind: SetExpression['kind'];
  readonly parts: readonly PartialSelection[];
  /** The mode in which tests that were held back are asked again; null asks none. */
  readonly release: IndirectSelection | null;
}

/** Combines what is chosen and what may still be, then lets go the tests whose parents have come together. */
export function combine({ kind, parts, release }: Combination, manifest: Manifest): PartialSelection {
  const operation = operations[kind];
  const direct = operation(parts.map((part) => part.direct));
  if (parts.every((part) => part.heldBack.size === 0)) return { direct, heldBack: new Set() };
  const possible = operation(parts.map((part) => new Set([...part.direct, ...part.heldBack])));
  const heldBack = new Set([...possible].filter((id) => manifest.nodes.get(id)?.resourceType === 'test'));
  const combined = { direct, heldBack };
  return release === null ? combined : releaseTests(combined, manifest, release);
}

type Operation = (sets: readonly ReadonlySet<UniqueId>[]) => ReadonlySet<UniqueId>;

const operations: Readonly<Record<SetExpression['kind'], Operation>> = {
  union: (sets) => {
    if (sets.length === 1) return sets[0];
    const all = new Set<UniqueId>();
    for (const set of sets) for (const id of set) all.add(id);
    return all;
  },
  intersection: ([first, ...rest]) => new Set([...(first ?? [])].filter((id) => rest.every((set) => set.has(id)))),
  difference: ([first, ...rest]) => new Set([...(first ?? [])].filter((id) => !rest.some((set) => set.has(id)))),
};
