/** Finds where a text shows a secret. In: values by how they are looked for. Out: ranges, which may overlap. */
import { binaryForms, widened } from './binary-forms.js';
import { escapedLetter, type Spelling, spellingOf, spellingSource } from './spellings.js';

export type Range = readonly [start: number, end: number];
/** Answers where a text shows the secret; `hasEscapedLetters` is asked at most once for each text. */
export type Finder = (text: string, hasEscapedLetters: () => boolean) => readonly Range[];

/** Looks for a value everywhere, in every spelling, also where it was cut off. */
export function findEverywhere(value: string): Finder {
  const spelling = spellingOf(value);
  const binary = binaryForms(value);
  return (text, hasEscapedLetters) => [
    ...matches(text, spelling, hasEscapedLetters),
    ...findLiterals(text, binary).map(([start, end]) => widened(text, start, end)),
    ...cutOff(text, value),
  ];
}

function matches(text: string, { pattern, anchor }: Spelling, hasEscapedLetters: () => boolean): Range[] {
  if (anchor !== '' && !text.includes(anchor) && !hasEscapedLetters()) return [];
  return [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);
}

/** One scan of a text, on demand. */
export function escapedLettersOf(text: string): () => boolean {
  let known: boolean | null = null;
  return () => {
    known ??= escapedLetter.test(text);
    return known;
  };
}

const LEAST_PART = 4;

/** The beginning of a value before the dots with which messages and tables mark a cut. */
function cutOff(text: string, value: string): Range[] {
  if (value.length <= LEAST_PART || !text.includes(value.slice(0, LEAST_PART))) return [];
  return [...text.matchAll(/\.\.\.|\u2026/g)].flatMap(({ index }): Range[] => {
    for (let length = Math.min(value.length - 1, index); length >= LEAST_PART; length--) {
      if (text.endsWith(value.slice(0, length), index)) return [[index - length, index]];
    }
    return [];
  });
}

/** Bounded, so that a word of a megabyte is not read again from each of its letters. */
const KEY = String.raw`(?:pass(?:word|wd|phrase)?|pwd|secret|token)[\w-]{0,60}`;

/**
 * Looks for a value that is an ordinary word or very short, or is printed anyway, only where it stands as a secret: behind the
 * name of a password, in a URL before the host and, with `isAlone`, as a whole text or between quotes.
 */
export function findAsValue(value: string, { isAlone }: { readonly isAlone: boolean }): Finder {
  const source = spellingSource(value);
  const patterns = [
    String.raw`(${KEY}["'\\]{0,8}\s{0,20}[:=]\s{0,20}["'\\]{0,8})${source}(?![A-Za-z0-9_])`,
    String.raw`(:\/\/[^\s:@/"']*:)${source}(?=@)`,
    ...(isAlone ? [String.raw`(^|["'])${source}(?=["'\\]|$)`] : []),
  ].map((pattern) => new RegExp(pattern, 'gi'));
  return (text) =>
    patterns.flatMap((pattern) =>
      [...text.matchAll(pattern)].map(
        (match): Range => [match.index + match[1]!.length, match.index + match[0].length],
      ),
    );
}

/** Where a text holds one of these literally. */
export function findLiterals(text: string, literals: readonly string[]): Range[] {
  const found: Range[] = [];
  for (const literal of literals) {
    for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
      found.push([at, at + literal.length]);
    }
  }
  return found;
}
