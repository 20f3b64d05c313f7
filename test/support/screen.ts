/** A terminal for tests: it knows line breaks, wrapping, the cursor going up, and erasing; all other sequences it refuses. */

export interface FakeScreen {
  readonly write: (text: string) => void;
  /** What stands on it and in its scrollback, without the empty lines at the end. */
  readonly lines: () => readonly string[];
  /** Makes it narrower or wider; lines break anew, as in most terminals. */
  readonly resize: (columns: number) => void;
  /** Hears every write until the answer is called. */
  readonly onWrite: (listener: (text: string) => void) => () => void;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is sent.
const TOKEN = /\u001b\[(\d*)([A-Za-z])|\r|\n|[^\u001b\r\n]+/gy;

interface Line {
  text: string;
}

/** An empty screen. A line that is longer than the screen takes several rows. */
export function screen(columns: number, rows: number): FakeScreen {
  let lines: Line[] = [{ text: '' }];
  let [width, row, column] = [columns, 0, 0];
  const listeners = new Set<(text: string) => void>();
  const rowsOf = (text: string) => Math.max(1, Math.ceil(text.length / width));
  /** Up by rows of the screen, never above its top. */
  const up = (count: number) => {
    for (let left = Math.min(count, rows - 1); left > 0 && row > 0; ) {
      row--;
      left -= rowsOf(lines[row].text);
    }
  };
  const take = (match: RegExpExecArray) => {
    const [token, number, letter] = match;
    if (token === '\r') column = 0;
    else if (token === '\n') {
      row++;
      column = 0;
      lines[row] ??= { text: '' };
    } else if (letter === 'A') up(Number(number || '1'));
    else if (letter === 'K') lines[row].text = lines[row].text.slice(0, column);
    else if (letter === 'J') {
      lines[row].text = lines[row].text.slice(0, column);
      lines = lines.slice(0, row + 1);
    } else if (letter === undefined) {
      const { text } = lines[row];
      lines[row].text = text.slice(0, column).padEnd(column) + token + text.slice(column + token.length);
      column += token.length;
    } else if (letter !== 'm') throw new Error(`a sequence that no test expects: ${JSON.stringify(token)}`);
  };
  return {
    write: (text) => {
      for (const listener of listeners) listener(text);
      TOKEN.lastIndex = 0;
      while (TOKEN.lastIndex < text.length) {
        const match = TOKEN.exec(text);
        if (match === null) throw new Error('a sequence that is cut off');
        take(match);
      }
    },
    lines: () => {
      const texts = lines.map(({ text }) => text);
      while (texts.at(-1) === '') texts.pop();
      return texts;
    },
    resize: (next) => {
      width = next;
    },
    onWrite: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
