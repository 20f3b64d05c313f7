/** How a compiled text differs from the one before, as lines with `+` and `-`. Pure. */
import { structuredPatch } from 'diff';
import { printable } from '../../reporter/text/measure.js';
import type { Style } from '../../reporter/text/style.js';

const AROUND = 3;
const MOST_LINES = 200;

/** Hunks of the difference; empty when there is none. */
export function sqlDiff(before: string, after: string, style: Style): readonly string[] {
  const { hunks } = structuredPatch('', '', before.trimEnd(), after.trimEnd(), '', '', { context: AROUND });
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: body }) => [
    style.cyan(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`),
    ...body.filter((line) => !line.startsWith('\\')).map((line) => painted(printable(line), style)),
  ]);
  const hidden = lines.length - MOST_LINES;
  return hidden > 0 ? [...lines.slice(0, MOST_LINES), `... and ${hidden} more lines`] : lines;
}

function painted(line: string, style: Style): string {
  if (line.startsWith('+')) return style.green(line);
  return line.startsWith('-') ? style.red(line) : line;
}
