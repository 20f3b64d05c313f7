/** The flags of an earlier run, from the arguments that run_results.json keeps, as if they were typed again. Pure. */
import { type Diagnostic, isMapping, type Json, type JsonObject, jsonText, MASK } from '../../core/index.js';
import { type FlagDefinition, type FlagKey, flagName, flagTable, type RawValue } from '../flags/flag-table.js';
import { foreignFlags } from '../flags/foreign-flags.js';
import { recordedName } from '../flags/recorded-name.js';

/** Places and forms of speech are those of the new command line. */
const NOT_REPEATED: ReadonlySet<FlagKey> = new Set([
  ...(['projectDir', 'profilesDir', 'targetPath', 'logPath'] as const),
  ...(['quiet', 'debug', 'logFormat', 'logFormatFile', 'logLevel', 'logLevelFile', 'logFileMaxBytes'] as const),
  ...(['useColors', 'useColorsFile', 'printerWidth', 'output', 'outputKeys'] as const),
]);

/** Raw values of the flags that the earlier run had. */
export function previousFlags(args: JsonObject): ReadonlyMap<FlagKey, RawValue> {
  const raw = new Map<FlagKey, RawValue>();
  for (const key of Object.keys(flagTable) as FlagKey[]) {
    const value = NOT_REPEATED.has(key) ? undefined : args[recordedName(key)];
    const typed = value === undefined || value === null ? null : rawValue(value, flagTable[key]);
    if (typed !== null) raw.set(key, typed);
  }
  return raw;
}

function rawValue(value: Json, { kind }: FlagDefinition): RawValue | null {
  if (kind === 'switch') return typeof value === 'boolean' ? value : null;
  if (kind === 'mapping') return isMapping(value) && Object.keys(value).length > 0 ? jsonText(value) : null;
  if (kind !== 'list') return String(value);
  const words = Array.isArray(value) ? value.map(String) : [String(value)];
  return words.length === 0 ? null : words;
}

/** What keeps the arguments from being used again: dbt's flags that tsdbt lacks, and values that were hidden. */
export function previousFlagProblems(args: JsonObject, typed: ReadonlyMap<FlagKey, RawValue>): Diagnostic[] {
  const lacking = Object.entries(foreignFlags).filter(
    ([name, { outcome }]) => outcome === 'refused' && isGiven(args[name.replaceAll('-', '_')]),
  );
  const hidden = (Object.keys(flagTable) as FlagKey[]).filter(
    (key) => !typed.has(key) && !NOT_REPEATED.has(key) && jsonText(args[recordedName(key)] ?? null).includes(MASK),
  );
  return [
    ...lacking.map(([name]) => impossible(`The last run was made with --${name}, which is not built yet in tsdbt.`)),
    ...hidden.map((key) => ({
      ...impossible(`The last run had a secret in --${flagName(key)}, and secrets are not kept.`),
      hint: `Give it again: tsdbt retry --${flagName(key)} ...`,
    })),
  ];
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== '';
}

function impossible(message: string): Diagnostic {
  return { code: 'TSDBT_RETRY_IMPOSSIBLE', severity: 'error', message };
}
