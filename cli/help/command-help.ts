/** What `tsdbt help <command>` prints: usage, examples, flags by groups; made from the tables alone. */
import type { CommandEntry } from '../command-entry.js';
import { type CommandName, commandTable } from '../command-table.js';
import { type FlagKey, globalFlags } from '../flags/flag-table.js';
import { formsOf } from '../flags/output-forms.js';
import { globalGroups, selectionKeys } from './flag-groups.js';
import { flagRows } from './flag-rows.js';
import type { HelpScreen } from './general-help.js';
import { wrap } from './two-columns.js';

/** The help of one command. */
export function commandHelp(command: CommandName, { width, style }: HelpScreen): string {
  const entry: CommandEntry = commandTable[command];
  const words = entry.positionals.map(({ name, isRequired }) => (isRequired ? ` <${name}>` : ` [${name}]`)).join('');
  const section = (title: string, keys: readonly FlagKey[]) => {
    const rows = flagRows(keys, width, formsOf(command));
    return rows.length === 0 ? [] : ['', style.bold(`${title}:`), ...rows];
  };
  const isSelecting = entry.flags.includes('select');
  const selecting: readonly FlagKey[] = isSelecting
    ? selectionKeys.filter((key) => entry.flags.includes(key) || isGlobal(key))
    : [];
  const shown = new Set<FlagKey>(selecting);
  return [
    `${style.bold('Usage:')} tsdbt ${command}${words} [flags]`,
    '',
    ...wrap(entry.summary, width),
    '',
    style.bold('Examples:'),
    ...entry.examples.flatMap(([line, meaning]) => [
      ...wrap(`# ${meaning}`, width - 2).map((part) => `  ${style.dim(part)}`),
      `  ${line}`,
    ]),
    ...section('Which nodes', selecting),
    ...section(
      'Flags',
      entry.flags.filter((key) => !shown.has(key)),
    ),
    ...globalGroups.flatMap(({ title, keys }) =>
      section(
        title,
        keys.filter((key) => !shown.has(key)),
      ),
    ),
    '',
  ].join('\n');
}

function isGlobal(key: FlagKey): boolean {
  return (globalFlags as readonly FlagKey[]).includes(key);
}
