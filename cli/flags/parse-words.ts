/**
 * Reads the words of the command line: the command, its positionals, and the raw values of flags by their key.
 * The one file that knows the option parser. Mistakes come back as diagnostics, all of them at once.
 */

import type { Diagnostic } from '../../core/index.js';
import type { CommandEntry } from '../command-entry.js';
import { type CommandName, commandAliases, commandTable } from '../command-table.js';
import { type FlagDefinition, type FlagKey, flagName, flagTable, globalFlags, type RawValue } from './flag-table.js';
import { foreignFlags } from './foreign-flags.js';
import { optionParser } from './option-parser.js';
import { isLongWithOneDash, unknownCommand, unknownFlag } from './unknown-words.js';

export interface ParsedWords {
  readonly command: CommandName | null;
  readonly positionals: readonly string[];
  readonly raw: ReadonlyMap<FlagKey, RawValue>;
  /** Names of dbt's flags that tsdbt lacks, switched on by the command line. */
  readonly foreign: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const flagKeys = Object.keys(flagTable) as FlagKey[];

/** Takes the words after the program's name apart. */
export function parseWords(words: readonly string[]): ParsedWords {
  const oneDash = words.filter(isLongWithOneDash);
  const meant = words.map((word) => (isLongWithOneDash(word) ? `-${word}` : word));
  const { argv, error } = optionParser.detailed(meant, parserOptions());
  const diagnostics: Diagnostic[] = [];
  if (error !== null) diagnostics.push(missingValue(error));
  const loose = argv._.map(String);
  // What follows an unknown flag is most likely its value, and no mistake of its own.
  const [commandWord, ...positionals] = loose.filter(
    (word, index) => !isFlagWord(word) && (index < 2 || !isFlagWord(loose[index - 1])),
  );
  const command = findCommand(commandWord);
  if (commandWord !== undefined && command === null) diagnostics.push(unknownCommand(commandWord));
  const raw = rawValues(argv);
  const unknown = [...loose.filter(isFlagWord), ...swallowed(raw), ...misread(argv), ...oneDash];
  diagnostics.push(...[...new Set(unknown)].map((word) => unknownFlag(word, command)));
  if (command !== null)
    diagnostics.push(...misplaced(command, raw), ...lonely(command, raw), ...wrongCount(command, positionals));
  const foreign = Object.keys(foreignFlags).filter((name) => argv[name] !== undefined && argv[name] !== false);
  return { command, positionals, raw, foreign, diagnostics };
}

function findCommand(word: string | undefined): CommandName | null {
  if (word === undefined) return null;
  if (Object.hasOwn(commandTable, word)) return word as CommandName;
  return Object.hasOwn(commandAliases, word) ? commandAliases[word] : null;
}

function isFlagWord(word: string): boolean {
  return word.startsWith('-') && word.length > 1 && !/^-\d/.test(word);
}

/** The parser takes a flag that it does not know for one more word of the list before it. */
function swallowed(raw: ReadonlyMap<FlagKey, RawValue>): string[] {
  return [...raw.values()].flatMap((value) => (Array.isArray(value) ? value.filter(isFlagWord) : []));
}

/** The parser takes `--select-all` for a flag that it knows, as it begins like one, and gives it a name of its own. */
function misread(argv: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(argv)
    .filter((name) => name !== '_' && !Object.hasOwn(foreignFlags, name) && !ownNames.has(name))
    .map((name) => `--${name}`);
}

const ownNames: ReadonlySet<string> = new Set(flagKeys.map(flagName));

function parserOptions() {
  const own = flagKeys.map((key) => ({ name: flagName(key), ...(flagTable[key] as FlagDefinition) }));
  const foreign = Object.entries(foreignFlags);
  const single = [
    ...own.filter(({ kind }) => kind !== 'switch' && kind !== 'list').map(({ name }) => name),
    ...foreign.filter(([, flag]) => flag.takesValue).map(([name]) => name),
  ];
  return {
    array: own.filter(({ kind }) => kind === 'list').map(({ name }) => name),
    boolean: [
      ...own.filter(({ kind }) => kind === 'switch').map(({ name }) => name),
      ...foreign.filter(([, flag]) => !flag.takesValue).map(([name]) => name),
    ],
    string: [...own.filter(({ kind }) => kind === 'list').map(({ name }) => name), ...single],
    narg: Object.fromEntries(single.map((name) => [name, 1])),
    alias: {
      ...Object.fromEntries(own.map(({ name, aliases }) => [name, [...(aliases ?? [])]])),
      ...Object.fromEntries(foreign.map(([name, flag]) => [name, [...(flag.aliases ?? [])]])),
    },
    configuration: {
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
      'unknown-options-as-args': true,
    },
  };
}

function rawValues(argv: Readonly<Record<string, unknown>>): Map<FlagKey, RawValue> {
  const raw = new Map<FlagKey, RawValue>();
  for (const key of flagKeys) {
    const value = argv[flagName(key)];
    if (value === undefined) continue;
    const isList = flagTable[key].kind === 'list';
    // A flag that is given twice comes as a list; the last one counts, as in dbt.
    raw.set(key, (Array.isArray(value) && !isList ? value.at(-1) : value) as RawValue);
  }
  return raw;
}

function missingValue(error: Error): Diagnostic {
  const name = error.message.split(': ').at(-1) ?? '';
  return {
    code: 'TSDBT_FLAG_INVALID',
    severity: 'error',
    message: `--${name} needs a value, and nothing follows it.`,
  };
}

function allowedFor(command: CommandName): ReadonlySet<FlagKey> {
  const entry: CommandEntry = commandTable[command];
  return new Set<FlagKey>([...globalFlags, ...entry.flags]);
}

function misplaced(command: CommandName, raw: ReadonlyMap<FlagKey, RawValue>): Diagnostic[] {
  const allowed = allowedFor(command);
  return [...raw.keys()].filter((key) => !allowed.has(key)).map((key) => unknownFlag(`--${flagName(key)}`, command));
}

/** `retry` may have the other flag from the run that it repeats. */
function lonely(command: CommandName, raw: ReadonlyMap<FlagKey, RawValue>): Diagnostic[] {
  if (command === 'retry' || raw.get('explain') !== true || raw.get('reuse') === true) return [];
  if (!allowedFor(command).has('explain')) return [];
  return [
    {
      code: 'TSDBT_ARGUMENT_INVALID',
      severity: 'error',
      message: '--explain says why nodes are reused or built, and needs --reuse beside it.',
      hint: `tsdbt ${command} --reuse --explain; or, without building: tsdbt plan`,
    },
  ];
}

function wrongCount(command: CommandName, positionals: readonly string[]): Diagnostic[] {
  const expected: CommandEntry['positionals'] = commandTable[command].positionals;
  const missing = expected.slice(positionals.length).find((positional) => positional.isRequired);
  if (missing !== undefined) {
    const choices = missing.choices === undefined ? '' : `: ${missing.choices.join(', ')}`;
    const message = `tsdbt ${command} needs the name of a ${missing.name} after it${choices}.`;
    return [{ code: 'TSDBT_ARGUMENT_INVALID', severity: 'error', message }];
  }
  const begun = [command, ...positionals.slice(0, expected.length)].join(' ');
  return positionals.slice(expected.length).map((word) => ({
    code: 'TSDBT_ARGUMENT_INVALID',
    severity: 'error',
    message: `tsdbt ${command} takes no word '${word}'.`,
    hint: (commandTable[command].flags as readonly FlagKey[]).includes('select')
      ? `To choose nodes: tsdbt ${begun} --select ${word}`
      : undefined,
  }));
}
