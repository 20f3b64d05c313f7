/** Offsets of a text to lines and columns, both from 1. The index is built once, on first use. */

export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Gives a function from offset to position; a CRLF belongs to the line that it ends. */
export function positionIndex(text: string): (offset: number) => TextPosition {
  let starts: number[] | null = null;
  let last = 0;
  return (offset) => {
    starts ??= lineStarts(text);
    const at = Math.min(Math.max(offset, 0), text.length);
    last = lineNear(starts, last, at);
    return { line: last + 1, column: at - starts[last] + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Lines that are looked at one after the other. */
const NEAR = 8;

/** The line of an offset. Most offsets are asked for in their order. */
function lineNear(starts: readonly number[], from: number, offset: number): number {
  const last = Math.min(from + NEAR, starts.length - 1);
  for (let line = from; starts[line] <= offset && line <= last; line++) {
    if (line + 1 === starts.length || offset < starts[line + 1]) return line;
  }
  return lastAtMost(starts, offset);
}

function lastAtMost(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle] <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
