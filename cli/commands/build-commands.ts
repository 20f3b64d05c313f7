/** Commands that write into the database, or test what it holds. Literal; nothing here imports a command. */
import type { CommandEntry } from '../command-entry.js';
import { building, ownership, resourceTypes, reusing, running, selection } from './flag-sets.js';

export const buildCommands = {
  build: {
    summary: 'Load, seed, run and test in the order of dependencies',
    group: 'build',
    examples: [
      ['tsdbt build', 'Everything in the project'],
      ['tsdbt build --select +orders', 'The model orders, all that it reads, and their tests'],
      ['tsdbt build --full-refresh --target prod', 'Rebuild incremental models from nothing, in another target'],
      ['tsdbt build --reuse --explain', 'Only what has changed since it was built, with the reasons'],
    ],
    positionals: [],
    flags: [...selection, ...resourceTypes, ...building, 'batchTests', ...reusing, ...running, ...ownership],
    answer: 'report',
  },
  watch: {
    summary: 'Build what changes, as it changes',
    group: 'build',
    examples: [
      ['tsdbt watch', 'Everything, with its tests'],
      ['tsdbt watch --select stg_orders+', 'One model and all that depends on it'],
      ['tsdbt watch --no-test', 'Without running tests'],
    ],
    positionals: [],
    flags: [
      ...selection,
      'test',
      'fullRefresh',
      'allowDropDependents',
      'storeFailures',
      'batchTests',
      'lockTimeout',
      ...ownership,
    ],
    answer: 'report',
  },
  load: {
    summary: 'Load the files of external sources into their tables',
    group: 'build',
    examples: [
      ['tsdbt load', 'The files of all external sources'],
      ['tsdbt load --select source:crm', 'Those of one source'],
    ],
    positionals: [],
    flags: [...selection, ...running, ...ownership],
    answer: 'report',
  },
  seed: {
    summary: 'Load the CSV files of the project',
    group: 'build',
    examples: [
      ['tsdbt seed', 'All seeds'],
      ['tsdbt seed --select country_codes --full-refresh', 'One seed, whose table is made anew'],
    ],
    positionals: [],
    flags: [...selection, 'fullRefresh', 'allowDropDependents', ...reusing, ...running, ...ownership],
    answer: 'report',
  },
  run: {
    summary: 'Build the models',
    group: 'build',
    examples: [
      ['tsdbt run', 'All models, without tests'],
      ['tsdbt run --select stg_orders+', 'A model and what reads it'],
      ['tsdbt run -s path:models/marts --threads 8', 'A folder, eight nodes at once'],
      ["tsdbt run --vars '{start: 2026-01-01}'", 'With a variable'],
    ],
    positionals: [],
    flags: [...selection, 'fullRefresh', 'allowDropDependents', ...reusing, ...running, ...ownership],
    answer: 'report',
  },
  test: {
    summary: 'Run the data tests',
    group: 'build',
    examples: [
      ['tsdbt test', 'All data tests'],
      ['tsdbt test --select orders', 'The tests of one model'],
      [
        'tsdbt test --select test_type:singular --store-failures',
        'Singular tests, whose failing rows are kept in tables',
      ],
    ],
    positionals: [],
    flags: [...selection, ...resourceTypes, 'storeFailures', 'batchTests', ...reusing, ...running, ...ownership],
    answer: 'report',
  },
  retry: {
    summary: 'Run again what failed or was skipped in the last run',
    group: 'build',
    examples: [
      ['tsdbt retry', 'With the arguments of the last run'],
      ['tsdbt retry --threads 1', 'With another argument'],
      ['tsdbt retry --state artifacts/last', 'Of the run whose artifacts lie there'],
    ],
    positionals: [],
    flags: ['state', 'fullRefresh', 'allowDropDependents', 'adopt', 'batchTests', ...reusing, ...running],
    answer: 'report',
  },
  'run-operation': {
    summary: 'Run a macro',
    group: 'build',
    examples: [
      ['tsdbt run-operation grant_all', 'A macro without arguments'],
      ["tsdbt run-operation grant_all --args '{role: reporter}'", 'A macro with arguments'],
    ],
    positionals: [{ name: 'macro', isRequired: true }],
    flags: ['args'],
    answer: 'report',
  },
} as const satisfies Record<string, CommandEntry>;
