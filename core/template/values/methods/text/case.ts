/** String methods that change letters' case. */
import { type MethodTable, methodTable } from '../method.js';

export const textCaseMethods: MethodTable<string> = methodTable<string>({
  upper: ['', (self) => self.toUpperCase()],
  lower: ['', (self) => self.toLowerCase()],
  casefold: ['', (self) => casefold(self)],
  swapcase: ['', (self) => swapCase(self)],
  capitalize: ['', (self) => capitalize(self)],
  title: ['', (self) => titleCase(self)],
});

/** `text.capitalize()`. */
export function capitalize(text: string): string {
  const [first = '', ...rest] = text;
  return titleLetter(first) + rest.join('').toLowerCase();
}

/** The first letter of a word: `ß` becomes `Ss`. */
function titleLetter(letter: string): string {
  const [first = '', ...rest] = letter.toUpperCase();
  return first + rest.join('').toLowerCase();
}

function casefold(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ');
}

function swapCase(text: string): string {
  return Array.from(text, (letter) => {
    const lower = letter.toLowerCase();
    return letter === lower ? letter.toUpperCase() : lower;
  }).join('');
}

/** Every run of letters begins in upper case: `it's` becomes `It'S`. */
function titleCase(text: string): string {
  return text.replace(/[\p{Lu}\p{Ll}\p{Lt}]+/gu, (word) => capitalize(word));
}
