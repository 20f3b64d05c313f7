/**
 * What resolving keeps from one snapshot for the next, by the parsed node itself: a node that parsing has given again, with
 * the same references leading to the same parents, comes out as the same object.
 */
import type { ParsedNode } from '../parse/parsed-project.js';
import type { ManifestNode, SourceNode } from '../resources/node.js';
import type { Relation } from '../resources/relation.js';

/** The name of a relation in the database, and the text that only equal names share. */
export interface KeyedRelation {
  readonly relation: Relation;
  readonly key: string;
}

export interface ManifestMemory {
  readonly finished: WeakMap<ParsedNode, ManifestNode>;
  readonly relations: WeakMap<ParsedNode | SourceNode, KeyedRelation>;
}

/** A memory of nothing. It holds nodes only as long as somebody else does. */
export function createManifestMemory(): ManifestMemory {
  return { finished: new WeakMap(), relations: new WeakMap() };
}
