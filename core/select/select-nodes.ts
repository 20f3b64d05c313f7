/** Stage 5: turns --select and --exclude into the set of chosen unique ids. Pure; warns about what matched nothing. */
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../diagnostics/did-you-mean.js';
import { ancestors, descendants } from '../graph/walk.js';
import type { Manifest } from '../manifest/manifest.js';
import type { GraphNode, UniqueId } from '../resources/node.js';
import { type Criterion, parseCriterion } from './criterion.js';
import { addTests, type PartialSelection, releaseTests } from './indirect-selection.js';
import { selectionMethods, unbuiltMethods } from './methods.js';
import type { IndirectSelection, Selection, SelectionRequest } from './selection.js';

const EVERYTHING = ['fqn:*', 'source:*', 'exposure:*'];

interface Search {
  readonly manifest: Manifest;
  readonly nodes: readonly GraphNode[];
  readonly mode: IndirectSelection;
  readonly diagnostics: Diagnostic[];
}

/**
 * Words are united, commas intersect, the exclusion is taken off last. Hooks of the project are never chosen: a
 * command runs them beside its selection.
 */
export function selectNodes(manifest: Manifest, request: SelectionRequest): Outcome<Selection> {
  const diagnostics: Diagnostic[] = [];
  const search: Search = { manifest, nodes: selectableNodes(manifest), mode: request.indirectSelection, diagnostics };
  const included = selectWords(request.select ?? EVERYTHING, search, request.select !== null);
  if (request.exclude.length === 0) return { value: { ids: included.direct }, diagnostics };
  const excluded = selectWords(request.exclude, search, true);
  const left = combine([included, excluded], difference, search);
  return { value: { ids: left.direct }, diagnostics };
}

function selectableNodes(manifest: Manifest): GraphNode[] {
  const nodes = [...manifest.nodes.values()].filter((node) => node.resourceType !== 'operation');
  return [...nodes, ...manifest.sources.values(), ...manifest.exposures.values()];
}

function selectWords(words: readonly string[], search: Search, isWritten: boolean): PartialSelection {
  const specs = words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== '');
  const parts = specs.map((spec) => {
    const selected = selectIntersection(spec, search);
    if (isWritten && selected !== null && selected.direct.size === 0) search.diagnostics.push(noMatch(spec, search));
    return selected ?? NOTHING;
  });
  return combine(parts, union, search);
}

const NOTHING: PartialSelection = { direct: new Set(), heldBack: new Set() };

/** Null when a criterion is wrong and has been reported. */
function selectIntersection(spec: string, search: Search): PartialSelection | null {
  const parts = spec.split(',').map((word) => selectCriterion(word, search));
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : combine(known, intersection, search);
}

function selectCriterion(word: string, search: Search): PartialSelection | null {
  const criterion = parseCriterion(word);
  if ('code' in criterion) return report(search, criterion);
  const matches = compileCriterion(criterion, search.manifest);
  if (typeof matches !== 'function') return report(search, matches);
  const matched = new Set(search.nodes.filter(matches).map((node) => node.uniqueId));
  return addTests(expand(matched, criterion, search.manifest), search.manifest, search.mode);
}

function report(search: Search, diagnostic: Diagnostic): null {
  search.diagnostics.push(diagnostic);
  return null;
}

/** The graph operators of a criterion. Hooks of the project have no neighbours, so none comes in here. */
function expand(matched: ReadonlySet<UniqueId>, criterion: Criterion, manifest: Manifest): ReadonlySet<UniqueId> {
  const { graph } = manifest;
  const expanded = new Set(matched);
  if (criterion.childrensParents) {
    for (const id of descendants(graph, matched)) expanded.add(id);
    for (const id of ancestors(graph, expanded)) expanded.add(id);
  }
  const above = criterion.parents === undefined ? [] : ancestors(graph, matched, criterion.parents);
  const below = criterion.children === undefined ? [] : descendants(graph, matched, criterion.children);
  return new Set([...expanded, ...above, ...below]);
}

