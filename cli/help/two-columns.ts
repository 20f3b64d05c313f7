/** Text for help in two columns, wrapped to the width of the screen; where that is narrow, the right one stands below the left. */

const INDENT = 2;
const GAP = 2;
const LEFT = 30;
/** Narrower than this, words beside the left column would be torn apart. */
const LEAST_RIGHT = 24;

/** One entry: what is typed, and what it means. */
export function twoColumns(left: string, right: string, width: number): string[] {
  const start = INDENT + LEFT + GAP;
  if (width - start < LEAST_RIGHT) {
    return [`${' '.repeat(INDENT)}${left}`, ...wrap(right, width - 6).map((line) => `${' '.repeat(6)}${line}`)];
  }
  const [first = '', ...rest] = wrap(right, width - start);
  const below = rest.map((line) => ' '.repeat(start) + line);
  if (left.length <= LEFT) return [`${' '.repeat(INDENT)}${left.padEnd(LEFT + GAP)}${first}`.trimEnd(), ...below];
  return [`${' '.repeat(INDENT)}${left}`, `${' '.repeat(start)}${first}`, ...below];
}

/** Breaks text between words; a word that is longer than a line has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
