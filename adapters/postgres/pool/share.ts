/**
 * tsdbt's share of an app's pool, for all runs at once: some connections are for the locks of runs, the others for their
 * statements, so that runs which hold locks can always go on; and one is left to the app where there is room.
 */
import { failureError } from '../../../core/adapter/failure-error.js';
import { createSlots, type Slots } from '../../common/slots.js';
import { type AppPool, maxOf } from './app-pool.js';

export interface PoolShare {
  readonly locks: Slots;
  readonly sessions: Slots;
}

/** The share of a pool; throws for one that is too small for a run. */
export function createShare(pool: AppPool): PoolShare {
  const { locks, sessions } = shareOf(maxOf(pool));
  return { locks: createSlots(locks), sessions: createSlots(sessions) };
}

/** So many runs at once, and so many statements; each run needs one of both. */
export function shareOf(max: number): { readonly locks: number; readonly sessions: number } {
  if (max < 2) throw tooSmall(max);
  const whole = max === 2 ? max : max - 1;
  const locks = Math.floor(whole / 2);
  return { locks, sessions: whole - locks };
}

function tooSmall(max: number): Error {
  return failureError({
    kind: 'connection',
    message: `The pool holds at most ${max} connection: tsdbt needs one for the locks of a run and one for its statements.`,
    hint: 'Give the pool a `max` of at least 3; twice the threads of the target lets nothing wait.',
  });
}