function compileCriterion(criterion: Criterion, manifest: Manifest): ((node: GraphNode) => boolean) | Diagnostic {
  const method = Object.hasOwn(selectionMethods, criterion.method) ? selectionMethods[criterion.method] : undefined;
  if (method === undefined) return unknownMethod(criterion);
  const compiled = method.compile(criterion, manifest);
  if (typeof compiled === 'function') return compiled;
  return {
    code: 'TSDBT_SELECTOR_INVALID',
    severity: 'error',
    message: `The selector '${criterion.raw}' has the value '${criterion.value}'; ${compiled}.`,
  };
}

function unknownMethod(criterion: Criterion): Diagnostic {
  if (Object.hasOwn(unbuiltMethods, criterion.method)) {
    return {
      code: 'TSDBT_SELECTOR_NOT_BUILT',
      severity: 'error',
      message: `The selector '${criterion.raw}' needs ${unbuiltMethods[criterion.method]}, which comes later.`,
      hint: `Available methods: ${Object.keys(selectionMethods).join(', ')}.`,
    };
  }
  const known = [...Object.keys(selectionMethods), ...Object.keys(unbuiltMethods)];
  const hint = didYouMean(closestNames(criterion.method, known));
  return {
    code: 'TSDBT_SELECTOR_INVALID',
    severity: 'error',
    message: `The selector '${criterion.raw}' names the method '${criterion.method}', which does not exist.`,
    hint: hint ?? `Available methods: ${Object.keys(selectionMethods).join(', ')}.`,
  };
}

/** Says what matched nothing, and whether it is disabled or nearly the name of something. */
function noMatch(spec: string, search: Search): Diagnostic {
  const criteria = spec.split(',').map(parseCriterion);
  const hints = criteria.map((criterion) => ('code' in criterion ? undefined : hintFor(criterion, search)));
  const hint = hints.find((text) => text !== undefined);
  return {
    code: 'TSDBT_SELECTOR_NO_MATCH',
    severity: 'warning',
    message: `The selection criterion '${spec}' does not match any enabled nodes.`,
    ...(hint === undefined ? {} : { hint }),
  };
}

function hintFor(criterion: Criterion, search: Search): string | undefined {
  const disabled = [...search.manifest.disabled.values()].flat();
  const hidden = disabled.find((node) => node.name === criterion.value || node.uniqueId === criterion.value);
  if (hidden !== undefined) return `${hidden.resourceType} '${hidden.name}' is disabled (${hidden.originalFilePath}).`;
  const values = search.nodes.flatMap((node) => selectionMethods[criterion.method]?.valuesOf(node) ?? []);
  const suggestions = closestNames(criterion.value, values).filter((value) => value !== criterion.value);
  return didYouMean(suggestions);
}

type Operation = (sets: readonly ReadonlySet<UniqueId>[]) => ReadonlySet<UniqueId>;

const union: Operation = (sets) => new Set(sets.flatMap((set) => [...set]));
const intersection: Operation = ([first, ...rest]) =>
  new Set([...(first ?? [])].filter((id) => rest.every((set) => set.has(id))));
const difference: Operation = ([first, ...rest]) =>
  new Set([...(first ?? [])].filter((id) => !rest.some((set) => set.has(id))));

/** Combines what is chosen and what may still be, then lets go the tests whose parents have come together. */
function combine(parts: readonly PartialSelection[], operation: Operation, search: Search): PartialSelection {
  const direct = operation(parts.map((part) => part.direct));
  const possible = operation(parts.map((part) => new Set([...part.direct, ...part.heldBack])));
  const heldBack = new Set([...possible].filter((id) => search.manifest.nodes.get(id)?.resourceType === 'test'));
  return releaseTests({ direct, heldBack }, search.manifest, search.mode);
}
