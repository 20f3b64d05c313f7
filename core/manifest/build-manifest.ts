/**
 * Stage 4: resolves what stage 3 left as written. Gives the manifest with its graph, and every mistake at once: missing
 * and disabled references, names used twice, relations that collide, cycles.
 */
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.js';
import { buildGraph } from '../graph/build-graph.js';
import type { Graph } from '../graph/graph.js';
import { findCycles } from '../graph/topology.js';
import { physicalRelation } from '../parse/context/node-relation.js';
import type { ParsedExposure, ParsedNode, ParsedProject } from '../parse/parsed-project.js';
import type { ExposureNode, GraphNode, ManifestNode, SourceNode, UniqueId } from '../resources/node.js';
import { findAmbiguousNames, findCollidingRelations, findDuplicateIds, relationKey } from './duplicates.js';
import { type Edges, type Resolvers, resolveEdges } from './edges.js';
import { withEdges } from './finish-node.js';
import { landsFiles } from './lands-files.js';
import { findLongNames } from './long-names.js';
import type { Manifest } from './manifest.js';
import type { KeyedRelation, ManifestMemory } from './manifest-memory.js';
import { lookUps } from './resolve/look-ups.js';
import { createResolver, refKey, sourceKey } from './resolve/resolver.js';
import { findSchemaProblems } from './schema-problems.js';
import { findStrayLandings } from './stray-landings.js';

/** Builds the manifest. It is whole only when no diagnostic is an error. */
export function buildManifest(project: ParsedProject, memory: ManifestMemory | null = null): Outcome<Manifest> {
  const parsed = collect(project);
  const resolvers = createResolvers(parsed, project);
  const nodes = new Map<UniqueId, ManifestNode>();
  const exposures = new Map<UniqueId, ExposureNode>();
  const disabled = new Map<UniqueId, GraphNode[]>();
  const diagnostics = findClashes(parsed, project, memory);
  const putAside = (node: GraphNode) => disabled.set(node.uniqueId, [...(disabled.get(node.uniqueId) ?? []), node]);

  for (const node of parsed.enabledNodes) {
    const edges = resolveEdges(node, resolvers);
    diagnostics.push(...edges.diagnostics);
    const whole = withEdges(node, edges.parents, { resolvers, memory });
    if (node.resourceType === 'test' && !edges.isComplete) putAside(asDisabled(whole));
    else if (!nodes.has(whole.uniqueId)) nodes.set(whole.uniqueId, whole);
  }
  for (const exposure of parsed.enabledExposures) {
    const edges = resolveEdges(exposure, resolvers);
    diagnostics.push(...edges.diagnostics);
    exposures.set(exposure.uniqueId, finishExposure(exposure, edges));
  }
  for (const node of parsed.disabledNodes) putAside(withEdges(node, [], { resolvers, memory }));
  for (const exposure of parsed.disabledExposures) putAside(finishExposure(exposure, NO_EDGES));
  for (const source of parsed.disabledSources) putAside(source);

  const sources = new Map(parsed.enabledSources.map((source) => [source.uniqueId, source]));
  const graph = buildGraph(declaredParents(nodes, sources, exposures));
  diagnostics.push(...cycleErrors(graph, nodes));
  const lookUp = lookUps({ nodes, sources, disabled }, project.config.name);
  const facts = { projectName: project.config.name, adapterType: project.adapter.type };
  const { macros, docs } = project;
  return { value: { ...facts, nodes, sources, exposures, macros, docs, disabled, graph, ...lookUp }, diagnostics };
}

const NO_EDGES: Edges = { parents: [], diagnostics: [], isComplete: true };

interface Collected {
  readonly enabledNodes: readonly ParsedNode[];
  readonly disabledNodes: readonly ParsedNode[];
  readonly enabledSources: readonly SourceNode[];
  readonly disabledSources: readonly SourceNode[];
  readonly enabledExposures: readonly ParsedExposure[];
  readonly disabledExposures: readonly ParsedExposure[];
}

