/** The index of a parse cache: what was read, what was looked up, and which shards hold what came of it. */
import type { FileRow } from '../../io/files/file-memory.js';

export interface CacheIndex {
  /** The build that wrote it. */
  readonly program: string;
  /** Makes the digests of one cache differ from those of another. */
  readonly salt: string;
  /** Digest of the setting. */
  readonly setting: string;
  /** Digests of the outcomes of look-ups by key. */
  readonly outcomes: readonly (readonly [key: string, outcome: string | null])[];
  readonly files: readonly FileRow[];
  /** Names of the shards; a file's path decides in which of them its steps are. */
  readonly shards: readonly string[];
}

type IndexRow = readonly [key: string, stamp: string, isSettled: 0 | 1, hash: string, size: number, contentKey: string];

/** The index as text. */
export function writeIndex({ files, ...index }: CacheIndex): string {
  const rows = files.map(({ key, stamp, isSettled, hash, size, contentKey }): IndexRow => {
    const rest = contentKey.startsWith(hash) ? contentKey.slice(hash.length) : `=${contentKey}`;
    return [key, stamp, isSettled ? 1 : 0, hash, size, rest];
  });
  return JSON.stringify({ ...index, files: rows });
}

/** The index of a text that `writeIndex` gave. */
export function readIndex(text: string): CacheIndex {
  const { files, ...index } = JSON.parse(text) as Omit<CacheIndex, 'files'> & { readonly files: readonly IndexRow[] };
  const rows = files.map(([key, stamp, isSettled, hash, size, rest]): FileRow => {
    const contentKey = rest.startsWith('=') ? rest.slice(1) : `${hash}${rest}`;
    return { key, stamp, isSettled: isSettled === 1, hash, size, contentKey };
  });
  return { ...index, files: rows };
}

const FILES_IN_SHARD = 256;

/** How many shards a project of so many files has. */
export function shardCount(files: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, files) / FILES_IN_SHARD)));
}

/** The shard that the steps of a file are in, among so many. */
export function shardOf(path: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < path.length; index++) hash = Math.imul(hash ^ path.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % count;
}
