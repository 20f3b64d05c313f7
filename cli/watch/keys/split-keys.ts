/** From what a terminal in raw mode sends to names of keys. Pure. */

const NAMES: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  ' ': 'space',
  '\u0003': 'ctrl-c',
  '\u0004': 'ctrl-d',
  '\u0015': 'ctrl-u',
  '\u001a': 'ctrl-z',
  '\u001b': 'escape',
  '\u007f': 'backspace',
  '\b': 'backspace',
};

/** Arrows, function keys and the like: `ESC [ ... letter` and `ESC O letter`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is how they begin.
const SEQUENCE = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O[A-Za-z])/g;

/** One chunk may hold several keys (fast typing, a paste); sequences of keys that mean nothing here are left out. */
export function splitKeys(chunk: string): readonly string[] {
  return [...chunk.replace(SEQUENCE, '')].map((character) => NAMES[character] ?? character);
}
