import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { classifyError } from '../../../../adapters/postgres/classify-error.js';
import { createPulse, type PulseOptions } from '../../../../adapters/postgres/connection/pulse.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const refusedBy = (code: string) => async () => {
  throw Object.assign(new Error(`refused: ${code}`), { code });
};

/** A statement that waits until its connection is cut; what became of it. */
function waiting(options: Partial<PulseOptions>) {
  const client = {} as pg.Client;
  let fail = (_error: Error): void => {};
  const work = new Promise<string>((_, reject) => {
    fail = reject;
  });
  const probe = vi.fn(options.probe ?? (async () => {}));
  const cut = vi.fn(() => fail(new Error('Connection terminated unexpectedly')));
  const pulse = createPulse({ interval: 60_000, cut, ...options, probe });
  const ended = pulse.watch(client, work).then(
    () => 'done',
    (error: unknown) => classifyError(error).message,
  );
  return { pulse, probe, cut, ended };
}

describe('the pulse of a server', () => {
  it('lets a statement run for hours while new connections are answered', async () => {
    const { pulse, probe, cut } = waiting({});
    await vi.advanceTimersByTimeAsync(6 * 3_600_000);
    expect(probe).toHaveBeenCalledTimes(360);
    expect(cut).not.toHaveBeenCalled();
    pulse.stop();
  });

  it.each(['53300', '57P03', '28P01'])('takes a refusal with %s for an answer', async (code) => {
    const { pulse, cut } = waiting({ probe: refusedBy(code) });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(cut).not.toHaveBeenCalled();
    pulse.stop();
  });

  it.each([
    ['a network without a way', refusedBy('EHOSTUNREACH')],
    ['a probe that never ends', () => new Promise<void>(() => {})],
  ])('gives a statement up after %s, three times in a row', async (_, probe) => {
    const { ended, probe: asked } = waiting({ probe });
    await vi.advanceTimersByTimeAsync(60_000 + 3 * 30_000 + 2 * 10_000);
    expect(asked).toHaveBeenCalledTimes(3);
    expect(await ended).toContain('The server gave no answer any more');
  });

  it('begins to count anew after one answer', async () => {
    let calls = 0;
    const probe = async () => {
      if (++calls % 3 !== 0) await refusedBy('ETIMEDOUT')();
    };
    const { pulse, cut } = waiting({ probe });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(cut).not.toHaveBeenCalled();
    pulse.stop();
  });

  it('asks nothing while nothing waits, nor of a statement that is answered soon', async () => {
    const probe = vi.fn(async () => {});
    const pulse = createPulse({ interval: 1000, probe, cut: () => {} });
    const client = {} as pg.Client;
    for (let count = 0; count < 20; count++) {
      const answer = pulse.watch(client, new Promise((resolve) => setTimeout(resolve, 400)));
      await vi.advanceTimersByTimeAsync(500);
      await answer;
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(probe).not.toHaveBeenCalled();
  });
});
