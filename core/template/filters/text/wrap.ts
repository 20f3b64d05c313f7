/** Breaking one line into lines of a greatest width, at spaces and hyphens. */
import { codePointCount } from '../../values/operators/truth.js';
import { codePointsOf, sliceCodePoints } from '../../values/types/code-points.js';

interface WrapOptions {
  readonly breaksWords: boolean;
  readonly breaksHyphens: boolean;
}

/** The lines of a text; white space at a break is dropped. */
export function wrapLine(text: string, width: number, options: WrapOptions): string[] {
  const chunks = chunksOf(text, options.breaksHyphens).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks.at(-1))) chunks.pop();
    const line = takeLine(chunks, width, options);
    if (isBlank(line.at(-1))) line.pop();
    if (line.length > 0) lines.push(line.join(''));
  }
  return lines;
}

/** Takes the chunks of the next line off the end of the stack. */
function takeLine(chunks: string[], width: number, options: WrapOptions): string[] {
  const line: string[] = [];
  let length = 0;
  for (let next = chunks.at(-1); next !== undefined; next = chunks.at(-1)) {
    // A longer word is cut anyway: counting all of it for each line would take long for a text without blanks.
    const size = codePointCount(next.slice(0, 2 * width + 2));
    if (length + size > width) {
      if (size > width) breakWord(chunks, line, { room: width - length, options });
      break;
    }
    line.push(next);
    length += size;
    chunks.pop();
  }
  return line;
}

/** Puts as much of a word that fits on no line as there is room for, which may be nothing, or all of it on a line of its own. */
function breakWord(chunks: string[], line: string[], { room, options }: { room: number; options: WrapOptions }): void {
  const word = chunks.at(-1) as string;
  if (options.breaksWords) {
    const cut = options.breaksHyphens ? behindHyphen(word, room) : room;
    const taken = sliceCodePoints(word.slice(0, 2 * cut), 0, cut);
    line.push(taken);
    chunks[chunks.length - 1] = word.slice(taken.length);
  } else if (line.length === 0) line.push(chunks.pop() as string);
}

/** Where to cut a long word: behind its last hyphen that fits, else at the edge. */
function behindHyphen(word: string, room: number): number {
  const start = Array.from(codePointsOf(word.slice(0, 2 * room))).slice(0, room);
  const hyphen = start.lastIndexOf('-');
  return start.slice(0, Math.max(hyphen, 0)).some((character) => character !== '-') ? hyphen + 1 : room;
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === '';
}

const GAPS_AND_WORDS = /[\t\n\v\f\r ]+|[^\t\n\v\f\r ]+/g;
/** Behind the hyphen of `wrap-around`, and on both sides of the dashes of `so--what`. */
const PART_ENDS =
  /(?<=[\p{L}_]{2}-|[\p{L}_]-[\p{L}\p{N}_!"'&.,?]-)(?=[\p{L}_]-?[\p{L}_])|(?<=[\p{L}\p{N}_!"'&.,?])(?=-{2,}[\p{L}\p{N}_])|(?=[\p{L}\p{N}_])(?<=[\p{L}\p{N}_!"'&.,?]-{2,})/u;

/** Words, gaps, and with hyphens the parts of words. */
function chunksOf(text: string, breaksHyphens: boolean): string[] {
  const chunks = text.match(GAPS_AND_WORDS) ?? [];
  return breaksHyphens ? chunks.flatMap((chunk) => chunk.split(PART_ENDS)) : [...chunks];
}
