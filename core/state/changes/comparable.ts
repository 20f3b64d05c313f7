/**
 * What two states of a project are compared by: plain data that a live manifest and the manifest.json of an earlier run
 * both give. The extractors lie beside their sources; the comparison knows this shape alone.
 */
import type { JsonObject } from '../../resources/json.js';
import type { UniqueId } from '../../resources/node.js';

/** A node or a source table. Texts and dicts are spelled as manifest.json spells them. */
export interface ComparableNode {
  readonly uniqueId: UniqueId;
  readonly resourceType: string;
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
  /** `raw_code`: the code without white space at its ends; empty for seeds and sources. */
  readonly rawCode: string;
  /** `checksum`: what tells the content of a seed's file; of a big one it is the path, which tells nothing. */
  readonly checksum: string;
  readonly config: JsonObject;
  readonly database: string | null;
  readonly schema: string | null;
  /** `alias`, or the `identifier` of a source. */
  readonly alias: string;
  readonly relationName: string | null;
  readonly description: string;
  /** `columns`: by name, each with its description, type, tags ... */
  readonly columns: JsonObject;
  /** What else declares it: the metadata of a data test, freshness and files of a source, the event of a hook. */
  readonly definition: JsonObject;
  /** `depends_on.nodes`. */
  readonly parents: readonly UniqueId[];
  /** `depends_on.macros`: the macros that the node itself names and that were called while it was parsed. */
  readonly macros: readonly UniqueId[];
  /** Values from outside of the project's files that its templates mention (vars, environment, target); null where they are not known. */
  readonly inputs: JsonObject | null;
}

export interface ComparableMacro {
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  /** `macro_sql`: the block alone, so that what stands around it in its file changes nothing. */
  readonly sql: string;
  /** `depends_on.macros`: what it calls, dispatch followed. */
  readonly macros: readonly UniqueId[];
}

export interface ComparableManifest {
  readonly projectName: string;
  readonly adapterType: string;
  readonly nodes: ReadonlyMap<UniqueId, ComparableNode>;
  readonly macros: ReadonlyMap<UniqueId, ComparableMacro>;
}