function collect(project: ParsedProject): Collected {
  const isEnabled = (one: { readonly config: ManifestNode['config'] }) => one.config.enabled !== false;
  const nodes = project.files.flatMap((file) => file.nodes);
  const sources = project.files.flatMap((file) => file.sources);
  const exposures = project.files.flatMap((file) => file.exposures);
  return {
    enabledNodes: nodes.filter(isEnabled),
    disabledNodes: nodes.filter((node) => !isEnabled(node)),
    enabledSources: sources.filter(isEnabled),
    disabledSources: sources.filter((source) => !isEnabled(source)),
    enabledExposures: exposures.filter(isEnabled),
    disabledExposures: exposures.filter((exposure) => !isEnabled(exposure)),
  };
}

function createResolvers(parsed: Collected, { config, unbuilt }: ParsedProject): Resolvers {
  const rootPackage = config.name;
  const isRefable = (node: ParsedNode) => node.resourceType === 'model' || node.resourceType === 'seed';
  return {
    unbuilt,
    refs: createResolver(parsed.enabledNodes.filter(isRefable), parsed.disabledNodes.filter(isRefable), {
      rootPackage,
      nameOf: (node) => refKey({ name: node.name, version: node.resourceType === 'model' ? node.version : null }),
    }),
    sources: createResolver(parsed.enabledSources, parsed.disabledSources, {
      rootPackage,
      nameOf: (source) => sourceKey({ source: source.sourceName, table: source.name }),
    }),
  };
}

function findClashes(parsed: Collected, project: ParsedProject, memory: ManifestMemory | null): Diagnostic[] {
  const { capabilities, dialect } = project.adapter;
  const landed = parsed.enabledSources.filter(landsFiles);
  const keyed = (node: ParsedNode | SourceNode): KeyedRelation | null => {
    const { relationName, database, schema, identifier, quoting } = node;
    if (relationName === null) return null;
    const known = memory?.relations.get(node);
    if (known !== undefined) return known;
    const relation = physicalRelation({ database, schema, identifier, quoting, type: null }, project);
    const made = { relation, key: relationKey(relation, dialect.foldIdentifier) };
    memory?.relations.set(node, made);
    return made;
  };
  const relationOf = (node: ParsedNode | SourceNode) => keyed(node)?.relation ?? null;
  return [
    ...findDuplicateIds([...parsed.enabledNodes, ...parsed.enabledSources, ...parsed.enabledExposures]),
    ...findAmbiguousNames(parsed.enabledNodes),
    ...findCollidingRelations(parsed.enabledNodes, (node) => keyed(node)?.key ?? null),
    ...findStrayLandings(landed, project.config.name),
    ...findSchemaProblems([...parsed.enabledNodes, ...landed], dialect, relationOf),
    ...findLongNames([...parsed.enabledNodes, ...landed], capabilities.identifierBytes, relationOf),
  ];
}

function finishExposure({ macros, ...exposure }: ParsedExposure, edges: Edges): ExposureNode {
  return { ...exposure, dependsOn: { nodes: edges.parents, macros } };
}

function asDisabled(node: ManifestNode): ManifestNode {
  return { ...node, config: { ...node.config, enabled: false } };
}

function declaredParents(
  nodes: ReadonlyMap<UniqueId, ManifestNode>,
  sources: ReadonlyMap<UniqueId, SourceNode>,
  exposures: ReadonlyMap<UniqueId, ExposureNode>,
): Map<UniqueId, readonly UniqueId[]> {
  const declared = new Map<UniqueId, readonly UniqueId[]>();
  for (const node of nodes.values()) declared.set(node.uniqueId, node.dependsOn.nodes);
  for (const id of sources.keys()) declared.set(id, []);
  for (const exposure of exposures.values()) declared.set(exposure.uniqueId, exposure.dependsOn.nodes);
  return declared;
}

function cycleErrors(graph: Graph, nodes: ReadonlyMap<UniqueId, ManifestNode>): Diagnostic[] {
  return findCycles(graph).map((cycle) => {
    const names = cycle.map((id) => nodes.get(id)?.name ?? id);
    const first = nodes.get(cycle[0]);
    const notes = cycle.slice(1, -1).flatMap((id) => {
      const node = nodes.get(id);
      return node === undefined ? [] : [{ message: `'${node.name}' is part of it.`, location: node.location }];
    });
    return {
      code: 'TSDBT_GRAPH_CYCLE',
      severity: 'error',
      message: `These nodes depend on each other in a circle: ${names.join(' -> ')}.`,
      hint: 'Take one of the references out.',
      node: cycle[0],
      notes,
      ...(first === undefined ? {} : { location: first.location }),
    };
  });
}
