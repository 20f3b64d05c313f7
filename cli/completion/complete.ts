/** From the words of an unfinished command line to what may stand at its end. Pure: the index of the project is given. */
import type { CompletionIndex } from '../../core/index.js';
import type { CommandEntry } from '../command-entry.js';
import { type CommandName, commandTable } from '../command-table.js';
import type { FlagKey } from '../flags/flag-table.js';
import type { Candidate, Offer } from './candidate.js';
import { flagCandidates, valueOffer } from './flag-candidates.js';
import { flagOf, type ReadWords, readWords } from './read-words.js';

export interface CompletionFacts {
  /** Read when it is needed, and only then. */
  readonly index: (given: ReadonlyMap<FlagKey, string>) => CompletionIndex;
  readonly templates: () => readonly string[];
}

/** What the last word may become. `words` are those after the program's name, the last one possibly empty. */
export function complete(words: readonly string[], facts: CompletionFacts): Offer {
  const typed = words.at(-1) ?? '';
  const read = readWords(words.slice(0, -1));
  const { command, pending } = read;
  const values = (key: FlagKey, value: string) =>
    valueOffer(key, { typed: value, command, index: facts.index(read.given), templates: facts.templates });
  if (typed.startsWith('-')) {
    const [spelling, ...value] = typed.split('=');
    const key = value.length > 0 ? flagOf(spelling) : null;
    return key === null
      ? { kind: 'words', candidates: flagCandidates(typed, command) }
      : withPrefix(`${spelling}=`, values(key, value.join('=')));
  }
  if (pending !== null) return values(pending, typed);
  return positional(typed, read, facts);
}

function positional(typed: string, { command, positionals, given }: ReadWords, facts: CompletionFacts): Offer {
  const begun = ({ value }: Candidate) => value.startsWith(typed);
  if (command === null) return { kind: 'words', candidates: commandCandidates().filter(begun) };
  const entry: CommandEntry = commandTable[command];
  if (positionals.length >= entry.positionals.length)
    return { kind: 'words', candidates: typed === '' ? flagCandidates('--', command) : [] };
  const { name, choices = [] } = entry.positionals[positionals.length];
  if (name === 'dir') return { kind: 'folders' };
  const words = name === 'macro' ? facts.index(given).macros : choices;
  return { kind: 'words', candidates: words.map((value) => ({ value })).filter(begun) };
}

function commandCandidates(): Candidate[] {
  const entries = Object.entries(commandTable) as [CommandName, CommandEntry][];
  const commands = entries.map(([value, { summary }]) => ({ value, description: summary }));
  return [...commands, { value: 'help', description: 'Examples and flags of a command' }];
}

function withPrefix(prefix: string, offer: Offer): Offer {
  if (offer.kind !== 'words') return offer;
  return { kind: 'words', candidates: offer.candidates.map((each) => ({ ...each, value: prefix + each.value })) };
}
