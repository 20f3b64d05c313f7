/**
 * Fits a report into the length that GitHub takes: 65,536 characters for a comment, 1 MiB for a job summary. What does not
 * fit is left out by whole blocks, least important last, and the report says so.
 */

/** A heading with its blocks, each whole by itself. */
export interface Section {
  readonly title: string;
  readonly blocks: readonly string[];
  /** What its blocks are, for the line that says how many are missing. */
  readonly noun: string;
}

export interface FitOptions {
  /** Bytes of UTF-8, so that characters are never more. */
  readonly limit: number;
  /** Where the whole report is. */
  readonly wholeUrl: string | null;
}

/** `head` and `foot` are always in, the sections as far as they fit. */
export function fitToLimit(head: string, sections: readonly Section[], foot: string, options: FitOptions): string {
  const pieces: string[] = [];
  // Room for the line that says that something is missing.
  let room = options.limit - sizeOf(head) - sizeOf(foot) - sizeOf(leftOut(options)) - 10;
  let isWhole = true;
  for (const { title, blocks, noun } of sections) {
    if (blocks.length === 0) continue;
    const kept: string[] = [];
    const more = `${blocks.length} more ${noun} not shown here.`;
    let need = sizeOf(`### ${title}`) + sizeOf(more) + 4;
    for (const block of blocks) {
      const size = sizeOf(block) + 2;
      if (need + size > room) continue;
      kept.push(block);
      need += size;
    }
    if (kept.length < blocks.length) isWhole = false;
    if (kept.length === 0) continue;
    room -= need;
    const missing = blocks.length - kept.length;
    pieces.push(`### ${title}`, ...kept, ...(missing > 0 ? [`${missing} more ${noun} not shown here.`] : []));
  }
  return [head, ...pieces, ...(isWhole ? [] : [leftOut(options)]), foot].filter((part) => part !== '').join('\n\n');
}

function leftOut({ wholeUrl }: FitOptions): string {
  const where = wholeUrl === null ? 'the job summary' : `[the job summary](${wholeUrl})`;
  return `**This report is too long to be shown whole:** ${where} and \`tsdbt report\` tell the rest.`;
}

const encoder = new TextEncoder();

function sizeOf(text: string): number {
  return encoder.encode(text).length;
}
