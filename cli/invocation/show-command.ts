/** The command line that shows the failing rows of a test, to be pasted into the shell that the present one came from. */
import { type GraphNode, type InvocationFacts, jsonText } from '../../core/index.js';
import { type FlagKey, flagName } from '../flags/flag-table.js';
import type { Flags } from '../flags/flag-values.js';

/** Gives the line for a node, with the `--limit` that its rows need; null when no selector names it. */
export type ShowCommand = (node: GraphNode, limit: number | null) => string | null;

/** What decides which project, database and rows are meant; a variable may have been given to this one command alone. */
const repeated = [
  'projectDir',
  'profilesDir',
  'profile',
  'target',
  'targetPath',
  'vars',
] as const satisfies readonly FlagKey[];

/** Repeats the flags that the present command was given. */
export function showCommand(flags: Flags, env: InvocationFacts['env']): ShowCommand {
  const given = repeated.filter((key) => ['cli', 'environment'].includes(flags.origin(key)));
  const words = given.flatMap((key) => [`--${flagName(key)}`, valueText(flags, key)]);
  return (node, limit) => {
    const selector = selectorOf(node.name);
    if (selector === null) return null;
    const rows = limit === null ? [] : ['--limit', String(limit)];
    return [...program(env), 'show', '--select', selector, ...rows, ...words].map(quoted).join(' ');
  };
}

function valueText({ values }: Flags, key: (typeof repeated)[number]): string {
  const value = values[key];
  return typeof value === 'string' ? value : jsonText(value ?? {});
}

/** Started by npm, the program is not on the shell's path. */
function program({ npm_command: command }: InvocationFacts['env']): string[] {
  return command === undefined || command === '' ? ['tsdbt'] : ['npx', 'tsdbt'];
}

/** What the grammar of selection reads otherwise becomes a wildcard. */
function selectorOf(name: string): string | null {
  const pattern = name.replaceAll(/[\s,:+@/\\*?[\].\p{Cc}]+/gu, '*');
  const isNaming = /[^*-]/.test(pattern) && !pattern.startsWith('-');
  return isNaming ? pattern : null;
}

function quoted(word: string): string {
  return /^[\w@%=:,./+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
