/** Words that people know from other tools, or from the thing they want, with what they are called here. Literal tables. */
import type { CommandName } from '../command-table.js';

/** Words in the place of a command. */
export const familiarCommands: Readonly<Record<string, CommandName>> = {
  check: 'parse',
  compare: 'diff',
  create: 'init',
  dev: 'watch',
  explain: 'plan',
  lint: 'parse',
  materialize: 'run',
  new: 'init',
  preview: 'show',
  query: 'show',
  render: 'compile',
  start: 'init',
  up: 'build',
  validate: 'parse',
};

/** Flags, with what to type. */
export const familiarFlags: Readonly<Record<string, string>> = {
  '--color': '--use-colors',
  '--colors': '--use-colors',
  '--cwd': '--project-dir',
  '--dry-run': 'tsdbt plan',
  '--force': '--full-refresh',
  '--format': '--output',
  '--jobs': '--threads',
  '--json': '--output json',
  '--no-color': '--no-use-colors',
  '--no-colors': '--no-use-colors',
  '--parallel': '--threads',
  '--rows': '--limit',
  '--silent': '--quiet',
  '--sql': '--inline',
  '--variables': '--vars',
  '--verbose': '--debug',
  '-j': '--threads',
  '-n': '--limit',
};
