/**
 * The table of commands: name, summary, own flags, and how to load the module that runs it. Nothing here imports a
 * command; the fast paths for help and version read this table alone.
 */

import type { CommandEntry } from './command-entry.js';
import type { FlagKey } from './flags/flag-table.js';

const selection = ['select', 'exclude', 'selector'] as const satisfies readonly FlagKey[];
const running = ['lockTimeout', 'junit'] as const satisfies readonly FlagKey[];
const ownership = ['adopt', 'state'] as const satisfies readonly FlagKey[];
const resourceTypes = ['resourceType', 'excludeResourceType'] as const satisfies readonly FlagKey[];

export const commandTable = {
  init: {
    summary: 'Start a project from a template',
    group: 'project',
    examples: [
      ['tsdbt init shop', 'A project in the new folder shop'],
      ['tsdbt init', 'In the current folder, which must be empty'],
      ['tsdbt init --template starter shop', 'From the template starter'],
    ],
    positionals: [{ name: 'dir', isRequired: false }],
    flags: ['template'],
    answer: 'report',
    needs: 'nothing',
    load: async () => (await import('./commands/project/init.js')).init,
  },
  build: {
    summary: 'Load, seed, run and test in the order of dependencies',
    group: 'build',
    examples: [
      ['tsdbt build', 'Everything in the project'],
      ['tsdbt build --select +orders', 'The model orders, all that it reads, and their tests'],
      ['tsdbt build -s tag:nightly --exclude path:models/legacy', 'By tag, without a folder'],
      ['tsdbt build --full-refresh --target prod', 'Rebuild incremental models from nothing, in another target'],
    ],
    positionals: [],
    flags: [
      ...selection,
      ...resourceTypes,
      'fullRefresh',
      'allowDropDependents',
      'storeFailures',
      'load',
      ...running,
      ...ownership,
    ],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/build.js')).build,
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
    flags: [...selection, 'test', 'fullRefresh', 'allowDropDependents', 'storeFailures', 'lockTimeout', ...ownership],
    answer: 'report',
    needs: 'start',
    load: async () => (await import('./commands/execute/watch.js')).watch,
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
    needs: 'project',
    load: async () => (await import('./commands/execute/load.js')).load,
  },
  seed: {
    summary: 'Load the CSV files of the project',
    group: 'build',
    examples: [
      ['tsdbt seed', 'All seeds'],
      ['tsdbt seed --select country_codes --full-refresh', 'One seed, whose table is made anew'],
    ],
    positionals: [],
    flags: [...selection, 'fullRefresh', 'allowDropDependents', ...running, ...ownership],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/seed.js')).seed,
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
    flags: [...selection, 'fullRefresh', 'allowDropDependents', ...running, ...ownership],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/run.js')).run,
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
    flags: [...selection, ...resourceTypes, 'storeFailures', ...running, ...ownership],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/execute/test.js')).test,
  },
  plan: {
    summary: 'Say what a build would do, and why, without doing it',
    group: 'look',
    examples: [
      ['tsdbt plan', 'What tsdbt build would do'],
      ['tsdbt plan run --select orders+ --full-refresh', 'What tsdbt run would do with the same flags'],
      ['tsdbt plan -s orders --sql', 'With the statements that would be sent'],
      ['tsdbt plan --output json', 'For other programs'],
    ],
    positionals: [{ name: 'command', isRequired: false }],
    flags: [
      ...selection,
      ...resourceTypes,
      'fullRefresh',
      'allowDropDependents',
      'storeFailures',
      'load',
      ...ownership,
      'sql',
      'output',
    ],
    answer: 'data',
    needs: 'project',
    load: async () => (await import('./commands/inspect/plan.js')).plan,
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
    flags: ['state', 'fullRefresh', 'allowDropDependents', 'adopt', ...running],
    answer: 'report',
    needs: 'start',
    load: async () => (await import('./commands/execute/retry.js')).retry,
  },
  compile: {
    summary: 'Render the SQL of models and tests without running it',
    group: 'look',
    examples: [
      ['tsdbt compile', 'Write the SQL of all nodes to target/compiled'],
      ['tsdbt compile --select orders', 'Print the SQL of one model'],
      [`tsdbt compile --inline 'select * from {{ ref("orders") }}'`, 'Render a query that stands in no file'],
    ],
    positionals: [],
    flags: [...selection, 'fullRefresh', 'inline', 'output'],
    answer: 'data',
    needs: 'project',
    load: async () => (await import('./commands/inspect/compile.js')).compile,
  },
  show: {
    summary: 'Print the first rows of a model, a test or a query',
    group: 'look',
    examples: [
      ['tsdbt show --select orders', 'Five rows of what the model selects'],
      ['tsdbt show -s orders --limit -1 --output csv', 'All of them, as CSV'],
      ['tsdbt show -s not_null_orders_id', 'The failing rows of a test'],
      [`tsdbt show --inline 'select count(*) from {{ ref("orders") }}'`, 'The answer to a query'],
    ],
    positionals: [],
    flags: [...selection, 'fullRefresh', 'inline', 'limit', 'output'],
    answer: 'data',
    needs: 'project',
    load: async () => (await import('./commands/inspect/show.js')).show,
  },
  diff: {
    summary: 'Compare models as their files say them with what stands in the database',
    group: 'look',
    examples: [
      ['tsdbt diff --select orders', 'Rows and columns that a build of orders would change'],
      ['tsdbt diff -s orders --key order_id --limit 20', 'Rows told apart by a column, 20 of each kind'],
      ['tsdbt diff -s orders --output json', 'For programs'],
    ],
    positionals: [],
    flags: [...selection, 'key', 'limit', 'output', 'exitCode'],
    answer: 'data',
    needs: 'project',
    load: async () => (await import('./commands/inspect/diff.js')).diff,
  },
  ls: {
    summary: 'List the nodes of the project',
    group: 'look',
    examples: [
      ['tsdbt ls', 'Every node'],
      ['tsdbt ls --select +orders --output path', 'The files that orders is made of'],
      ['tsdbt ls --resource-type test --output name', 'The names of all tests'],
      ['tsdbt ls --output json --output-keys name tags', 'Some facts of each node, as JSON'],
    ],
    positionals: [],
    flags: [...selection, ...resourceTypes, 'output', 'outputKeys'],
    answer: 'data',
    needs: 'project',
    load: async () => (await import('./commands/inspect/ls.js')).ls,
  },
  report: {
    summary: 'Tell a run, and what it changes against a base, as Markdown or SARIF',
    group: 'look',
    examples: [
      ['tsdbt report', 'The last run of the project, as Markdown'],
      ['tsdbt report --base ../main', 'Against the build of another checkout: 1 when it may not be merged'],
      ['tsdbt report --output sarif > tsdbt.sarif', 'For code scanning'],
    ],
    positionals: [],
    flags: ['base', 'dir', 'output', 'allow', 'maxRowLoss', 'compareRows', 'ignoreColumns', 'maxLength'],
    answer: 'data',
    needs: 'configuration',
    load: async () => (await import('./commands/inspect/report.js')).report,
  },
  parse: {
    summary: 'Check the project and write manifest.json',
    group: 'project',
    examples: [
      ['tsdbt parse', 'Look for mistakes in all files, without a database'],
      ['tsdbt parse --warn-error', 'Warnings count as mistakes too'],
    ],
    positionals: [],
    flags: [],
    answer: 'report',
    needs: 'project',
    load: async () => (await import('./commands/project/parse.js')).parse,
  },
  debug: {
    summary: 'Show the configuration and test the connection',
    group: 'project',
    examples: [
      ['tsdbt debug', 'Which files, profile and target are used, and whether the database answers'],
      ['tsdbt debug --connection --target prod', 'The connection alone, of another target'],
    ],
    positionals: [],
    flags: ['connection'],
    answer: 'report',
    needs: 'nothing',
    load: async () => (await import('./commands/project/debug.js')).debug,
  },
  deps: {
    summary: 'Check the packages of the project',
    group: 'project',
    examples: [
      ['tsdbt deps', 'Check packages.yml'],
      ['tsdbt deps --project-dir shop', 'Of a project in another folder'],
    ],
    positionals: [],
    flags: [],
    answer: 'report',
    needs: 'configuration',
    load: async () => (await import('./commands/project/deps.js')).deps,
  },
  clean: {
    summary: 'Delete the folders of clean-targets',
    group: 'project',
    examples: [
      ['tsdbt clean', 'Delete target and the other clean-targets'],
      ['tsdbt clean --project-dir shop', 'Of a project in another folder'],
    ],
    positionals: [],
    flags: [],
    answer: 'report',
    needs: 'configuration',
    load: async () => (await import('./commands/project/clean.js')).clean,
  },
  completion: {
    summary: 'Print the script with which a shell completes command lines',
    group: 'project',
    examples: [
      ['tsdbt completion bash', 'For bash; the script says where it belongs'],
      ['tsdbt completion zsh', 'For zsh'],
      ['tsdbt completion fish', 'For fish'],
    ],
    positionals: [{ name: 'shell', isRequired: true }],
    flags: [],
    answer: 'data',
    needs: 'nothing',
    load: async () => (await import('./commands/project/completion.js')).completion,
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
    needs: 'project',
    load: async () => (await import('./commands/execute/run-operation.js')).runOperation,
  },
} as const satisfies Record<string, CommandEntry>;

export type CommandName = keyof typeof commandTable;

/** Other spellings of commands. */
export const commandAliases: Readonly<Record<string, CommandName>> = { list: 'ls' };

/** Commands that dbt has and tsdbt does not build yet. */
export const foreignCommands: readonly string[] = ['snapshot', 'docs', 'source', 'clone', 'login'];
