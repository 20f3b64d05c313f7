/**
 * Locks on the relations that a run writes, so that two runs never write the same one at once. Interfaces only: an
 * adapter tries and answers; waiting, its limit and its words are core's.
 */
import type { RelationName } from '../resources/relation.js';

/** Who holds locks, in words for those who wait. Anybody on the database may read it: secrets are scrubbed before. */
export interface LockOwner {
  readonly host: string;
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The command and its selection: `tsdbt run --select orders+`. */
  readonly command: string;
  readonly invocationId: string;
}

export interface LockRequest {
  /** By the names of the catalog, each once; schema null where there is none. */
  readonly relations: readonly RelationName[];
  readonly owner: LockOwner;
  /**
   * Longest wait for other runs. Where all writers share one lock, as in SQLite, writing waits as long for a run that
   * holds locks of its own.
   */
  readonly timeoutMs: number;
}

/** One who is in the way. */
export interface LockHolder {
  /** Null when the database does not say. */
  readonly owner: LockOwner | null;
  /** What the database itself knows of the holder, as words after "by": `server process 123 of role etl`. */
  readonly description: string;
  /** The wanted relations that it holds, for people. */
  readonly relations: readonly string[];
}

export interface RunLocks {
  /**
   * Tries once, without waiting: null when all relations are held, else who is in the way. What one attempt took stays
   * taken, in an order that is the same for all runs, so that two of them never wait for each other.
   */
  take(): Promise<LockHolder | null>;
  /** Aborted when locks that were held are gone and could not be taken again. */
  readonly lost: AbortSignal;
  /** Gives all back. Never throws. When the process ends without it, the locks free themselves. */
  release(): Promise<void>;
}
