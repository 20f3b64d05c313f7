/**
 * The data version of a relation: it is another one as soon as the rows may be others. A table that tsdbt built has the
 * version of its last build, a view one that is made of its own and of those that it reads, a source what is known of it.
 */
import { hashOf } from '../../state/reuse/recipe.js';
import type { ReuseRow } from './reuse-row.js';

/** A version, or why it is not known, as the end of a sentence about the relation. */
export type DataVersion = { readonly version: string } | { readonly version: null; readonly reason: string };

/** What the ledger and the catalog say, kept current while the run builds. By keys of relations. */
export interface DataStore {
  readonly rows: ReadonlyMap<string, ReuseRow>;
  /** Marks of relations that stand. */
  readonly marks: ReadonlyMap<string, string>;
  /** Relations that the present run has built: their marks are known to be good. */
  readonly built: ReadonlySet<string>;
  /** Of sources, as far as something is known of them. */
  readonly sources: ReadonlyMap<string, DataVersion>;
  /** Versions of views that were worked out and still hold. */
  readonly known: Map<string, DataVersion>;
  /** Views whose known version was made of another relation's, by the key of that one. */
  readonly readers: Map<string, Set<string>>;
}

/** What was worked out of a relation holds no more, nor what was made of that. */
export function forgetVersion(key: string, store: Pick<DataStore, 'known' | 'readers'>): void {
  store.known.delete(key);
  const readers = store.readers.get(key);
  if (readers === undefined) return;
  store.readers.delete(key);
  for (const reader of readers) forgetVersion(reader, store);
}

/** Whether a relation stands as its row says that it was left. */
export function isAsLeft(key: string, row: ReuseRow, { marks, built }: DataStore): boolean {
  return built.has(key) || (row.mark !== null && marks.get(key) === row.mark);
}

/** The version of a relation at this moment. */
export function dataVersion(key: string, store: DataStore, path: ReadonlySet<string> = new Set()): DataVersion {
  const row = store.rows.get(key);
  if (row === undefined) return store.sources.get(key) ?? { version: null, reason: 'no build of it is recorded' };
  if (!isAsLeft(key, row, store)) return { version: null, reason: 'it is not as tsdbt left it' };
  if (row.kind !== 'view') return { version: row.version };
  const known = store.known.get(key);
  if (known !== undefined) return known;
  const version = viewVersion(key, row, store, path);
  store.known.set(key, version);
  return version;
}

function viewVersion(key: string, row: ReuseRow, store: DataStore, path: ReadonlySet<string>): DataVersion {
  if (row.why !== null) return { version: null, reason: `it ${row.why}` };
  if (path.has(key)) return { version: null, reason: 'it reads itself' };
  const parts = [row.version];
  const inner = new Set([...path, key]);
  for (const input of Object.keys(row.inputs).sort()) {
    noteReader(input, key, store);
    const found = dataVersion(input, store, inner);
    if (found.version === null) return { version: null, reason: `it reads ${nameOfKey(input)}, and ${found.reason}` };
    parts.push(input, found.version);
  }
  return { version: hashOf(JSON.stringify(parts)) };
}

function noteReader(key: string, reader: string, { readers }: DataStore): void {
  const known = readers.get(key);
  if (known === undefined) readers.set(key, new Set([reader]));
  else known.add(reader);
}

/** `schema.name` of a relation's key. */
function nameOfKey(key: string): string {
  try {
    return (JSON.parse(key) as (string | null)[]).filter((part) => part !== null).join('.');
  } catch {
    return key;
  }
}
