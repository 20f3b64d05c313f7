/** How wide text is on a terminal, and text that cannot move the cursor. Widths count columns, not code units. */

const ZERO_WIDTH = /^[\p{Mark}\p{Cf}\u200b]+$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\ufe0f/u;

/** Anything but plain letters, each of which takes one column. */
const SPECIAL = /[^\x20-\x7e]/;

/** Columns that the text takes; East Asian wide characters and emoji take two. */
export function displayWidth(text: string): number {
  if (!SPECIAL.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes(text)) width += graphemeWidth(segment);
  return width;
}

/** Made when it is needed: the first one of a process takes as long as reading a small project. */
function graphemes(text: string): Intl.Segments {
  return new Intl.Segmenter().segment(text);
}

function graphemeWidth(grapheme: string): number {
  if (ZERO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Cuts text to a width and marks the cut with `...`. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const mark = '...'.slice(0, width);
  let kept = '';
  let used = mark.length;
  for (const { segment } of graphemes(text)) {
    used += graphemeWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return kept + mark;
}

/** Fills text up to a width with blanks, at its end or at its start. */
export function pad(text: string, width: number, options: { atStart?: boolean } = {}): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return options.atStart ? fill + text : text + fill;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Most texts have none of them: they are read once and left as they are. */
const ANY_CONTROL = new RegExp(CONTROL.source);

/** Makes control and direction characters visible, so that no name or value can rewrite the screen. Line breaks and tabs stay. */
export function printable(text: string): string {
  if (!ANY_CONTROL.test(text)) return text;
  return text
    .replaceAll('\r\n', '\n')
    .replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
