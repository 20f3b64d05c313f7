/**
 * A resolved manifest as texts that outlive the process, and back: a head with all ids and edges, which is read whole, and
 * chunks with the nodes, of which each is read when somebody asks for a node in it.
 */
import { graphOf } from '../../graph/build-graph.js';
import { parentsOf } from '../../graph/ids.js';
import {
  createNodeReader,
  createNodeWriter,
  type NodePlace,
  type NodeTables,
} from '../../parse/reuse/durable/node-table.js';
import { escapeSpecials, UnwritableValue, unescapeSpecials } from '../../parse/reuse/durable/special-values.js';
import type { Json } from '../../resources/json.js';
import type {
  DocBlock,
  ExposureNode,
  GraphNode,
  MacroResource,
  ManifestNode,
  SourceNode,
  UniqueId,
} from '../../resources/node.js';
import type { Manifest } from '../manifest.js';
import { lookUps } from '../resolve/look-ups.js';
import { lazyTable } from './lazy-table.js';

/** What is read whole. */
export interface ManifestHead extends Pick<Manifest, 'projectName' | 'adapterType'> {
  /** Nodes, then sources, then exposures. */
  readonly ids: readonly UniqueId[];
  /** How many of them are nodes. */
  readonly nodes: number;
  /** The parents of each by number: those of number `n` are `targets[starts[n]]` up to `targets[starts[n + 1] - 1]`. */
  readonly starts: readonly number[];
  readonly targets: readonly number[];
}

export interface ManifestTexts {
  readonly head: ManifestHead;
  /** Nodes in their order, then all else that is declared, then macros and docs. */
  readonly chunks: readonly string[];
}

const NODES_IN_CHUNK = 512;

interface NodeChunk {
  readonly tables: NodeTables;
  readonly places: readonly NodePlace[];
}

interface Declared {
  readonly sources: readonly SourceNode[];
  readonly exposures: readonly ExposureNode[];
  readonly disabled: readonly (readonly [UniqueId, readonly GraphNode[]])[];
}

interface Named {
  readonly macros: readonly MacroResource[];
  readonly docs: readonly DocBlock[];
}

/** The manifest as texts; null for one that they cannot tell. */
export function writeManifest(manifest: Manifest): ManifestTexts | null {
  const { projectName, adapterType, nodes, sources, exposures, macros, docs, disabled, graph } = manifest;
  const all = [...nodes.values()];
  if (!all.every((node) => isSameList(node.dependsOn.nodes, parentsOf(graph, node.uniqueId)))) return null;
  const { ids, parents } = graph;
  const head: ManifestHead = {
    ...{ projectName, adapterType, ids, nodes: nodes.size },
    starts: [...parents.starts],
    targets: [...parents.targets],
  };
  const declared: Declared = {
    sources: [...sources.values()],
    exposures: [...exposures.values()],
    disabled: [...disabled],
  };
  const named: Named = { macros: [...macros.values()], docs: [...docs.values()] };
  try {
    const chunks: string[] = [];
    for (let from = 0; from < all.length; from += NODES_IN_CHUNK) {
      chunks.push(nodesText(all.slice(from, from + NODES_IN_CHUNK)));
    }
    return { head, chunks: [...chunks, plainText(declared), plainText(named)] };
  } catch (error) {
    if (error instanceof UnwritableValue) return null;
    throw error;
  }
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, at) => each === right[at]);
}

/** The parents stand in the head. */
function nodesText(nodes: readonly ManifestNode[]): string {
  const writer = createNodeWriter();
  const places = nodes.map((node) => {
    const plain: unknown = { ...node, dependsOn: node.dependsOn.macros };
    return writer.add(plain as Readonly<Record<string, Json>>);
  });
  const chunk: NodeChunk = { tables: writer.finish(), places };
  return JSON.stringify(chunk);
}

function plainText(value: Declared | Named): string {
  return JSON.stringify(escapeSpecials(value));
}

export interface ManifestReading {
  readonly head: ManifestHead;
  /** The text of a chunk; null when it is not as it was written. */
  readonly chunk: (index: number) => string | null;
  /** Nodes that take the place of those that were written. */
  readonly edited: ReadonlyMap<UniqueId, ManifestNode>;
  /** The same manifest, made in another way, for a chunk that is damaged. */
  readonly instead: () => Manifest;
}

/** The manifest of such texts. */
export function readManifest({ head, chunk, edited, instead }: ManifestReading): Manifest {
  const { projectName, adapterType, ids } = head;
  const graph = graphOf(ids, { starts: Uint32Array.from(head.starts), targets: Uint32Array.from(head.targets) });
  const chunks = Math.ceil(head.nodes / NODES_IN_CHUNK);
  const readers: (NodesReader | undefined)[] = [];
  const nodeAt = (number: number): ManifestNode => {
    const own = edited.get(ids[number]);
    if (own !== undefined) return own;
    const index = Math.floor(number / NODES_IN_CHUNK);
    readers[index] ??= nodesReader(chunk(index), instead);
    return readers[index](number % NODES_IN_CHUNK, { head, number });
  };
  const nodes = lazyTable({
    numbers: new Map(ids.slice(0, head.nodes).map((id, number) => [id, number])),
    make: nodeAt,
  });
  const declared = once(() => declaredIn(chunk(chunks), instead));
  const named = once(() => namedIn(chunk(chunks + 1), instead));
  const tables = {
    nodes,
    get sources() {
      return declared().sources;
    },
    get exposures() {
      return declared().exposures;
    },
    get disabled() {
      return declared().disabled;
    },
  };
  return {
    ...{ projectName, adapterType, nodes, graph },
    get sources() {
      return tables.sources;
    },
    get exposures() {
      return tables.exposures;
    },
    get disabled() {
      return tables.disabled;
    },
    get macros() {
      return named().macros;
    },
    get docs() {
      return named().docs;
    },
    ...lookUps(tables, projectName),
  };
}

type NodesReader = (at: number, place: { readonly head: ManifestHead; readonly number: number }) => ManifestNode;

function nodesReader(text: string | null, instead: ManifestReading['instead']): NodesReader {
  if (text === null) return (_, { head, number }) => instead().nodes.get(head.ids[number])!;
  const { tables, places }: NodeChunk = JSON.parse(text);
  const read = createNodeReader(tables);
  return (at, { head: { ids, starts, targets }, number }) => {
    const node = read(places[at]) as Record<string, unknown>;
    const parents: UniqueId[] = [];
    for (let edge = starts[number]; edge < starts[number + 1]; edge++) parents.push(ids[targets[edge]]);
    node.dependsOn = { nodes: parents, macros: node.dependsOn };
    return node as unknown as ManifestNode;
  };
}

function declaredIn(
  text: string | null,
  instead: ManifestReading['instead'],
): Pick<Manifest, 'sources' | 'exposures' | 'disabled'> {
  if (text === null) return instead();
  const { sources, exposures, disabled } = unescapeSpecials(JSON.parse(text)) as unknown as Declared;
  return { sources: byId(sources), exposures: byId(exposures), disabled: new Map(disabled) };
}

function namedIn(text: string | null, instead: ManifestReading['instead']): Pick<Manifest, 'macros' | 'docs'> {
  if (text === null) return instead();
  const { macros, docs } = unescapeSpecials(JSON.parse(text)) as unknown as Named;
  return { macros: byId(macros), docs: byId(docs) };
}

function byId<T extends { readonly uniqueId: UniqueId }>(resources: readonly T[]): Map<UniqueId, T> {
  return new Map(resources.map((resource) => [resource.uniqueId, resource]));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
