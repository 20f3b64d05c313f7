/**
 * manifest.json (dbt's version 12) from the manifest of stage 4, as a stream of small texts: neither the whole text nor the
 * dicts of all nodes ever stand in memory. Pure; io writes it.
 */
import { neighboursById } from '../../graph/ids.js';
import type { Manifest } from '../../manifest/manifest.js';
import { toOwnDict } from '../../parse/node-dict.js';
import type { Json, JsonObject } from '../../resources/json.js';
import type { GraphNode, MacroResource, UniqueId } from '../../resources/node.js';
import { createJsonWriter } from '../json-text.js';
import { type ArtifactMetadata, metadataDict } from '../metadata.js';
import { inferPrimaryKey, testsByNode } from '../primary-key.js';
import { type CompiledPart, compiledDict } from './compiled-part.js';
import { docDict, macroDict } from './macro-dict.js';
import { openDictWriter } from './open-dict.js';
import type { ResourceTexts, TextPiece } from './resource-texts.js';

const MANIFEST_SCHEMA = 'https://schemas.getdbt.com/dbt/manifest/v12.json';

export interface ManifestParts {
  readonly metadata: ArtifactMetadata;
  /** The nodes that this invocation compiled. */
  readonly compiled?: ReadonlyMap<UniqueId, CompiledPart>;
  /** The definitions of selectors.yml. */
  readonly selectors?: JsonObject;
  /** What earlier texts may be taken from. */
  readonly texts?: ResourceTexts;
}

/** Gives the whole artifact; the pieces together are one line of JSON. */
export function* manifestText(manifest: Manifest, parts: ManifestParts): Generator<TextPiece> {
  const write = createJsonWriter();
  const { graph } = manifest;
  const node = resourceWriter(manifest, parts, write);
  const macro = (one: MacroResource) => node.withDate(one, () => macroDict(one));
  yield manifestHead(manifest, parts.metadata);
  yield* dict('nodes', manifest.nodes, node.text);
  yield* dict('sources', manifest.sources, node.text);
  yield* dict('macros', manifest.macros, macro);
  yield* dict('docs', manifest.docs, (doc) => [write(docDict(doc))]);
  yield* dict('exposures', manifest.exposures, node.text);
  yield `, "metrics": {}, "groups": {}, "selectors": ${write(parts.selectors ?? {})}`;
  yield* dict('disabled', manifest.disabled, (nodes) => ['[', ...joined(nodes.map(node.text)), ']']);
  yield* dict('parent_map', neighboursById(graph, graph.parents), (ids) => [write([...ids].sort())]);
  yield* dict('child_map', neighboursById(graph, graph.children), (ids) => [write([...ids].sort())]);
  yield ', "group_map": {}, "saved_queries": {}, "semantic_models": {}, "unit_tests": {}, "functions": {}}';
}

function* dict<V>(
  name: string,
  entries: Iterable<readonly [string, V]>,
  textOf: (value: V) => readonly TextPiece[],
): Generator<TextPiece> {
  yield `, "${name}": {`;
  let separator = '';
  for (const [key, value] of entries) {
    let text = `${separator}${JSON.stringify(key)}: `;
    for (const piece of textOf(value)) {
      if (typeof piece === 'string') text += piece;
      else {
        yield text;
        yield piece;
        text = '';
      }
    }
    yield text;
    separator = ', ';
  }
  yield '}';
}

function joined(lists: readonly (readonly TextPiece[])[]): TextPiece[] {
  return lists.flatMap((pieces, index) => (index === 0 ? pieces : [', ', ...pieces]));
}

type Write = (value: Json) => string;

/** Writes nodes, sources, exposures and macros: what is their own, or was kept of it, then what this writing adds. */
function resourceWriter(manifest: Manifest, { metadata, compiled, texts }: ManifestParts, write: Write) {
  const tests = testsByNode(manifest);
  const writeOpen = openDictWriter(write);
  const end = `, "created_at": ${write(Date.parse(metadata.generatedAt) / 1000)}`;
  const ownText = (resource: object, own: () => JsonObject): TextPiece => {
    const known = texts?.find(resource);
    if (known !== undefined) return known;
    const text = writeOpen(own());
    texts?.keep(resource, text);
    return text;
  };
  const modelEnd = (node: GraphNode): string => {
    if (node.resourceType !== 'model') return '';
    const key = inferPrimaryKey(node, tests.get(node.uniqueId) ?? []);
    return `, "primary_key": ${write(key)}, "time_spine": null`;
  };
  return {
    withDate: (resource: object, own: () => JsonObject): readonly TextPiece[] => [ownText(resource, own), `${end}}`],
    text: (node: GraphNode): readonly TextPiece[] => {
      const part = compiled?.get(node.uniqueId);
      if (part === undefined) return [ownText(node, () => toOwnDict(node)), `${modelEnd(node)}${end}}`];
      const own = writeOpen(Object.assign(toOwnDict(node), { compiled_path: part.path }));
      return [`${own}${modelEnd(node)}${end}, ${write(compiledDict(part)).slice(1)}`];
    },
  };
}

/** What of a manifest stands in its metadata. */
export type ManifestFacts = Pick<Manifest, 'projectName' | 'adapterType'>;

/** The text before everything that the project decides: `BODY_START` follows. */
export function manifestHead(manifest: ManifestFacts, metadata: ArtifactMetadata): string {
  return `{"metadata": ${createJsonWriter()(manifestMetadata(manifest, metadata))}`;
}

function manifestMetadata(manifest: ManifestFacts, metadata: ArtifactMetadata): JsonObject {
  return {
    ...metadataDict(MANIFEST_SCHEMA, metadata),
    project_name: manifest.projectName,
    project_id: null,
    user_id: null,
    send_anonymous_usage_stats: false,
    adapter_type: manifest.adapterType,
  };
}
