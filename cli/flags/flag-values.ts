/** The typed value of every flag after the command line, the environment, the project and the defaults had their say. */
import type { JsonObject } from '../../core/index.js';
import type { FlagDefinition, FlagKey, flagTable } from './flag-table.js';

type Table = typeof flagTable;

type ValueOf<D extends FlagDefinition> = D['kind'] extends 'switch'
  ? boolean
  : D['kind'] extends 'number'
    ? number | null
    : D['kind'] extends 'list'
      ? readonly string[] | null
      : D['kind'] extends 'mapping'
        ? JsonObject
        : D['choices'] extends readonly string[]
          ? D['choices'][number]
          : string | null;

export type FlagValues = { readonly [K in FlagKey]: ValueOf<Table[K]> };

/** Where a flag's value came from; the first in this order that gives one wins. */
export type FlagOrigin = 'cli' | 'environment' | 'project' | 'default';

export interface Flags {
  readonly values: FlagValues;
  readonly origin: (key: FlagKey) => FlagOrigin;
}

/** What stands when nobody gives a value. */
export const flagDefaults: FlagValues = {
  select: null,
  exclude: null,
  selector: null,
  resourceType: null,
  excludeResourceType: null,
  indirectSelection: 'eager',
  fullRefresh: false,
  allowDropDependents: false,
  failFast: false,
  storeFailures: false,
  batchTests: true,
  lockTimeout: 300,
  load: true,
  test: true,
  adopt: false,
  reuse: false,
  explain: false,
  state: null,
  output: null,
  outputKeys: null,
  inline: null,
  sql: false,
  limit: 5,
  key: null,
  exitCode: false,
  args: {},
  template: null,
  junit: null,
  base: null,
  dir: null,
  allow: null,
  maxRowLoss: 10,
  compareRows: 1_000_000,
  ignoreColumns: null,
  maxLength: null,
  verifyCache: false,
  connection: false,
  target: null,
  profile: null,
  profilesDir: null,
  projectDir: null,
  targetPath: null,
  logPath: null,
  vars: {},
  threads: null,
  quiet: false,
  debug: false,
  logFormat: 'default',
  logFormatFile: 'debug',
  logLevel: 'info',
  logLevelFile: 'debug',
  logFileMaxBytes: 10 * 1024 * 1024,
  useColors: true,
  useColorsFile: false,
  printerWidth: 80,
  print: true,
  warnError: false,
  warnErrorOptions: {},
  writeJson: true,
  singleThreaded: false,
  versionCheck: true,
  partialParse: true,
};
