/**
 * The table of flags: every flag that some command takes, with its kind, its spellings, its environment variable and
 * its default. Help texts, parsing and the typed `Flags` all come from here; nothing else knows a flag's name.
 */

/** How a flag's value is read. `list` flags take several words and may be repeated; `mapping` flags take YAML. */
type FlagKind = 'switch' | 'text' | 'number' | 'choice' | 'list' | 'mapping';

export interface FlagDefinition {
  readonly kind: FlagKind;
  /** Other spellings, without dashes; one letter is a short flag. */
  readonly aliases?: readonly string[];
  readonly choices?: readonly string[];
  /** Variable without prefix; null when dbt has none. Left out, it is the flag's name in capitals. */
  readonly environment?: string | null;
  readonly help: string;
  /** Accepted for dbt's sake; the help leaves it out. */
  readonly isQuiet?: boolean;
}

export type RawValue = boolean | string | readonly string[];

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'none'] as const;
const LOG_FORMATS = ['text', 'debug', 'json', 'github', 'default'] as const;
const FILE_LOG_FORMATS = ['text', 'debug', 'json', 'default'] as const;

export const flagTable = {
  select: {
    kind: 'list',
    aliases: ['s', 'm', 'models', 'model'],
    environment: null,
    help: 'Nodes to include: names, paths, tag:x, +parents, children+ ...',
  },
  exclude: { kind: 'list', environment: null, help: 'Nodes to leave out; same words as --select' },
  selector: { kind: 'text', environment: null, help: 'A selection that selectors.yml defines, by name' },
  resourceType: {
    kind: 'list',
    aliases: ['resource-types'],
    environment: 'RESOURCE_TYPES',
    help: 'Only these resource types: model, seed, test, source ...',
  },
  excludeResourceType: {
    kind: 'list',
    aliases: ['exclude-resource-types'],
    environment: 'EXCLUDE_RESOURCE_TYPES',
    help: 'All but these resource types',
  },
  indirectSelection: {
    kind: 'choice',
    choices: ['eager', 'cautious', 'buildable', 'empty'],
    help: 'Which tests follow the selected nodes (eager)',
  },
  fullRefresh: { kind: 'switch', aliases: ['f'], help: 'Rebuild incremental models and seeds from nothing' },
  allowDropDependents: {
    kind: 'switch',
    help: 'Drop what depends on a replaced relation and cannot be kept, naming it',
  },
  failFast: { kind: 'switch', aliases: ['x'], help: 'Stop at the first failure' },
  storeFailures: { kind: 'switch', help: 'Keep the failing rows of tests in tables' },
  batchTests: { kind: 'switch', help: 'Answer tests of one relation with one query (--no-batch-tests: each alone)' },
  lockTimeout: {
    kind: 'number',
    help: 'Seconds to wait for others that use the same relations (300; 0: none)',
  },
  load: { kind: 'switch', help: 'Load the files of external sources first (--no-load: leave them)' },
  test: { kind: 'switch', environment: null, help: 'Run the tests of what was built (--no-test: not)' },
  adopt: {
    kind: 'switch',
    environment: null,
    help: 'Replace what stands in the way of a node, whoever made it',
  },
  reuse: {
    kind: 'switch',
    environment: null,
    help: 'Leave nodes as they are, and tests that passed, when nothing that they are made from has changed',
  },
  explain: { kind: 'switch', environment: null, help: 'Say of each node why it is reused or built (with --reuse)' },
  state: {
    kind: 'text',
    help: 'The target folder of an earlier run, of dbt too: what it made may be replaced; retry: it is run again',
  },
  output: {
    kind: 'text',
    environment: null,
    help: 'Form of the answer: text or json; show: csv too; ls: selector, name, path, json',
  },
  outputKeys: { kind: 'list', environment: null, help: 'Keys of each JSON object of ls' },
  inline: { kind: 'text', environment: null, help: 'SQL to use in place of a model' },
  sql: { kind: 'switch', environment: null, help: 'Print the statements too' },
  limit: { kind: 'number', environment: null, help: 'Rows to show; -1 shows all (5)' },
  key: { kind: 'text', environment: null, help: 'Columns that tell rows apart: id, or order_id,line' },
  exitCode: { kind: 'switch', environment: null, help: 'End with 1 when something differs' },
  args: { kind: 'mapping', environment: null, help: 'Arguments of the macro, as YAML' },
  template: { kind: 'text', environment: null, help: 'The project template to start from' },
  junit: { kind: 'text', environment: null, help: 'Write the results to this file, as JUnit XML for CI services' },
  base: { kind: 'text', environment: null, help: 'Project or target folder of the run to compare with' },
  dir: { kind: 'text', environment: null, help: 'Project or target folder of the run to report' },
  allow: {
    kind: 'text',
    help: 'Text with lines that allow destructive changes: tsdbt-allow: drop-column orders.status',
  },
  maxRowLoss: {
    kind: 'number',
    environment: null,
    help: 'Per cent of its rows that a node may lose without an allowance (10)',
  },
  compareRows: {
    kind: 'number',
    environment: null,
    help: 'Rows up to which the rows of a node are compared (1000000)',
  },
  ignoreColumns: {
    kind: 'list',
    environment: null,
    help: 'Columns whose values are not compared: loaded_on, or orders.loaded_on',
  },
  maxLength: { kind: 'number', environment: null, help: 'Longest Markdown, in bytes (65000)' },
  verifyCache: { kind: 'switch', environment: null, help: 'Compare the parse cache with parsing every file' },
  connection: { kind: 'switch', environment: null, help: 'Test the connection alone' },

  target: { kind: 'text', aliases: ['t'], help: 'The target of the profile' },
  profile: { kind: 'text', help: 'The profile' },
  profilesDir: { kind: 'text', help: 'The folder of profiles.yml' },
  projectDir: { kind: 'text', help: 'The folder of dbt_project.yml' },
  targetPath: { kind: 'text', help: 'The folder for artifacts (target)' },
  logPath: { kind: 'text', help: 'The folder for log files (logs)' },
  vars: { kind: 'mapping', environment: null, help: 'Variables, as YAML: {key: value}' },
  threads: { kind: 'number', environment: null, help: 'Nodes to run at once' },

  quiet: { kind: 'switch', aliases: ['q'], help: 'Print errors and data alone' },
  debug: { kind: 'switch', aliases: ['d'], help: 'Print every statement and its time' },
  logFormat: {
    kind: 'choice',
    choices: LOG_FORMATS,
    help: 'text, debug, one JSON object a line, or github (in GitHub Actions)',
  },
  logFormatFile: { kind: 'choice', choices: FILE_LOG_FORMATS, help: 'The same for the log file (debug)' },
  logLevel: { kind: 'choice', choices: LOG_LEVELS, help: 'The least level to print (info)' },
  logLevelFile: { kind: 'choice', choices: LOG_LEVELS, help: 'The least level in the log file (debug)' },
  logFileMaxBytes: { kind: 'number', help: 'Size at which the log file is rotated (10485760; 0: never)' },
  useColors: { kind: 'switch', help: 'Colours (--no-use-colors: none)' },
  useColorsFile: { kind: 'switch', help: 'Colours in the log file', isQuiet: true },
  printerWidth: { kind: 'number', help: 'Width of the report (80)' },
  print: { kind: 'switch', help: 'Let macros print (--no-print: not)' },
  warnError: { kind: 'switch', help: 'Treat every warning as an error' },
  warnErrorOptions: { kind: 'mapping', help: 'Which warnings: {error: all, warn: [...], silence: [...]}' },
  writeJson: { kind: 'switch', help: 'Write artifacts (--no-write-json: not)' },
  singleThreaded: { kind: 'switch', help: 'One node at a time', isQuiet: true },
  versionCheck: { kind: 'switch', help: 'Check require-dbt-version (--no-version-check: not)' },
  partialParse: { kind: 'switch', help: 'Parse again only what has changed (--no-partial-parse: everything)' },
} as const satisfies Record<string, FlagDefinition>;

export type FlagKey = keyof typeof flagTable;

/** Flags that every command takes, before or after its name. */
export const globalFlags = [
  'target',
  'profile',
  'profilesDir',
  'projectDir',
  'targetPath',
  'logPath',
  'vars',
  'threads',
  'indirectSelection',
  'failFast',
  'quiet',
  'debug',
  'logFormat',
  'logFormatFile',
  'logLevel',
  'logLevelFile',
  'logFileMaxBytes',
  'useColors',
  'useColorsFile',
  'printerWidth',
  'print',
  'warnError',
  'warnErrorOptions',
  'writeJson',
  'singleThreaded',
  'versionCheck',
  'partialParse',
] as const satisfies readonly FlagKey[];

/** The flag as it is typed: `fullRefresh` is `full-refresh`. */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The part of a flag's environment variable after `DBT_`, or null. */
export function environmentName(key: FlagKey): string | null {
  const definition: FlagDefinition = flagTable[key];
  return definition.environment === undefined
    ? flagName(key).replaceAll('-', '_').toUpperCase()
    : definition.environment;
}
