/**
 * What parsing keeps on the disk from one process for the next, below the target folder. Exact: with it a project comes out as
 * without it. What cannot be used is passed over, and what cannot be written is not kept; neither is an error.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Scrubber } from '../../diagnostics/scrub.js';
import { areSameRows, createFileMemory, type FileMemory, type FileRow } from '../../io/files/file-memory.js';
import type { CacheFolder } from '../../io/parse-cache/cache-folder.js';
import { pathOfName } from '../../parse/reuse/durable/durable-names.js';
import { readShard, writeShard } from '../../parse/reuse/durable/shard-text.js';
import { createParseStore, type ParseStore, type PlainParse } from '../../parse/reuse/parse-store.js';
import type { PlainStep, StepKind } from '../../parse/reuse/step.js';
import { type CacheIndex, readIndex, shardCount, shardOf, writeIndex } from './cache-index.js';

export interface CacheOptions {
  readonly folder: CacheFolder;
  /** The build that reads and writes. */
  readonly program: string;
  /** Hides secrets. What holds one is not kept. */
  readonly scrub: Scrubber;
  /** Told when something of the cache could not be used. */
  readonly note: (message: string) => void;
  /** The time by which files are old or new; the system's when left out. */
  readonly clock?: () => number;
}

export interface ParseCache {
  readonly files: FileMemory;
  readonly store: ParseStore;
  /** What was written down of the files before. */
  readonly rows: readonly FileRow[];
  /** Makes the digests of one cache differ from those of another. */
  readonly salt: string;
  /** Keeps what the files and the store hold now. */
  readonly save: () => Promise<void>;
}

/** Opens what an earlier process has left; `isFresh` leaves that aside. */
export function openParseCache(options: CacheOptions, isFresh = false): ParseCache {
  const { folder } = options;
  const before = isFresh ? null : indexIn(folder, options);
  const salt = before?.salt ?? randomBytes(16).toString('hex');
  const shards = before === null ? null : openShards(folder, before, options.note);
  const files = createFileMemory({
    rows: before?.files ?? [],
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const digest = (text: string) => createHash('sha256').update(`${salt}\0${text}`).digest('base64url');
  const plain =
    before === null || shards === null
      ? null
      : { setting: before.setting, outcomes: new Map(before.outcomes), find: shards.find };
  const store = createParseStore({ digest, plain });
  return {
    files,
    store,
    rows: before?.files ?? [],
    salt,
    save: () => save(options, { before, salt, shards, files, store }).catch(() => undefined),
  };
}

interface Opened extends Pick<ParseCache, 'files' | 'store' | 'salt'> {
  readonly before: CacheIndex | null;
  readonly shards: Shards | null;
}

async function save(options: CacheOptions, { before, salt, shards, files, store }: Opened): Promise<void> {
  const { folder, scrub, program } = options;
  const rows = files.rows();
  const content = store.content();
  const found = content ?? before;
  if (found === null || (content === null && before !== null && areSameRows(rows, before.files))) return;
  const count = shardCount(rows.length);
  const names =
    content === null ? (before?.shards ?? []) : await writeShards(content.steps(), options, { count, shards });
  const index = { program, salt, setting: found.setting, outcomes: [...found.outcomes], files: rows, shards: names };
  const text = writeIndex(index);
  if (scrub(text) !== text || (before !== null && text === writeIndex(before))) return;
  await folder.writeIndex(text, names);
}

function indexIn(folder: CacheFolder, { program, note }: CacheOptions): CacheIndex | null {
  const found = folder.readFile('index.cache');
  if (found === null) return null;
  if ('damage' in found) {
    note(`The parse cache is not used: ${found.damage}.`);
    return null;
  }
  const index = readIndex(found.text);
  if (index.program === program) return index;
  note('The parse cache is not used: another version of tsdbt wrote it.');
  return null;
}

interface Shards {
  readonly names: readonly string[];
  readonly find: PlainParse['find'];
  /** Which shard a step was read from; null for one that was not. */
  readonly shardOfStep: (step: PlainStep) => number | null;
  /** How many steps a shard holds. */
  readonly sizeOf: (shard: number) => number;
}

/** Shards are read when a step of theirs is asked for. */
function openShards(folder: CacheFolder, { shards: names }: CacheIndex, note: (message: string) => void): Shards {
  const sizes = new Map<number, number>();
  const origins = new Map<PlainStep, number>();
  const byFile = new Map<string, Map<string, PlainStep>>();
  const read = (shard: number): void => {
    if (sizes.has(shard)) return;
    const found = folder.readShard(names[shard]);
    if (found === null || 'damage' in found) note(`A part of the parse cache is not used: ${found?.damage}.`);
    const steps = found !== null && 'text' in found ? readShard(found.text) : [];
    sizes.set(shard, steps.length);
    for (const step of steps) {
      origins.set(step, shard);
      const ofFile = byFile.get(step.of.file) ?? new Map<string, PlainStep>();
      byFile.set(step.of.file, ofFile.set(keyOf(step.kind, step.of.place), step));
    }
  };
  return {
    names,
    find: (kind, of) => {
      const known = byFile.get(of.file);
      if (known === undefined) read(shardOf(pathOfName(of), names.length));
      return (known ?? byFile.get(of.file))?.get(keyOf(kind, of.place));
    },
    shardOfStep: (step) => origins.get(step) ?? null,
    sizeOf: (shard) => sizes.get(shard) ?? 0,
  };
}

function keyOf(kind: StepKind, place: string): string {
  return place === '' ? kind : `${kind} ${place}`;
}

/** Writes the shards that are not as they were, one after the other; answers the names of all. */
async function writeShards(
  steps: readonly PlainStep[],
  { folder, scrub }: CacheOptions,
  { count, shards }: { readonly count: number; readonly shards: Shards | null },
): Promise<string[]> {
  const groups = Array.from({ length: count }, (): PlainStep[] => []);
  const groupOfFile = new Map<string, PlainStep[]>();
  for (const step of steps) {
    const { file } = step.of;
    const group = groupOfFile.get(file) ?? groups[shardOf(pathOfName(step.of), count)];
    groupOfFile.set(file, group);
    group.push(step);
  }
  const names: string[] = [];
  for (const [index, group] of groups.entries()) {
    const isKept =
      shards !== null &&
      shards.names.length === count &&
      shards.sizeOf(index) === group.length &&
      group.every((step) => shards.shardOfStep(step) === index);
    names.push(isKept ? shards.names[index] : await folder.writeShard(textWithoutSecrets(group, scrub)));
  }
  return names;
}

function textWithoutSecrets(steps: readonly PlainStep[], scrub: Scrubber): string {
  const text = writeShard(steps);
  if (scrub(text) === text) return text;
  return writeShard(
    steps.filter((step) => {
      const own = writeShard([step]);
      return scrub(own) === own;
    }),
  );
}
