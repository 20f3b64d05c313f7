/**
 * The live lines below the report on a terminal: what runs, for how long, how much is done. They are drawn on stderr,
 * a bounded number of times a second however much happens, and taken away before anything else is written.
 */
import type { Style } from '../text/style.js';
import { createLiveRegion } from './live-region.js';
import { type Outcome, progressLines, type RunningNode } from './progress-lines.js';

export interface Progress {
  readonly begin: (total: number) => void;
  readonly nodeStarted: (id: string, name: string) => void;
  readonly nodeFinished: (id: string, outcome: Outcome) => void;
  /** The end of something that is no node. */
  readonly scanFinished: (id: string) => void;
  /** Runs something that writes, with the live lines out of the way. */
  readonly around: (write: () => void) => void;
  readonly end: () => void;
}

export interface ProgressTerminal {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  readonly rows: () => number;
  readonly now: () => number;
  readonly style: Style;
}

const TICK_MS = 100;
/** No two drawings are nearer: fifteen a second are more than an eye needs, and a slow terminal can follow. */
const LEAST_GAP_MS = 67;

const noCounts: Readonly<Record<Outcome, number>> = { pass: 0, warn: 0, error: 0, skip: 0 };

/** For everything that is not a terminal: writes pass, nothing is drawn. */
export const noProgress: Progress = {
  begin: () => {},
  nodeStarted: () => {},
  nodeFinished: () => {},
  scanFinished: () => {},
  around: (write) => write(),
  end: () => {},
};

/** Live lines on a terminal. */
export function createProgress(terminal: ProgressTerminal): Progress {
  const { now } = terminal;
  const region = createLiveRegion(terminal);
  const running = new Map<string, RunningNode>();
  const counts: Record<Outcome, number> = { ...noCounts };
  let [total, startedAt, drawnAt, tick] = [0, 0, Number.NEGATIVE_INFINITY, 0];
  let timer: ReturnType<typeof setInterval> | null = null;
  const draw = () => {
    if (timer === null || now() - drawnAt < LEAST_GAP_MS) return;
    drawnAt = now();
    const state = { running: running.values(), runningCount: running.size, total, counts, startedAt, now: now(), tick };
    region.show(progressLines(state, { columns: terminal.columns(), rows: terminal.rows(), style: terminal.style }));
  };
  return {
    begin: (nodes) => {
      running.clear();
      Object.assign(counts, noCounts);
      total = nodes;
      startedAt = now();
      timer ??= setInterval(() => {
        tick++;
        draw();
      }, TICK_MS);
      timer.unref();
    },
    nodeStarted: (id, name) => {
      running.set(id, { name, since: now() });
    },
    nodeFinished: (id, outcome) => {
      running.delete(id);
      counts[outcome]++;
    },
    scanFinished: (id) => {
      running.delete(id);
    },
    around: (write) => {
      region.clear();
      write();
      draw();
    },
    end: () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
      region.clear();
    },
  };
}
