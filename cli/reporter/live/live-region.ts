/**
 * The last lines of a terminal, which are drawn over and over; what was written above them is never touched. How many
 * rows they take is counted by the width that the terminal has now: it may have been made narrower since they were drawn.
 */
import { stripVTControlCharacters } from 'node:util';
import { displayWidth } from '../text/measure.js';

export interface LiveRegion {
  /** Replaces the lines, in one write. */
  readonly show: (lines: readonly string[]) => void;
  /** Takes them away. */
  readonly clear: () => void;
}

export interface LiveTerminal {
  readonly write: (text: string) => void;
  readonly columns: () => number;
}

const ESCAPE = '\u001b';
const ERASE_LINE_END = `${ESCAPE}[K`;
const ERASE_BELOW = `${ESCAPE}[J`;

/** A region at the cursor, empty at first. */
export function createLiveRegion({ write, columns }: LiveTerminal): LiveRegion {
  let widths: readonly number[] = [];
  const up = () => {
    const rows = widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / Math.max(1, columns()))), 0);
    return rows === 0 ? '' : `${ESCAPE}[${rows}A\r`;
  };
  return {
    show: (lines) => {
      if (lines.length === 0 && widths.length === 0) return;
      // Line by line over what stood there: an empty screen between two drawings would flicker.
      write(`${up()}${lines.map((line) => `${line}${ERASE_LINE_END}\n`).join('')}${ERASE_BELOW}`);
      widths = lines.map((line) => displayWidth(stripVTControlCharacters(line)));
    },
    clear: () => {
      if (widths.length > 0) write(`${up()}${ERASE_BELOW}`);
      widths = [];
    },
  };
}
