/**
 * Opens a SQLite database: one child process writes, up to `threads` others read beside it. Each starts when it is first
 * needed and serves one session after the other; one that was killed is replaced.
 */
import { setMaxListeners } from 'node:events';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { Credentials, DatabaseWarning, OpenOptions } from '../../../core/adapter/adapter.js';
import type { Database, Session, SessionOptions } from '../../../core/adapter/database.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import { type FollowedSignals, followSignals } from '../../../core/adapter/follow-signals.js';
import { createSlots, type Slots } from '../../common/slots.js';
import { openRunLocks, type SqliteRunLocks } from '../locks/run-locks.js';
import { sqliteSettings } from '../settings.js';
import { type ChildHandle, startChild } from './child-handle.js';
import { type FileSystemOf, networkPlaceOf } from './network-place.js';
import { type ChildConfig, MEMORY } from './protocol.js';
import { createSession, type SqliteSession } from './session.js';
import { createTurns, type Turns } from './turns.js';

/** Gives a database; no process starts before the first session. `fileSystemOf` tells where files lie. */
export async function openDatabase(
  credentials: Credentials,
  options: OpenOptions,
  fileSystemOf?: FileSystemOf,
): Promise<Database> {
  const settings = sqliteSettings(credentials);
  const { file, busyTimeout, ownFiles, foreignFiles, schemaDirectory, extensions } = settings;
  const network = networkPlace([file, ...ownFiles.map(({ path }) => path)], fileSystemOf);
  if (network !== null) options.onWarning?.(networkWarning(network));
  const journal = network === null ? ('wal' as const) : ('delete' as const);
  const files = { file, ownFiles, foreignFiles, schemaDirectory };
  const shared = { ...files, busyTimeoutMs: busyTimeout * 1000, journal, extensions };
  const closing = new AbortController();
  // As many listeners as there are sessions.
  setMaxListeners(0, closing.signal);
  const locked = new Set<SqliteRunLocks>();
  const patience = (): number => Math.max(0, ...[...locked].map((each) => each.patience()));
  const claimFiles = (): string[] => [...locked].flatMap((each) => each.claimFiles());
  const onLost = options.onLost ?? (() => {});
  const writing = (): ChildConfig => ({ ...shared, isReadOnly: false, isLent: false, claimFiles: claimFiles() });
  const writer = createChildren({ configure: writing, patience, count: 1, onLost }, closing.signal);
  const reading = { ...shared, isReadOnly: true, isLent: false, claimFiles: [] };
  const readers = createChildren(
    { configure: () => reading, patience: () => 0, count: options.threads, onLost },
    closing.signal,
  );
  // A reader cannot make the file, and beside a rollback journal it would keep the writer from its commit.
  const mayReadBeside = (): boolean => (journal === 'wal' ? existsSync(file) : isReadOnly(file));
  const emptiness = createChildren(
    { configure: () => ({ ...reading, file: MEMORY }), patience: () => 0, count: options.threads, onLost },
    closing.signal,
  );
  const turns = createTurns(options.threads);
  const session = async (sessionOptions: SessionOptions): Promise<Session> => {
    // A file that does not exist is not made for a preview.
    if (sessionOptions.purpose === 'preview') return (existsSync(file) ? readers : emptiness).session(sessionOptions);
    if (sessionOptions.purpose !== 'read' || !mayReadBeside()) return writer.session(sessionOptions);
    const lent = sessionOptions.takesTurns === true ? await writer.lend(sessionOptions, turns) : null;
    return lent ?? readers.session(sessionOptions);
  };
  return {
    session,
    locks: (request) => {
      const opened = openRunLocks(settings, request, () => locked.delete(opened));
      locked.add(opened);
      return opened;
    },
    version: async (signal) => {
      const opened = await session({ purpose: 'read', label: 'version', ...(signal === undefined ? {} : { signal }) });
      try {
        const { rows } = await opened.execute('select sqlite_version()');
        return `SQLite ${String(rows[0]![0])}`;
      } finally {
        await opened.release();
      }
    },
    close: async () => {
      closing.abort();
      await readers.end();
      await emptiness.end();
      await writer.end();
      await Promise.all([...locked].map((each) => each.release()));
    },
  };
}

interface NetworkPlace {
  readonly path: string;
  readonly name: string;
}

