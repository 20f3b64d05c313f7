/** Diagnostics for words that the command line should not hold, with the word that was most likely meant. */
import { closestNames, type Diagnostic, didYouMean } from '../../core/index.js';
import type { CommandEntry } from '../command-entry.js';
import { type CommandName, commandAliases, commandTable, foreignCommands } from '../command-table.js';
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
  const others = command === null ? [] : commandsWith(typed);
  return {
    code: 'TSDBT_FLAG_UNKNOWN',
    severity: 'error',
    message: command === null ? `There is no flag ${typed}.` : `tsdbt ${command} has no flag ${typed}.`,
    hint:
      others.length > 0
        ? `${typed} belongs to ${others.join(', ')}.`
        : (didYouMean(closestNames(typed, names, 1)) ??
          `tsdbt ${command ?? ''} --help lists the flags.`.replace('  ', ' ')),
  };
}

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
  return {
    code: 'TSDBT_COMMAND_UNKNOWN',
    severity: 'error',
    message: `There is no command '${word}'.`,
    hint: didYouMean(closestNames(word, names)) ?? 'tsdbt --help lists the commands.',
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
