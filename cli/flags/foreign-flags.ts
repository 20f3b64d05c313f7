/**
 * Flags that dbt has and tsdbt does not: `ignored` ones change nothing that a user could miss, `warned` ones are
 * reported and left, `refused` ones stop the command, because going on would do something else than was asked.
 */

interface ForeignFlag {
  readonly takesValue: boolean;
  readonly outcome: 'ignored' | 'warned' | 'refused';
  readonly aliases?: readonly string[];
}

const ignoredSwitch: ForeignFlag = { takesValue: false, outcome: 'ignored' };
const ignoredValue: ForeignFlag = { takesValue: true, outcome: 'ignored' };
const warnedSwitch: ForeignFlag = { takesValue: false, outcome: 'warned' };
const refusedSwitch: ForeignFlag = { takesValue: false, outcome: 'refused' };
const refusedValue: ForeignFlag = { takesValue: true, outcome: 'refused' };

/** By the flag's name as typed. Their variables are `DBT_` and the name in capitals. */
export const foreignFlags: Readonly<Record<string, ForeignFlag>> = {
  defer: refusedSwitch,
  'defer-state': refusedValue,
  'favor-state': warnedSwitch,
  empty: refusedSwitch,
  sample: refusedValue,
  'event-time-start': refusedValue,
  'event-time-end': refusedValue,
  'export-saved-queries': warnedSwitch,
  'inline-direct': refusedValue,
  introspect: warnedSwitch,
  'inject-ephemeral-ctes': warnedSwitch,
  show: warnedSwitch,
  'record-timing-info': { takesValue: true, outcome: 'warned', aliases: ['r'] },
  'show-resource-report': warnedSwitch,
  'macro-debugging': warnedSwitch,
  'upload-to-artifacts-ingest-api': warnedSwitch,
  'partial-parse-file-diff': ignoredSwitch,
  'partial-parse-file-path': ignoredValue,
  'static-parser': ignoredSwitch,
  'use-experimental-parser': ignoredSwitch,
  'use-fast-test-edges': ignoredSwitch,
  'populate-cache': ignoredSwitch,
  'cache-selected-only': ignoredSwitch,
  'log-cache-events': ignoredSwitch,
  'send-anonymous-usage-stats': ignoredSwitch,
  'show-all-deprecations': ignoredSwitch,
  'maximum-seed-size-mib': ignoredValue,
  sqlparse: ignoredValue,
  'clean-project-files-only': ignoredSwitch,
  'skip-profile-setup': ignoredSwitch,
};
