/** In which groups help shows flags. A flag of a command that stands in none is one of what the command does. */
import type { FlagKey } from '../flags/flag-table.js';

interface FlagGroup {
  readonly title: string;
  readonly keys: readonly FlagKey[];
}

/** Which nodes a command works with. */
export const selectionKeys = [
  ...['select', 'exclude', 'selector', 'resourceType', 'excludeResourceType'],
  'indirectSelection',
] as const satisfies readonly FlagKey[];

/** Flags that every command takes, in the order of the help. */
export const globalGroups: readonly FlagGroup[] = [
  {
    title: 'Project and target',
    keys: ['projectDir', 'profilesDir', 'profile', 'target', 'targetPath', 'logPath', 'vars'],
  },
  {
    title: 'Running',
    keys: ['threads', 'singleThreaded', 'failFast', 'indirectSelection', 'versionCheck', 'partialParse'],
  },
  {
    title: 'What is printed',
    keys: ['quiet', 'debug', 'logFormat', 'logLevel', 'useColors', 'printerWidth', 'print'],
  },
  {
    title: 'What is written',
    keys: ['writeJson', 'logFormatFile', 'logLevelFile', 'logFileMaxBytes', 'useColorsFile'],
  },
  { title: 'Warnings', keys: ['warnError', 'warnErrorOptions'] },
];
