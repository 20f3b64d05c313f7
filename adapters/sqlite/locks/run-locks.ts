/**
 * The locks of a run on SQLite: a claim in the folder beside each database file that it writes. Runs that write other
 * relations of the same file go on side by side, as far as SQLite's own write lock lets them.
 */
import { join } from 'node:path';
import { failureError } from '../../../core/adapter/failure-error.js';
import type { LockHolder, LockRequest, RunLocks } from '../../../core/adapter/run-locks.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { loadLibrary } from '../driver/child/library.js';
import type { SqliteSettings } from '../settings.js';
import { makeClaim, type OwnClaim, readClaims } from './claims.js';
import { type Library, lockFolderOf, tidyFolder, withMutex } from './lock-folder.js';

export interface SqliteRunLocks extends RunLocks {
  /** The files of the claims that are held: the writing process locks them too, as it may outlive its parent a little. */
  readonly claimFiles: () => readonly string[];
  /** How long to wait for the write lock of a file, in milliseconds: 0 when no other run is at work on it. */
  readonly patience: () => number;
}

interface Place {
  readonly folder: string;
  readonly relations: readonly string[];
}

/** Locks of one run; the library is loaded at the first attempt. Tells when they have been given back. */
export function openRunLocks(settings: SqliteSettings, request: LockRequest, onRelease = () => {}): SqliteRunLocks {
  const claims = new Map<string, OwnClaim>();
  let places: readonly Place[] | null = null;
  let Library: Library | null = null;
  let isReleased = false;

  const take = (): LockHolder | null => {
    Library ??= loadLibrary();
    places ??= placesOf(settings, request.relations);
    for (const place of places) {
      if (claims.has(place.folder)) continue;
      const holder = takePlace(Library, place);
      if (holder !== null) return holder;
    }
    return null;
  };
  const takePlace = (library: Library, { folder, relations }: Place): LockHolder | null => {
    const answer = withMutex(library, folder, () => {
      const wanted = new Set(relations);
      for (const { owner, relations: held } of readClaims(library, folder)) {
        const common = held.filter((relation) => wanted.has(relation));
        if (common.length > 0) return { owner, description: 'another run', relations: common };
      }
      claims.set(folder, makeClaim(library, folder, { owner: request.owner, relations }));
      return null;
    });
    return answer === null ? mutexHolder : answer.value;
  };
  const isAlone = (library: Library, folder: string): boolean => {
    const found = withMutex(library, folder, () => readClaims(library, folder));
    return found?.value.every(({ owner }) => owner.invocationId === request.owner.invocationId) ?? false;
  };
  return {
    patience: () => {
      const library = Library;
      if (library === null || [...claims.keys()].every((folder) => isAlone(library, folder))) return 0;
      return request.timeoutMs;
    },
    claimFiles: () => [...claims.values()].map(({ path }) => path),
    take: async () => {
      if (isReleased) throw failureError({ kind: 'cancelled', message: 'The locks have been given back.' });
      try {
        return take();
      } catch (error) {
        throw lockFailure(error);
      }
    },
    // A lock on a file goes with the process alone.
    lost: new AbortController().signal,
    release: async () => {
      isReleased = true;
      for (const [folder, claim] of claims) {
        claims.delete(folder);
        claim.drop();
        try {
          if (Library !== null) tidyFolder(Library, folder);
        } catch {
          // What stays holds nothing.
        }
      }
      onRelease();
    },
  };
}

const mutexHolder: LockHolder = { owner: null, description: 'a process that is just claiming', relations: [] };

/** One place for each file, in the order of the paths. Within a file a relation is known by its identifier alone. */
function placesOf(settings: SqliteSettings, relations: readonly RelationName[]): readonly Place[] {
  const byFolder = new Map<string, string[]>();
  for (const { schema, identifier } of relations) {
    const folder = lockFolderOf(fileOf(settings, schema));
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [identifier]);
    else known.push(identifier);
  }
  return [...byFolder]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, identifiers]) => ({ folder, relations: identifiers.sort() }));
}

function fileOf({ file, ownFiles, foreignFiles, schemaDirectory }: SqliteSettings, schema: string | null): string {
  const key = schema?.toLowerCase() ?? 'main';
  const known = [...ownFiles, ...foreignFiles].find((each) => each.schema.toLowerCase() === key);
  if (known !== undefined) return known.path;
  return key === 'main' || schemaDirectory === null ? file : join(schemaDirectory, `${schema}.db`);
}

function lockFailure(error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'TSDBT_DRIVER_MISSING') return error as Error;
  const isDenied = ['EACCES', 'EPERM', 'EROFS', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'].includes(code ?? '');
  return failureError(
    {
      kind: isDenied ? 'permission' : 'other',
      message: `The folder beside the database file in which runs claim what they write cannot be used: ${message}.`,
      hint: 'Writing a SQLite database needs the right to make files in its folder.',
    },
    error,
  );
}
