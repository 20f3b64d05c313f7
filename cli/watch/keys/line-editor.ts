/** One line of input at the bottom of the screen, key by key. Pure. */

export type EditState =
  | { readonly kind: 'editing'; readonly text: string }
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'left' };

const LONGEST = 500;

/** What a key makes of the text. Enter ends it, Escape leaves it. */
export function editLine(text: string, key: string): EditState {
  switch (key) {
    case 'enter':
      return { kind: 'done', text: text.trim() };
    case 'escape':
      return { kind: 'left' };
    case 'backspace':
      return { kind: 'editing', text: [...text].slice(0, -1).join('') };
    case 'ctrl-u':
      return { kind: 'editing', text: '' };
    case 'space':
      return { kind: 'editing', text: `${text} ` };
    default:
      return { kind: 'editing', text: isPrintable(key) && text.length < LONGEST ? text + key : text };
  }
}

/** Names of keys have more than one character; a control character may not get into the line. */
function isPrintable(key: string): boolean {
  return [...key].length === 1 && !/\p{Cc}/u.test(key);
}