function networkPlace(paths: readonly string[], fileSystemOf?: FileSystemOf): NetworkPlace | null {
  for (const path of paths) {
    const name = networkPlaceOf(path, fileSystemOf);
    if (name !== null) return { path, name };
  }
  return null;
}

function networkWarning({ path, name }: NetworkPlace): DatabaseWarning {
  return {
    message: `The SQLite file ${path} lies on a network file system (${name}), where its WAL mode cannot work: tsdbt uses a rollback journal there.`,
    hint: 'Other programs wait while a node is written, and only one computer may use the file at a time; a local disk has neither limit.',
  };
}

function isReadOnly(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return false;
  } catch {
    return existsSync(file);
  }
}

interface Children {
  session(options: SessionOptions): Promise<Session>;
  /** A reader's session on a process that writes, between two writers; null where that cannot be or takes too long. */
  lend(options: SessionOptions, turns: Turns): Promise<Session | null>;
  end(): Promise<void>;
}

interface ChildrenOptions {
  readonly configure: () => ChildConfig;
  readonly patience: () => number;
  readonly count: number;
  readonly onLost: (reason: string) => void;
}

interface Taken {
  readonly place: number;
  readonly ended: FollowedSignals;
}

interface OpenChild {
  readonly child: ChildHandle;
  /** The file that the process has opened; null before. */
  file: string | null;
}

/**
 * Up to `count` processes, each session of which is told the configuration of the moment. A process whose file was
 * replaced or deleted would go on in the old one, which nobody sees any more: it is replaced too.
 */
function createChildren(options: ChildrenOptions, closing: AbortSignal): Children {
  const { configure, patience, count, onLost } = options;
  const slots = createSlots(count);
  const children: (OpenChild | null)[] = Array(count).fill(null);
  const aliveChild = async (place: number, file: string): Promise<OpenChild> => {
    const known = children[place];
    const isOutdated = known?.file != null && known.file !== identityOf(file);
    if (isOutdated && known.child.isAlive) {
      await known.child.cancel();
      onLost(`the file ${file} is another one than before`);
    }
    if (known?.child.isAlive) return known;
    const fresh = { child: startChild(file, onLost), file: null };
    children[place] = fresh;
    return fresh;
  };
  const sessionOn = ({ child }: OpenChild, config: ChildConfig, { place, ended }: Taken, onRelease = () => {}) =>
    createSession({
      child,
      file: config.file,
      isWriter: !config.isReadOnly && !config.isLent,
      signals: [ended.signal],
      patience,
      onRelease: () => {
        ended.release();
        onRelease();
        slots.give(place);
      },
    });
  const follow = (signal: AbortSignal | undefined): FollowedSignals => {
    if (closing.aborted) throw failureError({ kind: 'cancelled', message: 'The database has been closed.' });
    return followSignals(signal === undefined ? [closing] : [closing, signal]);
  };
  const isLendable = (opened: OpenChild | null | undefined, file: string): opened is OpenChild =>
    opened?.file != null && opened.child.isAlive && opened.child.mayLend && opened.file === identityOf(file);
  return {
    session: async ({ signal }) => {
      const ended = follow(signal);
      const place = await takePlace(slots, ended);
      const config = configure();
      const opened = await aliveChild(place, config.file);
      const session: SqliteSession = sessionOn(opened, config, { place, ended });
      if (opened.file !== null) {
        session.openLate(config);
        return session;
      }
      try {
        await session.open(config);
        opened.file = identityOf(config.file);
        return session;
      } catch (error) {
        await session.release();
        throw error;
      }
    },
    lend: async ({ signal }, turns) => {
      const [alive] = children;
      if (!alive?.child.isAlive || !turns.isWorthwhile()) return null;
      const place = await slots.takeWithin(turns.patienceMs);
      if (place === null) return turns.missed();
      const config = { ...configure(), isLent: true };
      const opened = children[place];
      if (closing.aborted || !isLendable(opened, config.file)) {
        slots.give(place);
        return null;
      }
      const session = sessionOn(opened, config, { place, ended: follow(signal) }, turns.begin());
      session.openLate(config);
      return session;
    },
    end: async () => {
      await Promise.all(children.map((opened) => opened?.child.end()));
    },
  };
}

async function takePlace(slots: Slots, ended: FollowedSignals): Promise<number> {
  try {
    return await slots.take(ended.signal);
  } catch (error) {
    ended.release();
    throw error;
  }
}

/** Tells a file from one that has taken its place; null when there is none. */
function identityOf(file: string): string | null {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino}`;
}
