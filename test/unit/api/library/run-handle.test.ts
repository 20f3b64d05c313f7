import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type RunWork, startHandle } from '../../../../core/api/library/running/run-handle.js';
import type { Run, RunEvent } from '../../../../core/api/library/types/events.js';
import type { RunResult } from '../../../../core/api/library/types/results.js';

const result: RunResult = {
  invocationId: 'i',
  command: 'build',
  status: 'success',
  success: true,
  results: [],
  diagnostics: [],
  seconds: 0,
};

const printed = (message: string): RunEvent => ({ kind: 'print', message });

const start = (work: RunWork, signal?: AbortSignal): Run => startHandle(work, signal);

async function messagesOf(run: Run): Promise<string[]> {
  const messages: string[] = [];
  for await (const event of run) messages.push(event.kind === 'print' ? event.message : event.kind);
  return messages;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('startHandle', () => {
  it('begins by itself, after the caller has the handle', async () => {
    let hasBegun = false;
    const run = start(async () => {
      hasBegun = true;
      return result;
    });
    expect(hasBegun).toBe(false);
    await turn();
    expect(hasBegun).toBe(true);
    expect(await run).toBe(result);
  });

  it('gives every reader all events from the first on, also one that comes late', async () => {
    const run = start(async (emit) => {
      emit(printed('a'));
      await turn();
      emit(printed('b'));
      return result;
    });
    const early = messagesOf(run);
    await run;
    expect(await early).toEqual(['a', 'b']);
    expect(await messagesOf(run)).toEqual(['a', 'b']);
  });

  it('gives an event when it happens, not when the run is over', async () => {
    let goOn = (): void => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const run = start(async (emit) => {
      emit(printed('first'));
      await gate;
      return result;
    });
    const reader = run[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ done: false, value: printed('first') });
    goOn();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('waits for no reader, and goes on when one leaves', async () => {
    const run = start(async (emit, signal) => {
      for (const name of ['a', 'b', 'c']) {
        emit(printed(name));
        await turn();
      }
      return { ...result, status: signal.aborted ? 'cancelled' : 'success' };
    });
    for await (const event of run) if (event.kind === 'print') break;
    expect((await run).status).toBe('success');
    expect(await messagesOf(run)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['cancel()', (run: Run) => run.cancel()],
    ['the signal of the caller', (_: Run, controller: AbortController) => controller.abort()],
  ])('tells the run to stop by %s', async (_, stop) => {
    const controller = new AbortController();
    const run = start(
      (_emit, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ ...result, status: 'cancelled' }));
        }),
      controller.signal,
    );
    await turn();
    stop(run, controller);
    expect((await run).status).toBe('cancelled');
  });

  it('ends the loop and the promise with the same error', async () => {
    const error = new Error('cannot begin');
    const run = start(async (emit) => {
      emit(printed('a'));
      throw error;
    });
    const seen: RunEvent[] = [];
    const reading = async () => {
      for await (const event of run) seen.push(event);
    };
    await expect(reading()).rejects.toBe(error);
    await expect(run).rejects.toBe(error);
    expect(seen).toEqual([printed('a')]);
  });

  it('makes no unhandled rejection when nobody waits', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    start(() => Promise.reject(new Error('nobody hears it')));
    const left = start(() => Promise.reject(new Error('a reader that left does not hear it')));
    left[Symbol.asyncIterator]().return?.();
    await turn();
    await turn();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it("is ended by the caller's signal, which remembers no run that is over", async () => {
    const caller = new AbortController();
    const listeners = () => getEventListeners(caller.signal, 'abort').length;
    const untilAborted: RunWork = (_, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(result)));
    await start(async () => result, caller.signal);
    expect(listeners()).toBe(0);
    const run = start(untilAborted, caller.signal);
    expect(listeners()).toBe(1);
    await turn();
    caller.abort();
    expect(await run).toBe(result);
    expect(listeners()).toBe(0);
  });
});
