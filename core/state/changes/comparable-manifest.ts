/** A manifest as comparisons see it. Nodes are read through the dicts that manifest.json holds, so that both give the same. */
import type { Manifest } from '../../manifest/manifest.js';
import { toNodeDict } from '../../parse/node-dict.js';
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { ManifestNode, SourceNode, UniqueId } from '../../resources/node.js';
import type { ComparableMacro, ComparableManifest, ComparableNode } from './comparable.js';
import { createInputReader, type Surroundings } from './read-inputs.js';

/**
 * Reads manifests one after the other; nodes that two of them share are read once. Without surroundings nothing is said of
 * vars and the environment.
 */
export type ComparableReader = (manifest: Manifest, surroundings?: Surroundings) => ComparableManifest;

/** A reader for one sequence of manifests. */
export function createComparableReader(): ComparableReader {
  const known = new WeakMap<ManifestNode | SourceNode, ComparableNode>();
  const readInputs = createInputReader();
  let reads = 0;
  const read = (node: ManifestNode | SourceNode): [UniqueId, ComparableNode] => {
    const comparable = known.get(node) ?? ownContent(comparableNode(toNodeDict(node)), ++reads);
    known.set(node, comparable);
    return [node.uniqueId, comparable];
  };
  return (manifest, surroundings) => {
    const all: (ManifestNode | SourceNode)[] = [...manifest.nodes.values(), ...manifest.sources.values()];
    const { projectName, adapterType } = manifest;
    const nodes = new Map(all.map(read));
    const plain = { projectName, adapterType, nodes, macros: comparableMacros(manifest) };
    if (surroundings === undefined) return plain;
    const inputsOf = readInputs(plain, surroundings);
    return { ...plain, nodes: new Map(Array.from(nodes, ([id, node]) => [id, withInputs(node, inputsOf(node))])) };
  };
}

/** A big seed is known by its path alone: one that was parsed anew may hold other rows. */
function ownContent(node: ComparableNode, serial: number): ComparableNode {
  const isUnread = node.resourceType === 'seed' && node.checksum === node.originalFilePath;
  return isUnread ? { ...node, checksum: `${node.checksum} ${serial}` } : node;
}

/** Nodes that read nothing stay the objects that they are. */
function withInputs(node: ComparableNode, inputs: JsonObject): ComparableNode {
  return Object.keys(inputs).length === 0 ? node : { ...node, inputs };
}

function comparableMacros({ macros }: Manifest): ReadonlyMap<UniqueId, ComparableMacro> {
  return new Map(
    Array.from(macros.values(), ({ uniqueId, name, packageName, macroSql, dependsOn }) => [
      uniqueId,
      { uniqueId, name, packageName, sql: macroSql, macros: dependsOn.macros },
    ]),
  );
}

/** A node or source of manifest.json; keys that are missing or of another type count as empty. */
export function comparableNode(dict: JsonObject): ComparableNode {
  const dependsOn = mappingOf(dict.depends_on);
  return {
    uniqueId: textOf(dict.unique_id),
    resourceType: textOf(dict.resource_type),
    name: textOf(dict.name),
    packageName: textOf(dict.package_name),
    originalFilePath: textOf(dict.original_file_path),
    rawCode: textOf(dict.raw_code),
    checksum: textOf(mappingOf(dict.checksum).checksum),
    config: mappingOf(dict.config),
    database: nameOf(dict.database),
    schema: nameOf(dict.schema),
    alias: textOf(dict.alias ?? dict.identifier),
    relationName: nameOf(dict.relation_name),
    description: textOf(dict.description),
    columns: mappingOf(dict.columns),
    definition: definitionOf(dict),
    parents: idsOf(dependsOn.nodes),
    macros: idsOf(dependsOn.macros),
    inputs: null,
  };
}

/** Keys of manifest.json that declare a data test, a source table or a hook. */
const DEFINITION = [
  ...['test_metadata', 'column_name', 'attached_node', 'file_key_name', 'index'],
  ...['external', 'freshness', 'loaded_at_field', 'loaded_at_query', 'quoting'],
];

function definitionOf(dict: JsonObject): JsonObject {
  return Object.fromEntries(DEFINITION.flatMap((key) => (key in dict ? [[key, dict[key]] as const] : [])));
}

function mappingOf(value: Json | undefined): JsonObject {
  return isMapping(value) ? value : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function nameOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function idsOf(value: Json | undefined): readonly UniqueId[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}
