/** Commands that only look: at what a build would do, at rows, at nodes, at what was done. Literal; nothing here imports a command. */
import type { CommandEntry } from '../command-entry.js';
import { building, ownership, resourceTypes, selection } from './flag-sets.js';
import { plannedCommands } from './planned-commands.js';

export const lookCommands = {
  plan: {
    summary: 'Say what a build would do, and why, without doing it',
    group: 'look',
    examples: [
      ['tsdbt plan', 'What tsdbt build would do'],
      ['tsdbt plan run --select orders+ --full-refresh', 'What tsdbt run would do with the same flags'],
      ['tsdbt plan -s orders --sql', 'With the statements that would be sent'],
      ['tsdbt plan --output json', 'For other programs'],
    ],
    positionals: [{ name: 'command', isRequired: false, choices: plannedCommands }],
    flags: [...selection, ...resourceTypes, ...building, ...ownership, 'sql', 'output'],
    answer: 'data',
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
  },
} as const satisfies Record<string, CommandEntry>;
