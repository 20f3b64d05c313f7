/**
 * Stage 5: turns --select, --exclude and --selector into the set of chosen unique ids. Pure; warns about what matched
 * nothing.
 */
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.js';
import type { Manifest } from '../manifest/manifest.js';
import type { UniqueId } from '../resources/node.js';
import { criterionProblem, missingSelector } from './check-criterion.js';
import { combine, evaluate, type Search } from './evaluate.js';
import { type Expression, type NamedSelector, NO_SELECTORS, type SelectorTable } from './expression.js';
import type { PartialSelection } from './indirect-selection.js';
import { literalNames } from './literal-names.js';
import { selectorMatchesNothing, wordMatchesNothing } from './no-match.js';
import { indexNodes, type NodeIndex, numbersIn } from './node-index.js';
import { parseWords } from './parse-words.js';
import type { Selection, SelectionRequest } from './selection.js';
import { criteriaBehind } from './selectors/references.js';

const EVERYTHING = ['fqn:*', 'source:*', 'exposure:*'];

/**
 * Words are united, commas intersect, the exclusion is taken off last. A named selector is used alone, and the default
 * one where neither --select nor --exclude is given. Hooks of the project are never chosen: a command runs them beside
 * its selection.
 */
export function selectNodes(
  manifest: Manifest,
  request: SelectionRequest,
  selectors: SelectorTable = NO_SELECTORS,
): Outcome<Selection> {
  const diagnostics: Diagnostic[] = [];
  const mode = request.indirectSelection;
  const index = indexNodes(manifest);
  const search = { manifest, index, candidates: literalNames(index.nodes), selectors, mode, named: new Map() };
  const work: Work = { search, diagnostics };
  const named = namedSelector(request, work);
  const chosen = named === null ? selectByWords(request, work) : selectByName(named, work);
  const ids = idsInOrder(chosen, index);
  const isDefault = named !== null && named !== 'missing' && (request.selector ?? null) === null;
  return { value: isDefault ? { ids, defaultSelector: named.name } : { ids }, diagnostics };
}

interface Chosen extends PartialSelection {
  /** What each word chose, in the order of the words: answers are given in that order. Empty where order is no question. */
  readonly byWord: readonly (readonly number[])[];
}

/** By word, and then as the manifest has them. */
function idsInOrder({ direct, byWord }: Chosen, { nodes }: NodeIndex): Set<UniqueId> {
  const ids = new Set<UniqueId>();
  for (const numbers of [...byWord, numbersIn(direct)]) {
    for (const number of numbers) if (direct[number] === 1) ids.add(nodes[number].uniqueId);
  }
  return ids;
}

interface Work {
  readonly search: Search;
  readonly diagnostics: Diagnostic[];
}

/** Null: the request selects by words. */
function namedSelector(request: SelectionRequest, { search, diagnostics }: Work): NamedSelector | 'missing' | null {
  const { selector = null, select, exclude } = request;
  const isWordless = select === null && exclude.length === 0;
  if (selector === null) {
    return isWordless ? ([...search.selectors.values()].find(({ isDefault }) => isDefault) ?? null) : null;
  }
  if (!isWordless) diagnostics.push(wordsIgnored(selector));
  const found = search.selectors.get(selector);
  if (found !== undefined) return found;
  diagnostics.push(missingSelector(selector, search.selectors));
  return 'missing';
}

function wordsIgnored(selector: string): Diagnostic {
  const message = `--selector ${selector} is used alone: --select and --exclude beside it change nothing.`;
  const hint = `To combine them, write --select selector:${selector}.`;
  return { code: 'TSDBT_FLAG_IGNORED', severity: 'warning', message, hint };
}

function nothing({ index }: Search): Chosen {
  return { direct: new Uint8Array(index.nodes.length), heldBack: null, byWord: [] };
}

function selectByName(selector: NamedSelector | 'missing', { search, diagnostics }: Work): Chosen {
  if (selector === 'missing') return nothing(search);
  const problems = problemsOf(selector.expression, search);
  diagnostics.push(...problems);
  if (problems.length > 0) return nothing(search);
  const selected = evaluate(selector.expression, search);
  if (!selected.direct.includes(1)) diagnostics.push(selectorMatchesNothing(selector, search));
  return { ...selected, byWord: [] };
}

/** What cannot be evaluated, in the definitions that are named too. */
function problemsOf(expression: Expression, { selectors }: Search): Diagnostic[] {
  return criteriaBehind(expression, selectors).flatMap(({ criterion, location }) => {
    const problem = criterionProblem(criterion, selectors);
    return problem === null ? [] : [location === null ? problem : { ...problem, location }];
  });
}

function selectByWords({ select, exclude }: SelectionRequest, work: Work): Chosen {
  const { index, mode } = work.search;
  const included = selectWords(select ?? EVERYTHING, work, select !== null);
  if (exclude.length === 0) return included;
  const parts = [included, selectWords(exclude, work, true)];
  return { ...combine({ kind: 'difference', parts, release: mode }, index), byWord: included.byWord };
}

function selectWords(words: readonly string[], { search, diagnostics }: Work, isWritten: boolean): Chosen {
  const parsed = parseWords(words);
  diagnostics.push(...parsed.diagnostics);
  const byWord: (readonly number[])[] = [];
  let all: PartialSelection | null = null;
  for (const { raw, expression } of parsed.value) {
    const problems = problemsOf(expression, search);
    diagnostics.push(...problems);
    if (problems.length > 0) continue;
    const selected = evaluate(expression, search);
    if (isWritten && !selected.direct.includes(1)) diagnostics.push(wordMatchesNothing(raw, expression, search));
    // One after the other: the sets of a thousand words would fill the memory.
    if (parsed.value.length > 1) byWord.push(numbersIn(selected.direct));
    all = all === null ? selected : combine({ kind: 'union', parts: [all, selected], release: null }, search.index);
  }
  const parts = all === null ? [] : [all];
  return { ...combine({ kind: 'union', parts, release: search.mode }, search.index), byWord };
}
