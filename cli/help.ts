/** Help texts, made from the tables of commands and flags; loads nothing else. */
import type { CommandEntry } from './command-entry.js';
import { type CommandName, commandTable } from './command-table.js';
import { type FlagDefinition, type FlagKey, flagName, flagTable, globalFlags } from './flags/flag-table.js';

const COLUMN = 30;

/** What `tsdbt --help` prints. */
export function generalHelp(): string {
  const commands = Object.entries(commandTable).map(([name, { summary }]) => row(name, summary));
  return [
    'tsdbt: SQL transformation framework for Node',
    '',
    'Usage: tsdbt <command> [flags]',
    '',
    'Commands:',
    ...commands,
    '',
    'Flags of every command:',
    ...flagRows(globalFlags),
    row('-V, --version', 'Versions of tsdbt and its adapters'),
    row('-h, --help', 'This text; tsdbt <command> --help for the flags of a command'),
    '',
  ].join('\n');
}

/** What `tsdbt <command> --help` prints. */
export function commandHelp(command: CommandName): string {
  const entry: CommandEntry = commandTable[command];
  const words = entry.positionals.map(({ name, isRequired }) => (isRequired ? ` <${name}>` : ` [${name}]`)).join('');
  return [
    `Usage: tsdbt ${command}${words} [flags]`,
    '',
    entry.summary,
    ...(entry.flags.length === 0 ? [] : ['', 'Flags:', ...flagRows(entry.flags)]),
    '',
    'Flags of every command:',
    ...flagRows(globalFlags),
    '',
  ].join('\n');
}

function flagRows(keys: readonly FlagKey[]): string[] {
  return keys.flatMap((key) => {
    const definition: FlagDefinition = flagTable[key];
    if (definition.isQuiet) return [];
    const short = (definition.aliases ?? []).filter((alias) => alias.length === 1).slice(0, 1);
    const spelling = [...short.map((letter) => `-${letter}`), `--${flagName(key)}`].join(', ');
    return [row(spelling + placeholder(definition), definition.help)];
  });
}

function placeholder({ kind }: FlagDefinition): string {
  const words = {
    switch: '',
    text: ' <text>',
    number: ' <n>',
    choice: ' <word>',
    list: ' <words>',
    mapping: ' <yaml>',
  };
  return words[kind];
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(COLUMN)}  ${right}`;
}
