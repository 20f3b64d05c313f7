/** A parsed YAML file: its value and where each part of it stands. Immutable; shared between all that read the file. */
import type { Location } from '../../diagnostics/diagnostic.js';
import type { Json } from '../../resources/json.js';

export type KeyPath = readonly (string | number)[];

export interface YamlDocument {
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
  readonly value: Json;
  /** Where the value at a path begins; the nearest value above it when the path does not exist. */
  readonly locate: (path: KeyPath) => Location;
  /** Where the key of the value at a path stands; the value's place for items of a list. */
  readonly locateKey: (path: KeyPath) => Location;
}

/** A value with its offsets. Values reached through an alias share the node of their anchor. */
export interface YamlNode {
  readonly value: Json;
  /** Offset of the first character of the content, quotes left out. */
  readonly offset: number;
  /** In the order of their keys, each key once. */
  readonly entries: readonly YamlEntry[] | null;
  readonly items: readonly YamlNode[] | null;
  /** Values in the tree under the node when all aliases are written out. */
  readonly size: number;
}

export interface YamlEntry {
  readonly key: string;
  readonly keyOffset: number;
  readonly node: YamlNode;
}

/** Finds the deepest node on a path, and the offset of its key (of its value when it has no key). */
export function findNode(root: YamlNode, path: KeyPath): { readonly node: YamlNode; readonly keyOffset: number } {
  let node = root;
  let keyOffset = root.offset;
  for (const part of path) {
    const entry = node.entries === null ? undefined : entryOf(node.entries, String(part));
    const item = typeof part === 'number' ? node.items?.[part] : undefined;
    const next = entry?.node ?? item;
    if (next === undefined) break;
    node = next;
    keyOffset = entry?.keyOffset ?? next.offset;
  }
  return { node, keyOffset };
}

function entryOf(entries: readonly YamlEntry[], key: string): YamlEntry | undefined {
  for (const entry of entries) if (entry.key === key) return entry;
  return undefined;
}
