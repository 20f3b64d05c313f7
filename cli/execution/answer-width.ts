/** How wide the tables of an answer may be. */
import type { Invocation } from '../invocation/invocation.js';

/** What `--printer-width` says, else the terminal's width; null cuts nothing. */
export function answerWidth({ flags, origin, output }: Invocation): number | null {
  return origin('printerWidth') === 'default' ? output.answerWidth : flags.printerWidth;
}
