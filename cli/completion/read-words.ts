/** Reads an unfinished command line: which command it names, and what the word at its end is the value of. */
import { type CommandName, commandAliases, commandTable } from '../command-table.js';
import { type FlagDefinition, type FlagKey, flagName, flagTable } from '../flags/flag-table.js';

export interface ReadWords {
  readonly command: CommandName | null;
  /** Words after the command, the last one not among them. */
  readonly positionals: readonly string[];
  /** The flag whose value the last word is; null when it is none's. */
  readonly pending: FlagKey | null;
  /** Values of flags before the last word. */
  readonly given: ReadonlyMap<FlagKey, string>;
}

const bySpelling: ReadonlyMap<string, FlagKey> = new Map(
  (Object.keys(flagTable) as FlagKey[]).flatMap((key) => {
    const { aliases = [] }: FlagDefinition = flagTable[key];
    return [flagName(key), ...aliases].map((name) => [name.length === 1 ? `-${name}` : `--${name}`, key] as const);
  }),
);

/** The words before the last one, as far as they matter to it. */
export function readWords(before: readonly string[]): ReadWords {
  const loose: string[] = [];
  const given = new Map<FlagKey, string>();
  let open: FlagKey | null = null;
  for (const word of before) {
    if (word.startsWith('-')) {
      const [spelling, ...value] = word.split('=');
      const key = bySpelling.get(spelling) ?? null;
      const takesMore = key !== null && value.length === 0 && kindOf(key) !== 'switch';
      if (key !== null && value.length > 0) given.set(key, value.join('='));
      open = takesMore ? key : null;
    } else if (open !== null) {
      given.set(open, word);
      // A list takes words until the next flag.
      if (kindOf(open) !== 'list') open = null;
    } else loose.push(word);
  }
  const [first, ...positionals] = loose;
  return { command: first === undefined ? null : commandOf(first), positionals, pending: open, given };
}

/** The flag of `--flag=value`, which is one word. */
export function flagOf(spelling: string): FlagKey | null {
  return bySpelling.get(spelling) ?? null;
}

/** A command by its name or another spelling of it. */
function commandOf(word: string): CommandName | null {
  if (Object.hasOwn(commandTable, word)) return word as CommandName;
  return Object.hasOwn(commandAliases, word) ? commandAliases[word] : null;
}

function kindOf(key: FlagKey): FlagDefinition['kind'] {
  return flagTable[key].kind;
}
