/**
 * The last line of the terminal, which is drawn again and again; everything else that is written goes above it and stays.
 * Nothing but this one line is ever erased.
 */
import { truncate } from '../../reporter/text/measure.js';
import type { Style } from '../../reporter/text/style.js';

export interface StatusLine {
  /** What the line shows from now on; null shows none. `isMoving` asks again and again, as for a clock. */
  readonly show: (text: (() => string) | null, isMoving?: boolean) => void;
  /** Runs something that writes, with the line out of the way. */
  readonly around: (write: () => void) => void;
  /** Takes the line away for good. */
  readonly close: () => void;
}

export interface StatusTerminal {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  readonly style: Style;
}

/** Where nobody watches: writes pass, nothing is drawn. */
export const noStatusLine: StatusLine = { show: () => {}, around: (write) => write(), close: () => {} };

const TICK_MS = 100;
const ERASE = '\r\u001b[K';

/** A line that is only written when it has changed. */
export function createStatusLine({ write, columns, style }: StatusTerminal): StatusLine {
  let text: (() => string) | null = null;
  let drawn: string | null = null;
  let isAround = false;
  let timer: ReturnType<typeof setInterval> | null = null;
  const erase = (): void => {
    if (drawn !== null) write(ERASE);
    drawn = null;
  };
  const draw = (): void => {
    if (isAround) return;
    const next = text === null ? null : truncate(text(), Math.max(20, columns() - 1));
    if (next === drawn) return;
    write(`${ERASE}${next === null ? '' : paint(next, style)}`);
    drawn = next;
  };
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };
  return {
    show: (next, isMoving = false) => {
      text = next;
      if (isMoving) timer ??= setInterval(draw, TICK_MS);
      else stop();
      draw();
    },
    around: (work) => {
      // What is written may itself write: only the outermost takes the line away.
      if (isAround) {
        work();
        return;
      }
      erase();
      isAround = true;
      try {
        work();
      } finally {
        isAround = false;
      }
      draw();
    },
    close: () => {
      stop();
      text = null;
      erase();
    },
  };
}

/** The first word is the verdict. */
function paint(text: string, style: Style): string {
  const [word = '', ...rest] = text.split('  ');
  const colour = word === 'FAIL' ? style.red : word === 'CANCELLED' ? style.yellow : style.green;
  return rest.length === 0 ? style.dim(text) : `${style.bold(colour(word))}  ${style.dim(rest.join('  '))}`;
}
