/** Diagnostics for words that the command line should not hold, with the word that was most likely meant. */
import { closestNames, type Diagnostic, didYouMean } from '../../core/index.js';
import type { CommandEntry } from '../command-entry.js';
import { type CommandName, commandAliases, commandTable, foreignCommands } from '../command-table.js';
import { familiarCommands, familiarFlags } from './familiar-words.js';
import { type FlagDefinition, type FlagKey, flagName, flagTable, globalFlags } from './flag-table.js';

/** A flag that the command does not take; `word` as typed. */
export function unknownFlag(word: string, command: CommandName | null): Diagnostic {
  const [typed] = word.split('=');
  const keys: readonly FlagKey[] =
    command === null ? (Object.keys(flagTable) as FlagKey[]) : [...globalFlags, ...flagsOf(command)];
  const names = keys.flatMap((key) => {
    const { kind, aliases = [] }: FlagDefinition = flagTable[key];
    const name = flagName(key);
    const long = aliases.filter((alias) => alias.length > 1).map((alias) => `--${alias}`);
    return kind === 'switch' ? [`--${name}`, `--no-${name}`, ...long] : [`--${name}`, ...long];
  });
  return {
    code: 'TSDBT_FLAG_UNKNOWN',
    severity: 'error',
    message: command === null ? `There is no flag ${typed}.` : `tsdbt ${command} has no flag ${typed}.`,
    hint: flagHint(typed, names, command),
  };
}

function flagHint(typed: string, names: readonly string[], command: CommandName | null): string {
  const others = command === null ? [] : commandsWith(typed);
  if (others.length > 0) return `${typed} belongs to ${others.join(', ')}.`;
  const familiar = Object.hasOwn(familiarFlags, typed) ? [familiarFlags[typed]] : [];
  const close = familiar.length > 0 ? familiar : closestFlags(typed, names);
  return didYouMean(close) ?? `tsdbt ${command === null ? '' : `${command} `}--help lists the flags.`;
}

/** Of a flag with one dash: the letter in its other case, or the long flag whose second dash was left out. */
function closestFlags(typed: string, names: readonly string[]): string[] {
  if (typed.startsWith('--')) return closestNames(typed, names, 1);
  if (typed.length > 2) return closestNames(`-${typed}`, names, 1);
  const other = typed === typed.toLowerCase() ? typed.toUpperCase() : typed.toLowerCase();
  return shortFlags.has(other) ? [other] : [];
}

const shortFlags: ReadonlySet<string> = new Set(
  Object.values(flagTable).flatMap(({ aliases = [] }: FlagDefinition) =>
    aliases.filter((alias) => alias.length === 1).map((letter) => `-${letter}`),
  ),
);

/** A long flag with one dash, which would be read as a row of short ones. */
export function isLongWithOneDash(word: string): boolean {
  const [body] = word.slice(1).split('=');
  return /^-[a-z]/.test(word) && longNames.has(body);
}

const longNames: ReadonlySet<string> = new Set(
  Object.entries(flagTable).flatMap(([key, { aliases = [] }]: [string, FlagDefinition]) =>
    [flagName(key), ...aliases].filter((name) => name.length > 1),
  ),
);

/** A word in the place of the command that names none. */
export function unknownCommand(word: string): Diagnostic {
  if (foreignCommands.includes(word)) {
    return {
      code: 'TSDBT_COMMAND_UNSUPPORTED',
      severity: 'error',
      message: `The command '${word}' of dbt is not built yet in tsdbt.`,
      hint: 'tsdbt --help lists the commands.',
    };
  }
  const names = [...Object.keys(commandTable), ...Object.keys(commandAliases)];
  const familiar = Object.hasOwn(familiarCommands, word) ? [familiarCommands[word]] : [];
  return {
    code: 'TSDBT_COMMAND_UNKNOWN',
    severity: 'error',
    message: `There is no command '${word}'.`,
    hint: didYouMean(familiar.length > 0 ? familiar : closestNames(word, names)) ?? 'tsdbt --help lists the commands.',
  };
}

function flagsOf(command: CommandName): readonly FlagKey[] {
  return commandTable[command].flags;
}

function commandsWith(typed: string): string[] {
  return (Object.entries(commandTable) as [string, CommandEntry][])
    .filter(([, entry]) => entry.flags.some((key) => `--${flagName(key)}` === typed))
    .map(([name]) => name);
}
