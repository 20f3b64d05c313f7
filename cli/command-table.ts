/**
 * The table of commands: name, summary, own flags, and how to load the module that runs it. Nothing here imports a
 * command; the fast paths for help and version read this table alone.
 */

import type { CommandEntry } from './command-entry.js';
import type { FlagKey } from './flags/flag-table.js';

const selection = ['select', 'exclude'] as const satisfies readonly FlagKey[];
const ownership = ['adopt', 'state'] as const satisfies readonly FlagKey[];
const resourceTypes = ['resourceType', 'excludeResourceType'] as const satisfies readonly FlagKey[];

export const commandTable = {
  init: {
    summary: 'Start a project from a template',
    positionals: [{ name: 'dir', isRequired: false }],
    flags: ['template'],
    answer: 'report',
    needs: 'nothing',
    load: async () => (await import('./commands/project/init.js')).init,
  },
  build: {
    summary: 'Load, seed, run and test in the order of dependencies',
    positionals: [],
    flags: [
      ...selection,
      ...resourceTypes,
      'fullRefresh',
      'allowDropDependents',
      'storeFailures',
      'load',
      'lockTimeout',
      ...ownership,
    ],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/build.js')).build,
  },
  load: {
    summary: 'Load the files of external sources into their tables',
    positionals: [],
    flags: [...selection, 'lockTimeout', ...ownership],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/load.js')).load,
  },
  seed: {
    summary: 'Load the CSV files of the project',
    positionals: [],
    flags: [...selection, 'fullRefresh', 'allowDropDependents', 'lockTimeout', ...ownership],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/seed.js')).seed,
  },
  run: {
    summary: 'Build the models',
    positionals: [],
    flags: [...selection, 'fullRefresh', 'allowDropDependents', 'lockTimeout', ...ownership],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/run.js')).run,
  },
  test: {
    summary: 'Run the data tests',
    positionals: [],
    flags: [...selection, ...resourceTypes, 'storeFailures', 'lockTimeout', ...ownership],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/test.js')).test,
  },
  compile: {
    summary: 'Render the SQL of models and tests without running it',
    positionals: [],
    flags: [...selection, 'fullRefresh', 'inline', 'output'],
    answer: 'data',
    needs: 'project',
    load: async () => (await import('./commands/inspect/compile.js')).compile,
  },
  show: {
    summary: 'Print the first rows of a model or of a query',
    positionals: [],
    flags: [...selection, 'fullRefresh', 'inline', 'limit', 'output'],
    answer: 'data',
    needs: 'project',
    load: async () => (await import('./commands/inspect/show.js')).show,
  },
  ls: {
    summary: 'List the nodes of the project',
    positionals: [],
    flags: [...selection, ...resourceTypes, 'output', 'outputKeys'],
    answer: 'data',
    needs: 'project',
    load: async () => (await import('./commands/inspect/ls.js')).ls,
  },
  parse: {
    summary: 'Check the project and write manifest.json',
    positionals: [],
    flags: [],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/project/parse.js')).parse,
  },
  debug: {
    summary: 'Show the configuration and test the connection',
    positionals: [],
    flags: ['connection'],
    answer: 'report',
    needs: 'nothing',
    load: async () => (await import('./commands/project/debug.js')).debug,
  },
  deps: {
    summary: 'Check the packages of the project',
    positionals: [],
    flags: [],
    answer: 'report',
    needs: 'configuration',
    load: async () => (await import('./commands/project/deps.js')).deps,
  },
  clean: {
    summary: 'Delete the folders of clean-targets',
    positionals: [],
    flags: [],
    answer: 'report',
    needs: 'configuration',
    load: async () => (await import('./commands/project/clean.js')).clean,
  },
  'run-operation': {
    summary: 'Run a macro',
    positionals: [{ name: 'macro', isRequired: true }],
    flags: ['args'],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/run-operation.js')).runOperation,
  },
} as const satisfies Record<string, CommandEntry>;

export type CommandName = keyof typeof commandTable;

/** Other spellings of commands. */
export const commandAliases: Readonly<Record<string, CommandName>> = { list: 'ls' };

/** Commands that dbt has and tsdbt does not build yet. */
export const foreignCommands: readonly string[] = ['snapshot', 'docs', 'source', 'retry', 'clone', 'login'];
