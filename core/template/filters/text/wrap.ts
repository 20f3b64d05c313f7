/** Breaking one line into lines of a greatest width, at spaces and hyphens. */

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
  for (let next = chunks.at(-1); next !== undefined && length + next.length <= width; next = chunks.at(-1)) {
    line.push(next);
    length += next.length;
    chunks.pop();
  }
  const next = chunks.at(-1);
  if (next !== undefined && next.length > width) {
    if (options.breaksWords) {
      const room = Math.max(width - length, 1);
      const cut = options.breaksHyphens ? hyphenBefore(next, room) : room;
      line.push(next.slice(0, cut));
      chunks[chunks.length - 1] = next.slice(cut);
    } else if (line.length === 0) line.push(chunks.pop() as string);
  }
  return line;
}

/** Where to cut a long word: behind its last hyphen that fits, else at the edge. */
function hyphenBefore(word: string, room: number): number {
  const hyphen = word.lastIndexOf('-', room - 1);
  return hyphen > 0 && /[^-]/.test(word.slice(0, hyphen)) ? hyphen + 1 : room;
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === '';
}

/** Words, gaps, and with hyphens the parts of words like `wrap-around`. */
function chunksOf(text: string, breaksHyphens: boolean): string[] {
  const words = text.match(/\s+|\S+/gu) ?? [];
  if (!breaksHyphens) return [...words];
  return words.flatMap((word) => word.split(/(?<=[\p{L}_]{2}-)(?=[\p{L}_]{2})/u));
}
