/**
 * When a node may be run once more: the database itself has undone all of it, so that nothing can be applied twice.
 * Whatever is not known for certain is not repeated.
 */
import type { DatabaseFailure } from '../../adapter/failure.js';
import type { GraphNode } from '../../resources/node.js';
import { pauseFor } from '../clock.js';
import type { Kept } from '../session/node-session.js';

/** Milliseconds; times the attempt, so that a server that restarts has time and two rivals get out of step. */
const PAUSE = 500;

/**
 * A deadlock, a serialization failure, or a connection lost before the commit was sent. `kept` is null when no session
 * was opened: then connecting has failed, which the driver has tried again itself.
 */
export function mayRepeat(failure: DatabaseFailure, kept: Kept | null, node: GraphNode): boolean {
  if (failure.kind !== 'conflict' && failure.kind !== 'connection') return false;
  if (kept === null || kept.isUnknown || kept.hasCommitted) return false;
  // Outside of a transaction, landing only asks; there are no statements of users in it.
  return !kept.sentOutside || node.resourceType === 'source';
}

/** Waits before the next attempt; a cancel ends the wait. */
export async function pauseBeforeRetry(attempt: number, signal: AbortSignal): Promise<void> {
  await pauseFor(PAUSE * attempt * (0.75 + Math.random() / 2), signal);
}
