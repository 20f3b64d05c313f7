/**
 * The live lines below the report on a terminal: what runs, for how long, how much is done. They are drawn on stderr,
 * and taken away before anything else is written.
 */
import { pad, truncate } from './text/measure.js';
import type { Style } from './text/style.js';

export interface Progress {
  readonly begin: (total: number) => void;
  /** How a node is called in the live lines. */
  readonly name: (id: string, description: string) => void;
  readonly nodeStarted: (id: string) => void;
  readonly nodeFinished: (id: string, hasFailed: boolean) => void;
  /** Runs something that writes, with the live lines out of the way. */
  readonly around: (write: () => void) => void;
  readonly end: () => void;
}

export interface ProgressTerminal {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  readonly now: () => number;
  readonly style: Style;
}

const TICK_MS = 100;
const MOST_NODES = 8;
const SPINNER = '|/-\\';

/** For everything that is not a terminal: writes pass, nothing is drawn. */
export const noProgress: Progress = {
  begin: () => {},
  name: () => {},
  nodeStarted: () => {},
  nodeFinished: () => {},
  around: (write) => write(),
  end: () => {},
};

interface State {
  readonly names: Map<string, string>;
  readonly running: Map<string, number>;
  total: number;
  done: number;
  failed: number;
  startedAt: number;
  drawn: number;
  tick: number;
  timer: ReturnType<typeof setInterval> | null;
}

/** Live lines on a terminal. */
export function createProgress(terminal: ProgressTerminal): Progress {
  const state: State = {
    names: new Map(),
    running: new Map(),
    total: 0,
    done: 0,
    failed: 0,
    startedAt: 0,
    drawn: 0,
    tick: 0,
    timer: null,
  };
  const erase = () => {
    if (state.drawn > 0) terminal.write(`\u001b[${state.drawn}A\r\u001b[0J`);
    state.drawn = 0;
  };
  const draw = () => {
    const lines = state.timer === null ? [] : progressLines(state, terminal);
    erase();
    terminal.write(lines.map((line) => `${line}\n`).join(''));
    state.drawn = lines.length;
  };
  return {
    begin: (total) => {
      state.total = total;
      state.startedAt = terminal.now();
      state.timer = setInterval(() => {
        state.tick++;
        draw();
      }, TICK_MS);
      state.timer.unref();
    },
    name: (id, description) => {
      state.names.set(id, description);
    },
    nodeStarted: (id) => {
      state.running.set(id, terminal.now());
    },
    nodeFinished: (id, hasFailed) => {
      state.running.delete(id);
      state.done++;
      if (hasFailed) state.failed++;
    },
    around: (write) => {
      erase();
      write();
      draw();
    },
    end: () => {
      if (state.timer !== null) clearInterval(state.timer);
      state.timer = null;
      erase();
    },
  };
}

function progressLines(state: State, { columns, now, style }: ProgressTerminal): string[] {
  const width = Math.max(20, columns() - 1);
  const shown = [...state.running].slice(0, MOST_NODES);
  const nodes = shown.map(([id, since]) => {
    const description = state.names.get(id) ?? id;
    const time = `${((now() - since) / 1000).toFixed(1)}s`;
    return `  ${style.dim(pad(truncate(description, width - time.length - 3), width - time.length - 3))} ${time}`;
  });
  const hidden = state.running.size - shown.length;
  const failed = state.failed > 0 ? `, ${state.failed} failed` : '';
  const elapsed = ((now() - state.startedAt) / 1000).toFixed(0);
  const counts = `${SPINNER[state.tick % SPINNER.length]} ${state.done} of ${state.total} done, ${state.running.size} running${failed}, ${elapsed}s`;
  return [...nodes, ...(hidden > 0 ? [style.dim(`  ... and ${hidden} more`)] : []), truncate(counts, width)];
}
