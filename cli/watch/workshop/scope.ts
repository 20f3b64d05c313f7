/** Which nodes of one snapshot a watch builds: inside of the selection, below what changed, inside of a filter. Pure. */
import {
  childrenOf,
  type Diagnostic,
  type ManifestNode,
  type NodeSelectionRequest,
  type Project,
  selectForCommand,
  type UniqueId,
  withDescendants,
} from '../../../core/index.js';
import type { Filter } from '../session/workshop.js';

export interface Scope {
  /** What the words of the selection have to say. */
  readonly diagnostics: readonly Diagnostic[];
  /** Changed nodes that are built, and in place of those that are not (sources) their children. */
  readonly buildable: (ids: Iterable<UniqueId>) => ReadonlySet<UniqueId>;
  readonly affected: (ids: Iterable<UniqueId>, filter: Filter) => ReadonlySet<UniqueId>;
  readonly everything: (filter: Filter) => ReadonlySet<UniqueId>;
  /** What the words of a filter have to say. */
  readonly filterFindings: (filter: Filter) => readonly Diagnostic[];
}

export interface ScopeOptions {
  readonly request: NodeSelectionRequest;
  readonly hasTests: boolean;
}

/** Looks at the selection once. */
export function createScope(project: Project, { request, hasTests }: ScopeOptions): Scope {
  const { nodes, graph } = project.manifest;
  const isBuilt = (id: UniqueId): boolean => {
    const type = nodes.get(id)?.resourceType;
    return type === 'model' || type === 'seed' || (hasTests && type === 'test');
  };
  const { value: selection, diagnostics } = selectsAll(project, request)
    ? { value: { ids: nodes.keys() }, diagnostics: [] }
    : selectForCommand(project, request);
  const selected = new Set([...selection.ids].filter(isBuilt));
  const filtered = cached((filter) => matching(project, request, filter));
  const inside = (ids: Iterable<UniqueId>, filter: Filter): ReadonlySet<UniqueId> => {
    const allowed = filter === null ? null : filtered(filter).ids;
    return new Set([...ids].filter((id) => selected.has(id) && (allowed === null || allowed.has(id))));
  };
  return {
    diagnostics,
    buildable: (ids) => new Set([...ids].flatMap((id) => (isBuilt(id) ? [id] : childrenOf(graph, id)))),
    affected: (ids, filter) => inside(withDescendants(graph, ids), filter),
    everything: (filter) => inside(selected, filter),
    filterFindings: (filter) => (filter === null ? [] : filtered(filter).diagnostics),
  };
}

/** Nothing is named: then there is nothing to look for, which in a large project is a part of each save. */
function selectsAll({ selectors }: Project, request: NodeSelectionRequest): boolean {
  const { select, exclude, selector, resourceTypes, excludeResourceTypes } = request;
  const names = [...(select ?? []), ...exclude, ...(resourceTypes ?? []), ...excludeResourceTypes];
  if (names.length > 0 || (selector ?? null) !== null) return false;
  return [...selectors.values()].every(({ isDefault }) => !isDefault);
}

interface Matching {
  readonly ids: ReadonlySet<UniqueId>;
  readonly diagnostics: readonly Diagnostic[];
}

function cached(find: (filter: NonNullable<Filter>) => Matching) {
  let last: { readonly key: string; readonly found: Matching } | null = null;
  return (filter: NonNullable<Filter>): Matching => {
    const key = `${filter.kind} ${filter.text}`;
    if (last?.key !== key) last = { key, found: find(filter) };
    return last.found;
  };
}

function matching(project: Project, request: NodeSelectionRequest, filter: NonNullable<Filter>): Matching {
  if (filter.kind === 'selector') {
    const word = /[:+@*,\s]/.test(filter.text) ? filter.text : `tag:${filter.text}`;
    const { value, diagnostics } = selectForCommand(project, {
      ...request,
      selector: null,
      select: [word],
      exclude: [],
    });
    return { ids: value.ids, diagnostics };
  }
  const wanted = filter.text.toLowerCase();
  const { nodes } = project.manifest;
  const isNamed = ({ name, originalFilePath }: ManifestNode) =>
    name.toLowerCase().includes(wanted) || originalFilePath.toLowerCase().includes(wanted);
  const named = [...nodes.values()].filter((node) => node.resourceType !== 'test' && isNamed(node));
  const ids = new Set(named.map(({ uniqueId }) => uniqueId));
  for (const node of nodes.values()) {
    if (node.resourceType !== 'test') continue;
    if (node.name.toLowerCase().includes(wanted) || node.dependsOn.nodes.some((id) => ids.has(id)))
      ids.add(node.uniqueId);
  }
  return { ids, diagnostics: [] };
}
