/**
 * Replaces secrets by value in text that is about to leave the process, however a message may spell, encode or cut them.
 * A JSON text stays one: there the values are scrubbed, never the punctuation.
 */
import {
  escapedLettersOf,
  type Finder,
  findAsValue,
  findEverywhere,
  findLiterals,
  type Range,
} from './secrets/find-secrets.js';

export interface Scrubber {
  (text: string): string;
  /** Whether there is nothing to hide, so that no text has to be looked at; not known when left out. */
  readonly isIdle?: () => boolean;
}

/** Secrets of a connection: what is printed of the connection anyway stays readable where it holds one of them. */
export interface ConnectionSecrets {
  readonly secrets: readonly string[];
  readonly publicValues: readonly string[];
}

/** What stands in the place of a secret. */
export const MASK = '*****';
const NO_CONNECTION: ConnectionSecrets = { secrets: [], publicValues: [] };

/** Makes the function for a set of secrets. Secrets that overlap in a text are hidden together. */
export function createScrubber(secrets: readonly string[], connection: ConnectionSecrets = NO_CONNECTION): Scrubber {
  const always = unique(secrets.flatMap(partsOf));
  const ofConnection = unique(connection.secrets.flatMap(partsOf)).filter((secret) => !always.includes(secret));
  const finders = always.map((secret) => finderOf(secret, []));
  const guarded = ofConnection.map((secret) => ({
    find: finderOf(secret, connection.publicValues),
    kept: connection.publicValues.filter((value) => value !== secret && value.includes(secret)),
  }));
  if (finders.length + guarded.length === 0) return Object.assign((text: string) => text, { isIdle: () => true });
  return (text) => {
    const hasEscapes = escapedLettersOf(text);
    const ranges = finders.flatMap((find) => find(text, hasEscapes));
    for (const { find, kept } of guarded) {
      const found = find(text, hasEscapes);
      if (found.length > 0) ranges.push(...outside(found, findLiterals(text, kept)));
    }
    return masked(text, ranges);
  };
}

/** Scrubs the texts and numbers inside JSON: one value, or several one after the other. */
export function scrubJson(text: string, scrub: Scrubber): string {
  if (scrub(text) === text) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => {
    if (!token.startsWith('"')) return scrub(token) === MASK ? JSON.stringify(MASK) : token;
    const value = JSON.parse(token) as string;
    const hidden = scrub(value);
    return hidden === value ? token : JSON.stringify(hidden);
  });
}

const SHORTEST = 4;
/** Parts of a secret shorter than this are no secrets of their own. */
const SHORTEST_LINE = 6;

/** Words of artifacts and reports: masking them everywhere would hide no secret and spoil every file. */
const ORDINARY = new Set(
  'data date error fail false info json macro main meta model name node null operation pass password path postgres public root seed skipped source sqlite success table test text true tsdbt user version view warn'.split(
    ' ',
  ),
);

function finderOf(secret: string, publicValues: readonly string[]): Finder {
  const isWord = /^[A-Za-z]?[a-z]+$/.test(secret) && ORDINARY.has(secret.toLowerCase());
  const isOrdinary = isWord || publicValues.includes(secret);
  if (!isOrdinary && secret.length >= SHORTEST) return findEverywhere(secret);
  return findAsValue(secret, { isAlone: !isOrdinary && secret.length > 1 });
}

/** The secret, also without the space around it; each line of a key; the password of a connection string. */
function partsOf(secret: string): string[] {
  if (secret.trim() === '') return [];
  const lines = secret.split(/\r\n|\n|\r/).map((line) => line.trim());
  const longLines = lines.length === 1 ? [] : lines.filter((line) => line.length >= SHORTEST_LINE);
  return [secret, secret.trim(), ...longLines, ...passwordOf(secret)];
}

function passwordOf(secret: string): string[] {
  const password = /^[a-z][\w+.-]*:\/\/[^\s:@/]*:([^\s@]+)@/i.exec(secret)?.[1];
  if (password === undefined) return [];
  try {
    return unique([password, decodeURIComponent(password)]);
  } catch {
    return [password];
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function outside(ranges: readonly Range[], kept: readonly Range[]): Range[] {
  return ranges.filter(([start, end]) => !kept.some(([from, to]) => from <= start && end <= to));
}

function masked(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  let result = '';
  let done = 0;
  let hiddenTo = -1;
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (start > hiddenTo) {
      result += text.slice(done, start) + MASK;
      done = end;
    }
    hiddenTo = Math.max(hiddenTo, end);
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}
