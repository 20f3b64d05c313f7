/** Completes flags of a command, and values of flags. */
import type { CompletionIndex } from '../../core/index.js';
import type { CommandEntry } from '../command-entry.js';
import { type CommandName, commandTable } from '../command-table.js';
import { type FlagDefinition, type FlagKey, flagName, flagTable, globalFlags } from '../flags/flag-table.js';
import { formsOf } from '../flags/output-forms.js';
import { type Candidate, type Offer, wordsOf } from './candidate.js';
import { nodeCandidates } from './node-candidates.js';

/** Flags that begin with what is typed; the negations of switches once that has begun. */
export function flagCandidates(typed: string, command: CommandName | null): Candidate[] {
  const own: readonly FlagKey[] = command === null ? [] : (commandTable[command] as CommandEntry).flags;
  const keys = [...new Set<FlagKey>([...own, ...globalFlags])];
  const all = keys.flatMap((key): Candidate[] => {
    const { kind, help, isQuiet }: FlagDefinition = flagTable[key];
    if (isQuiet) return [];
    const name = flagName(key);
    const isNegated = kind === 'switch' && typed.startsWith('--no-');
    return [{ value: `--${isNegated ? 'no-' : ''}${name}`, description: help }];
  });
  return [...all, { value: '--help', description: 'Examples and flags' }].filter(({ value }) =>
    value.startsWith(typed),
  );
}

export interface ValueRequest {
  readonly typed: string;
  readonly command: CommandName | null;
  readonly index: CompletionIndex;
  /** Templates that `init` knows. */
  readonly templates: () => readonly string[];
}

/** Types whose names a bare word of every command may be; tests where a command is about them. */
const NAMED_TYPES = ['model', 'seed', 'snapshot'];
const withTests: readonly string[] = ['test', 'ls', 'show', 'compile'];

const resourceTypes = ['analysis', 'exposure', 'model', 'seed', 'snapshot', 'source', 'test'];

type Values = (request: ValueRequest) => Offer;

const nodes: Values = ({ typed, command, index }) => {
  const types = command !== null && withTests.includes(command) ? [...NAMED_TYPES, 'analysis', 'test'] : NAMED_TYPES;
  return wordsOf(nodeCandidates(typed, { index, types }));
};
const folders: Values = () => ({ kind: 'folders' });
const files: Values = () => ({ kind: 'files' });

/** What stands for flags whose values are no fixed choice. The others take free text. */
const sources: Readonly<Partial<Record<FlagKey, Values>>> = {
  select: nodes,
  exclude: nodes,
  selector: ({ index }) => wordsOf(index.selectors),
  resourceType: () => wordsOf(resourceTypes),
  excludeResourceType: () => wordsOf(resourceTypes),
  target: ({ index }) => wordsOf(index.targets),
  profile: ({ index }) => wordsOf(index.profiles),
  template: ({ templates }) => wordsOf(templates()),
  projectDir: folders,
  profilesDir: folders,
  targetPath: folders,
  logPath: folders,
  state: folders,
  base: folders,
  dir: folders,
  output: ({ command }) => wordsOf(formsOf(command)),
  junit: files,
};

/** Values of one flag that begin with what is typed. */
export function valueOffer(key: FlagKey, request: ValueRequest): Offer {
  const { choices }: FlagDefinition = flagTable[key];
  const offer = choices === undefined ? (sources[key]?.(request) ?? wordsOf([])) : wordsOf(choices);
  if (offer.kind !== 'words') return offer;
  return { kind: 'words', candidates: offer.candidates.filter(({ value }) => value.startsWith(request.typed)) };
}
