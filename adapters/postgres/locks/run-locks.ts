/**
 * Holds a run's advisory locks on one connection beside the pool, as long as the run lasts; the server frees them when
 * that connection ends. A connection that ends early is made again: when the locks are still free nothing has happened.
 */
import type pg from 'pg';
import { failureError } from '../../../core/adapter/failure-error.js';
import type { LockHolder, LockRequest, RunLocks } from '../../../core/adapter/run-locks.js';
import { type Connections, cutConnection } from '../connection/connections.js';
import { type Ask, findHolder, takeNext } from './lock-statements.js';
import { lockSteps } from './lock-steps.js';
import { findStraggler } from './marks.js';
import { ownerComment } from './owner-comment.js';

/** Keeps the connection from being idle, and notices one that no longer answers. */
const HEARTBEAT_MS = 30_000;
/** How long a lost connection is tried to be made again. */
const RECOVERY_MS = 10_000;
const RECOVERY_PAUSE_MS = 300;

/** An idle session is what a holder is. Servers before 14 lack the setting. */
const staySql = `select pg_catalog.set_config(name, '0', false)
  from pg_catalog.pg_settings where name = 'idle_session_timeout'`;

/** Locks of one run; connects at the first attempt. Tells when they have been given back. */
export function openRunLocks(connections: Connections, request: LockRequest, onRelease = () => {}): RunLocks {
  const plan = lockSteps(request.relations);
  const comment = ownerComment(request.owner);
  const lost = new AbortController();
  let client: pg.Client | null = null;
  let taken = 0;
  let isHeld = false;
  let isReleased = false;
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  const connect = async (): Promise<pg.Client> => {
    const fresh = await connections.connectAside('locks');
    await fresh.query(staySql).catch(() => {});
    if (isReleased) {
      await connections.leaveAside(fresh);
      throw released();
    }
    client = fresh;
    taken = 0;
    fresh.once('end', onEnd);
    return fresh;
  };
  // Taken off when the connection is left, so that it is always the current one that ends.
  const onEnd = (): void => {
    client = null;
    if (isHeld && !isReleased) void recover();
  };
  /** The server frees the locks with it. */
  const leave = (held: pg.Client): Promise<void> => {
    held.off('end', onEnd);
    return connections.leaveAside(held);
  };
  const recover = async (): Promise<void> => {
    const deadline = Date.now() + RECOVERY_MS;
    while (!isReleased && Date.now() < deadline) {
      const holder = await take().catch(() => undefined);
      if (holder === null) return;
      const isOther = holder !== undefined && holder.owner?.invocationId !== request.owner.invocationId;
      if (isOther) break;
      await pause(RECOVERY_PAUSE_MS);
    }
    if (!isReleased) lost.abort();
  };
  const take = async (): Promise<LockHolder | null> => {
    const current = client ?? (await connect());
    const ask: Ask = (sql, values) => connections.watch(current, current.query(`${comment}\n${sql}`, [...values]));
    taken += await takeNext(ask, plan.steps.slice(taken));
    const next = plan.steps[taken];
    if (next === undefined) {
      // Of a run that held them before, what goes on is its own.
      const straggler = isHeld ? null : await findStraggler(ask, request.relations);
      if (straggler !== null) return straggler;
      isHeld = true;
      heartbeat ??= startHeartbeat(() => client, comment);
      return null;
    }
    return (await findHolder(ask, next, plan)) ?? justGone;
  };
  return {
    take: () => (isReleased ? Promise.reject(released()) : take()),
    lost: lost.signal,
    release: async () => {
      if (isReleased) return;
      isReleased = true;
      clearInterval(heartbeat);
      if (client !== null) await leave(client);
      onRelease();
    },
  };
}

const justGone: LockHolder = { owner: null, description: 'a session that has just ended', relations: [] };

function released(): Error {
  return failureError({ kind: 'cancelled', message: 'The locks have been given back.' });
}

function startHeartbeat(current: () => pg.Client | null, comment: string): ReturnType<typeof setInterval> {
  let unanswered: pg.Client | null = null;
  const beat = (): void => {
    const client = current();
    if (client === null) return;
    if (client === unanswered) {
      cutConnection(client);
      return;
    }
    unanswered = client;
    const finish = (): void => {
      unanswered = null;
    };
    client.query(`${comment}\nselect 1`).then(finish, finish);
  };
  return setInterval(beat, HEARTBEAT_MS).unref();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
