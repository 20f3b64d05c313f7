/** What `tsdbt --help` prints: the commands by what they do, and the flags that all of them take. */
import type { CommandEntry, CommandGroup } from '../command-entry.js';
import { commandAliases, commandTable } from '../command-table.js';
import type { Style } from '../reporter/text/style.js';
import { globalGroups } from './flag-groups.js';
import { flagRows } from './flag-rows.js';
import { twoColumns, wrap } from './two-columns.js';

export interface HelpScreen {
  readonly width: number;
  readonly style: Style;
}

const titles: Readonly<Record<CommandGroup, string>> = {
  build: 'Build and test',
  look: 'Look before and after',
  project: 'The project itself',
};

/** The help of the whole program. */
export function generalHelp({ width, style }: HelpScreen): string {
  const commands: [string, CommandEntry][] = Object.entries(commandTable);
  const groups = (Object.keys(titles) as CommandGroup[]).flatMap((group) => [
    '',
    style.bold(`${titles[group]}:`),
    ...commands
      .filter(([, entry]) => entry.group === group)
      .flatMap(([name, { summary }]) => twoColumns(name, summary + otherNames(name), width)),
  ]);
  return [
    ...wrap('tsdbt: SQL transformation framework for Node', width),
    '',
    `${style.bold('Usage:')} tsdbt <command> [flags]`,
    ...groups,
    ...globalGroups.flatMap(({ title, keys }) => ['', style.bold(`${title}:`), ...flagRows(keys, width)]),
    '',
    style.bold('Help:'),
    ...twoColumns('-h, --help', 'This text; tsdbt help <command> for examples and the flags of a command', width),
    ...twoColumns('-V, --version', 'Versions of tsdbt and its adapters', width),
    '',
  ].join('\n');
}

function otherNames(name: string): string {
  const others = Object.keys(commandAliases).filter((alias) => commandAliases[alias] === name);
  return others.length === 0 ? '' : ` (also: ${others.join(', ')})`;
}
