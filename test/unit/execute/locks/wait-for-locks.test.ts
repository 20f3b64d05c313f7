import { describe, expect, it } from 'vitest';
import type { LockHolder } from '../../../../core/adapter/run-locks.js';
import { waitForLocks } from '../../../../core/execute/locks/wait-for-locks.js';

const holder = (name: string): LockHolder => ({
  owner: { host: 'box', pid: 1, startedAt: '2026-01-31T10:00:00Z', command: 'tsdbt run', invocationId: name },
  description: 'another run',
  relations: ['main.orders'],
});

/** Waits on a clock that only pauses move; `holderAt` says who is in the way at which second. */
async function wait(holderAt: (seconds: number) => string | null, timeoutMs: number, signal?: AbortSignal) {
  let now = 1000;
  const told: string[] = [];
  const pauses: number[] = [];
  const outcome = await waitForLocks(
    {
      take: async () => {
        const name = holderAt((now - 1000) / 1000);
        return name === null ? null : holder(name);
      },
    },
    {
      timeoutMs,
      signal: signal ?? new AbortController().signal,
      onWait: ({ owner }, waitedMs) => told.push(`${owner?.invocationId} after ${Math.round(waitedMs / 1000)}`),
      now: () => now,
      pause: async (milliseconds) => {
        pauses.push(milliseconds);
        now += milliseconds;
      },
    },
  );
  return { outcome, told, pauses, seconds: (now - 1000) / 1000 };
}

describe('waiting for locks', () => {
  it('tells nobody anything when they are free', async () => {
    expect(await wait(() => null, 300_000)).toEqual({ outcome: { kind: 'held' }, told: [], pauses: [], seconds: 0 });
  });

  it('refuses at once with a limit of 0, without a word about waiting', async () => {
    const { outcome, told, pauses } = await wait(() => 'a', 0);
    expect(outcome).toEqual({ kind: 'refused', holder: holder('a') });
    expect([told, pauses]).toEqual([[], []]);
  });

  it('goes on soon after the holder has gone', async () => {
    const { outcome, seconds } = await wait((at) => (at < 3 ? 'a' : null), 300_000);
    expect(outcome).toEqual({ kind: 'held' });
    expect(seconds).toBeLessThanOrEqual(3.5);
  });

  it('tells the first holder, each other one, and the same one again every ten seconds', async () => {
    const { told } = await wait((at) => (at < 4 ? 'a' : at < 16 ? 'b' : null), 300_000);
    expect(told).toEqual(['a after 0', 'b after 4', 'b after 14']);
  });

  it('tries a last time when its time is up, and waits no longer', async () => {
    const { outcome, seconds } = await wait(() => 'a', 1234);
    expect(outcome.kind).toBe('refused');
    expect(seconds).toBe(1.234);
    expect((await wait((at) => (at < 1.234 ? 'a' : null), 1234)).outcome.kind).toBe('held');
  });

  it('ends with a cancel, also while an attempt hangs', async () => {
    const cancelling = new AbortController();
    const options = {
      timeoutMs: 1000,
      signal: cancelling.signal,
      onWait: () => {},
      now: () => 0,
      pause: async () => {},
    };
    const waiting = waitForLocks({ take: () => new Promise(() => {}) }, options);
    cancelling.abort();
    expect(await waiting).toEqual({ kind: 'cancelled' });
    const never = async () => {
      throw new Error('asked after the cancel');
    };
    expect(await waitForLocks({ take: never }, options)).toEqual({ kind: 'cancelled' });
  });

  it('passes on what an attempt throws', async () => {
    const options = {
      timeoutMs: 1,
      signal: AbortSignal.any([]),
      onWait: () => {},
      now: () => 0,
      pause: async () => {},
    };
    const failing = async () => {
      throw new Error('server gone');
    };
    await expect(waitForLocks({ take: failing }, options)).rejects.toThrow('server gone');
  });
});
