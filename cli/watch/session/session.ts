/**
 * One watch session: file events and keys come in, one thing is done at a time, nothing is lost. Knows no disk, database
 * or terminal; those are its parts.
 */
import type { UniqueId } from '../../../core/index.js';
import { pressKey } from './keyboard.js';
import { nextTask } from './next-task.js';
import { build, perform, whileRunning } from './perform.js';
import { createCore, type SessionParts, showIdle } from './state.js';

export interface Session {
  readonly fileChanged: (path: string) => void;
  readonly key: (key: string) => void;
  /**
   * Builds what `first` answers (null: the project has mistakes, which have been said), then what changes, until it is ended;
   * at once when no saved file can mend what is wrong: `refused`.
   */
  readonly run: (first: () => Promise<ReadonlySet<UniqueId> | 'refused' | null>) => Promise<void>;
}

const STOPPING = 'Stopping: what runs is being cancelled. Ctrl-C once more ends tsdbt at once.';

/** A session that waits to be run. */
export function createSession(parts: SessionParts): Session {
  const core = createCore(parts);
  const { state, alarm, queue } = core;
  return {
    key: (name) => pressKey(core, name),
    fileChanged: (path) => {
      queue.push(path, parts.now());
      if (state.isPaused && state.running === null) showIdle(core);
      alarm.ring();
    },
    run: async (first) => {
      const onAbort = (): void => {
        if (state.running !== null) parts.screen.say(STOPPING);
        alarm.ring();
      };
      parts.signal.addEventListener('abort', onAbort, { once: true });
      let wasRefused = false;
      await whileRunning(core, async (signal) => {
        const ids = await first();
        wasRefused = ids === 'refused';
        if (ids === 'refused') return;
        state.isBroken = ids === null;
        for (const id of parts.workshop.affected(ids ?? [], null)) state.pending.add(id);
        if (state.pending.size > 0) await build(core, new Set(state.pending), signal);
      });
      if (wasRefused) return;
      for (;;) {
        showIdle(core);
        const task = await nextTask(core);
        if (task.kind === 'quit') break;
        await perform(core, task);
      }
      await parts.workshop.settle();
    },
  };
}
