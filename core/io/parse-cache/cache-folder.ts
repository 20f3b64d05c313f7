/**
 * The files of a parse cache: an index, and shards that it names by their content. The index is replaced as a whole and last,
 * so that of two processes that write at once one wins with all that it wrote. What is not as it was written is not there.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { removeLeftOvers, writeFileQuickly } from '../write-file.js';

/** Files that are replaced, each as a whole. */
type CacheFile = 'index.cache' | 'whole.cache' | 'manifest.cache' | 'recipes.cache';
/** Shards of the steps and of the resolved manifest, by the ends of their names, with the index that names them. */
const INDEXES = { json: 'index.cache', nodes: 'manifest.cache' } as const;
type ShardKind = keyof typeof INDEXES;
const SHARD = /^[0-9a-f]{40}\.(?:json|nodes)$/;
/** Others may just have written shards that no index names yet, or read an index that is replaced by now. */
const UNUSED_MS = 10 * 60 * 1000;
/** No file system counts time in larger steps: so much earlier is another stamp everywhere. */
const COARSEST_STEP_MS = 2000;

/** A text that was written, or why there is none; null when there never was. */
type CacheText = { readonly text: string } | { readonly damage: string } | null;

export interface CacheFolder {
  readonly readFile: (name: CacheFile) => CacheText;
  /** Throws when the folder cannot be written. */
  readonly writeFile: (name: CacheFile, text: string) => Promise<void>;
  readonly readShard: (name: string) => CacheText;
  /** Takes shards into memory: who deletes them later takes nothing away. */
  readonly hold: (names: readonly string[]) => void;
  /** Answers the name of the shard. When one cannot be written, those before it give their space back. */
  readonly writeShard: (text: string, kind?: ShardKind) => Promise<string>;
  /** Makes the shards with these names those of the cache. */
  readonly writeIndex: (text: string, shards: readonly string[], kind?: ShardKind) => Promise<void>;
}

/** Its content decides. */
function shardName(content: string | Uint8Array, kind: string): string {
  return `${digestOf(content).slice(0, 40)}.${kind}`;
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The cache in a folder, which need not exist. */
export function openCacheFolder(folder: string): CacheFolder {
  const held = new Map<string, Buffer>();
  const read = (name: string): CacheText => {
    try {
      return { text: (held.get(name) ?? readFileSync(join(folder, name))).toString('utf8') };
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' && !SHARD.test(name);
      return isMissing ? null : { damage: (error as Error).message };
    }
  };
  const writeFile: CacheFolder['writeFile'] = (name, text) =>
    writeFileQuickly({ path: join(folder, name), content: `${digestOf(text)}\n${text}` });
  const written = new Set<string>();
  const removeWritten = () => {
    for (const name of written) rmSync(join(folder, name), { force: true });
  };
  return {
    writeFile,
    readFile: (name) => {
      const found = read(name);
      if (found === null || 'damage' in found) return found;
      const end = found.text.indexOf('\n');
      const text = found.text.slice(end + 1);
      return found.text.slice(0, Math.max(end, 0)) === digestOf(text) ? { text } : { damage: `${name} is damaged` };
    },
    readShard: (name) => {
      const found = read(name);
      if (found === null || 'damage' in found) return found;
      return shardName(found.text, name.slice(name.indexOf('.') + 1)) === name
        ? found
        : { damage: `${name} is damaged` };
    },
    hold: (names) => {
      for (const name of names) {
        try {
          held.set(name, readFileSync(join(folder, name)));
        } catch {
          // Who asks for it is told.
        }
      }
    },
    writeShard: async (text, kind = 'json') => {
      const bytes = Buffer.from(text);
      const name = shardName(bytes, kind);
      const path = join(folder, name);
      if (statSync(path, { throwIfNoEntry: false }) === undefined) written.add(name);
      await writeFileQuickly({ path, content: bytes }).catch((error: unknown) => {
        removeWritten();
        throw error;
      });
      return name;
    },
    writeIndex: async (text, shards, kind = 'json') => {
      const now = Date.now();
      const index = INDEXES[kind];
      const replaced = statSync(join(folder, index), { throwIfNoEntry: false })?.mtimeMs ?? now;
      for (const name of shards) stamp(join(folder, name), now);
      await writeFile(index, text).catch((error: unknown) => {
        removeWritten();
        throw error;
      });
      stamp(join(folder, index), now);
      written.clear();
      removeUnused(folder, { used: new Set(shards), kind, now, replaced });
      await removeLeftOvers(folder, now);
    },
  };
}

interface Unused {
  readonly used: ReadonlySet<string>;
  readonly kind: ShardKind;
  readonly now: number;
  /** The stamp of the index that was replaced, which its shards have too. */
  readonly replaced: number;
}

/** Those that the replaced index names were in use up to now: a command that has read it may still ask for some. */
function removeUnused(folder: string, { used, kind, now, replaced }: Unused): void {
  for (const name of readdirSync(folder)) {
    if (!SHARD.test(name) || !name.endsWith(kind) || used.has(name)) continue;
    const path = join(folder, name);
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - changed <= UNUSED_MS) continue;
    if (changed >= replaced) stamp(path, now - COARSEST_STEP_MS);
    else rmSync(path, { force: true });
  }
}

function stamp(path: string, time: number): void {
  utimesSync(path, time / 1000, time / 1000);
}
