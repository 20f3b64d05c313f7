/**
 * Opens a SQLite database: one child process writes, up to `threads` others read beside it. Each starts when it is first
 * needed and serves one session after the other; one that was killed is replaced.
 */
import { existsSync } from 'node:fs';
import type { Credentials, OpenOptions } from '../../../core/adapter/adapter.js';
import type { Database, Session, SessionOptions } from '../../../core/adapter/database.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import { openRunLocks, type SqliteRunLocks } from '../locks/run-locks.js';
import { sqliteSettings } from '../settings.js';
import { type ChildHandle, startChild } from './child-handle.js';
import type { ChildConfig } from './protocol.js';
import { createSession } from './session.js';
import { createSlots } from './slots.js';

/** Gives a database; no process starts before the first session. */
export async function openDatabase(credentials: Credentials, options: OpenOptions): Promise<Database> {
  const settings = sqliteSettings(credentials);
  const { file, busyTimeout, ownFiles, foreignFiles, schemaDirectory, extensions } = settings;
  const shared = { file, busyTimeoutMs: busyTimeout * 1000, ownFiles, foreignFiles, schemaDirectory, extensions };
  const closing = new AbortController();
  const locked = new Set<SqliteRunLocks>();
  const patience = (): number => Math.max(0, ...[...locked].map((each) => each.patience()));
  const claimFiles = (): string[] => [...locked].flatMap((each) => each.claimFiles());
  const writing = (): ChildConfig => ({ ...shared, isReadOnly: false, claimFiles: claimFiles() });
  const writer = createChildren({ configure: writing, patience, count: 1 }, closing.signal);
  const reading = { ...shared, isReadOnly: true, claimFiles: [] };
  const readers = createChildren(
    { configure: () => reading, patience: () => 0, count: options.threads },
    closing.signal,
  );
  // A reader cannot make the file: as long as there is none, reading goes through the writer too.
  const session = (sessionOptions: SessionOptions): Promise<Session> =>
    sessionOptions.purpose === 'read' && existsSync(file)
      ? readers.session(sessionOptions)
      : writer.session(sessionOptions);
  return {
    session,
    locks: (request) => {
      const opened = openRunLocks(settings, request);
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
      await writer.end();
      await Promise.all([...locked].map((each) => each.release()));
    },
  };
}

interface Children {
  session(options: SessionOptions): Promise<Session>;
  end(): Promise<void>;
}

interface ChildrenOptions {
  readonly configure: () => ChildConfig;
  readonly patience: () => number;
  readonly count: number;
}

/** Up to `count` processes, each session of which is told the configuration of the moment. */
function createChildren({ configure, patience, count }: ChildrenOptions, closing: AbortSignal): Children {
  const slots = createSlots(count);
  const children: (ChildHandle | null)[] = Array(count).fill(null);
  const aliveChild = (place: number, file: string): ChildHandle => {
    const known = children[place];
    const child = known?.isAlive ? known : startChild(file);
    children[place] = child;
    return child;
  };
  return {
    session: async ({ signal }) => {
      if (closing.aborted) throw failureError({ kind: 'cancelled', message: 'The database has been closed.' });
      const signals = signal === undefined ? [closing] : [closing, signal];
      const place = await slots.take(AbortSignal.any([...signals]));
      const config = configure();
      const session = createSession({
        child: aliveChild(place, config.file),
        file: config.file,
        isWriter: !config.isReadOnly,
        signals,
        patience,
        onRelease: () => slots.give(place),
      });
      try {
        await session.open(config);
        return session;
      } catch (error) {
        await session.release();
        throw error;
      }
    },
    end: async () => {
      await Promise.all(children.map((child) => child?.end()));
    },
  };
}
