/** Answers what a completion script asks: the shell's words in, lines for it out. Never fails: without an answer there is none. */
import type { CompletionIndex } from '../../core/index.js';
import type { Candidate, Offer } from './candidate.js';
import { type CompletionFacts, complete } from './complete.js';
import { isShell, type Shell } from './shells.js';
import { splitLine } from './split-line.js';

/** What stands for a project that has not been parsed. */
export const noIndex: CompletionIndex = {
  version: 1,
  names: {},
  methods: {},
  selectors: [],
  macros: [],
  profiles: [],
  targets: [],
};

/** The lines for a question: the shell's name first, then what it knows of the command line. */
export function answer([shell, ...words]: readonly string[], facts: CompletionFacts): string {
  if (shell === undefined || !isShell(shell)) return '';
  if (shell !== 'bash') return linesOf(complete(words, facts), shell, 0);
  const [breaks = '', line = ''] = words;
  // Bash takes a word for several at some characters, and puts what it is answered behind the last of them.
  const all = splitLine(line).filter((word, index, rest) => index === rest.length - 1 || !/^\w+=/.test(word));
  const typed = all.at(-1) ?? '';
  const hidden = Math.max(-1, ...[...breaks].map((character) => typed.lastIndexOf(character))) + 1;
  return linesOf(complete(all.slice(1), facts), shell, hidden);
}

function linesOf(offer: Offer, shell: Shell, hidden: number): string {
  if (offer.kind !== 'words') return `${offer.kind}\n`;
  // A line break in a name would be two words to the shell.
  const candidates = offer.candidates.filter(({ value }) => !/[\n\r\t]/.test(value));
  const isOpen = candidates.some(({ value }) => /[:/=]$/.test(value));
  const lines = candidates.map((each) => lineOf(each, shell).slice(hidden));
  return [isOpen ? 'open' : 'words', ...lines, ''].join('\n');
}

function lineOf({ value, description }: Candidate, shell: Shell): string {
  return shell === 'bash' || description === undefined ? value : `${value}\t${description}`;
}
