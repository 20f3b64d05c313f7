/**
 * The table of commands: name, summary, examples, own flags. The fast paths for help and completion read this table alone;
 * what runs a command stands in `command-modules.ts`.
 */
import type { CommandEntry } from './command-entry.js';
import { buildCommands } from './commands/build-commands.js';
import { lookCommands } from './commands/look-commands.js';
import { projectCommands } from './commands/project-commands.js';

export const commandTable = {
  ...buildCommands,
  ...lookCommands,
  ...projectCommands,
} as const satisfies Record<string, CommandEntry>;

export type CommandName = keyof typeof commandTable;

/** Other spellings of commands. */
export const commandAliases: Readonly<Record<string, CommandName>> = { list: 'ls' };

/** Commands that dbt has and tsdbt does not build yet. */
export const foreignCommands: readonly string[] = ['snapshot', 'docs', 'source', 'clone', 'login'];
