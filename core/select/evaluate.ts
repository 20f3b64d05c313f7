/** Evaluates an expression over the nodes of a manifest: criteria, graph operators, tests that follow, set operators. */
import { reach } from '../graph/walk.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Criterion } from './criterion.js';
import type { CriterionExpression, Expression, SelectorTable, SetExpression } from './expression.js';
import { matchesPattern } from './glob.js';
import { addTests, type PartialSelection, releaseTests } from './indirect-selection.js';
import type { Candidates } from './literal-names.js';
import { SELECTOR_METHOD, selectionMethods } from './methods/methods.js';
import { difference, intersection, type NodeIndex, type NodeSet, numbersIn, setOf, union } from './node-index.js';
import type { IndirectSelection } from './selection.js';

/** What an evaluation works with. Its expressions have been checked: methods exist, names of selectors are known. */
export interface Search {
  readonly manifest: Manifest;
  readonly index: NodeIndex;
  readonly candidates: Candidates;
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
  const { manifest, index } = search;
  const mode = indirectSelection ?? search.mode;
  if (criterion.method === SELECTOR_METHOD) {
    const named = selectorsNamed(criterion, search);
    return hasOperator(criterion) ? addTests(expand(named.direct, criterion, index), index, mode) : named;
  }
  const matches = selectionMethods[criterion.method].compile(criterion, manifest);
  return addTests(expand(setOf(index.nodes, matches, search.candidates(criterion)), criterion, index), index, mode);
}

function selectorsNamed(criterion: Criterion, search: Search): PartialSelection {
  const matches = matchesPattern(criterion.value);
  const named = [...search.selectors.values()].filter(({ name }) => matches(name));
  const parts = named.map(({ name, expression }) => {
    const selected = search.named.get(name) ?? evaluate(expression, search);
    search.named.set(name, selected);
    return selected;
  });
  return combine({ kind: 'union', parts, release: null }, search.index);
}

function hasOperator({ childrensParents, parents, children }: Criterion): boolean {
  return childrensParents || parents !== undefined || children !== undefined;
}

/** The graph operators of a criterion. */
function expand(matched: NodeSet, criterion: Criterion, { parents, children }: NodeIndex): NodeSet {
  let expanded = matched;
  if (criterion.childrensParents) {
    expanded = union(expanded, reach(children, numbersIn(matched), null));
    expanded = union(expanded, reach(parents, numbersIn(expanded), null));
  }
  if (criterion.parents !== undefined)
    expanded = union(expanded, reach(parents, numbersIn(matched), criterion.parents));
  if (criterion.children !== undefined)
    expanded = union(expanded, reach(children, numbersIn(matched), criterion.children));
  return expanded;
}

function evaluateSet({ kind, parts, releasesTests }: SetExpression, search: Search): PartialSelection {
  const release = releasesTests ? search.mode : null;
  return combine({ kind, parts: parts.map((part) => evaluate(part, search)), release }, search.index);
}

interface Combination {
  readonly kind: SetExpression['kind'];
  readonly parts: readonly PartialSelection[];
  /** The mode in which tests that were held back are asked again; null asks none. */
  readonly release: IndirectSelection | null;
}

/** Combines what is chosen and what may still be, then lets go the tests whose parents have come together. */
export function combine({ kind, parts, release }: Combination, index: NodeIndex): PartialSelection {
  const operation = (sets: readonly NodeSet[]) =>
    sets.length === 0 ? new Uint8Array(index.nodes.length) : sets.reduce(operations[kind]);
  const direct = operation(parts.map((part) => part.direct));
  if (parts.every((part) => part.heldBack === null)) return { direct, heldBack: null };
  const possible = parts.map((part) => (part.heldBack === null ? part.direct : union(part.direct, part.heldBack)));
  const combined = { direct, heldBack: intersection(operation(possible), index.isTest) };
  return release === null ? combined : releaseTests(combined, index, release);
}

const operations = { union, intersection, difference } as const;
