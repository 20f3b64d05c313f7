/** What the live lines say: the nodes that run, the longest first, and below them how much is done and what became of it. */
import { displayWidth, pad, truncate } from '../text/measure.js';
import type { Style } from '../text/style.js';

export type Outcome = 'pass' | 'warn' | 'error' | 'skip';

export interface RunningNode {
  readonly name: string;
  /** Milliseconds of the same clock as `now`. */
  readonly since: number;
}

export interface ProgressState {
  /** In the order in which they began. */
  readonly running: Iterable<RunningNode>;
  readonly runningCount: number;
  readonly total: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly startedAt: number;
  readonly now: number;
  /** Counts drawings, for the sign of life. */
  readonly tick: number;
}

export interface ProgressScreen {
  readonly columns: number;
  readonly rows: number;
  readonly style: Style;
}

const MOST_NODES = 8;
/** Rows left to the report and the cursor on a low terminal. */
const ROWS_FOR_OTHERS = 4;
/** On a wider screen the eye would not find which time belongs to which name. */
const WIDEST = 100;
/** Narrower lines would hold nothing of a name. */
const LEAST_NAME = 10;
const SPINNER = '|/-\\';

/** Lines that fit the screen, each narrower than it: a full one would take two rows on some terminals. */
export function progressLines(state: ProgressState, { columns, rows, style }: ProgressScreen): string[] {
  const width = Math.max(1, Math.min(columns - 1, WIDEST));
  const room = Math.max(0, Math.min(MOST_NODES, rows - ROWS_FOR_OTHERS));
  const most = state.runningCount > room ? Math.max(0, room - 1) : room;
  const lines: string[] = [];
  for (const { name, since } of state.running) {
    if (lines.length === most) break;
    lines.push(style.dim(nodeLine(name, durationText(state.now - since, 1), width)));
  }
  const hidden = state.runningCount - lines.length;
  const rest = hidden > 0 && room > 0 ? [style.dim(truncate(`  ... and ${hidden} more`, width))] : [];
  return [...lines, ...rest, countLine(state, width, style)];
}

function nodeLine(name: string, time: string, width: number): string {
  const room = width - displayWidth(time) - 3;
  return room < LEAST_NAME ? truncate(`  ${name}`, width) : `  ${pad(truncate(name, room), room)} ${time}`;
}

function countLine({ counts, total, runningCount, startedAt, now, tick }: ProgressState, width: number, style: Style) {
  const done = counts.pass + counts.warn + counts.error + counts.skip;
  const head = `${SPINNER[tick % SPINNER.length]} ${done} of ${total} in ${durationText(now - startedAt, 0)}`;
  const parts: readonly (readonly [count: number, word: string, paint: (text: string) => string])[] = [
    [counts.error, 'failed', style.red],
    [counts.warn, 'warned', style.yellow],
    [counts.skip, 'skipped', style.yellow],
    [runningCount, 'running', (text) => text],
    [counts.pass, 'passed', style.green],
  ];
  // What does not fit is left out from the end, and nothing is cut in the middle of a colour.
  let line = truncate(head, width);
  let used = displayWidth(line);
  for (const [count, word, paint] of parts) {
    const text = `${count} ${word}`;
    if (count === 0) continue;
    used += 2 + text.length;
    if (used > width) break;
    line += `, ${paint(text)}`;
  }
  return line;
}

/** `2.3s`, `1m 05s`, `1h 02m`. */
export function durationText(milliseconds: number, digits: 0 | 1 | 2): string {
  const all = Math.max(0, milliseconds) / 1000;
  if (all < 60) return `${(Math.floor(all * 10 ** digits) / 10 ** digits).toFixed(digits)}s`;
  const minutes = Math.floor(all / 60);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return minutes < 60 ? `${minutes}m ${two(all % 60)}s` : `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}
