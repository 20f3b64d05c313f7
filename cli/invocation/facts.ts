/** Builds the facts of an invocation from its flags: what templates see as `flags`, `invocation_args_dict` and `invocation_id`. */
import { randomUUID } from 'node:crypto';
import { createWarningPolicy, fixedFlags, type InvocationFacts, type Json } from '../../core/index.js';
import { type FlagKey, flagName, flagTable } from '../flags/flag-table.js';
import type { Flags } from '../flags/flag-values.js';
import { recordedName } from '../flags/recorded-name.js';
import { toolVersion } from '../version.js';

/** Commands whose `flags.WHICH` is not their own name. */
const whichNames: Readonly<Record<string, string>> = { ls: 'list', watch: 'build' };

/** Flags that `args` of run_results.json holds whether they were given or not: what is run, and how. */
const ALWAYS_RECORDED: ReadonlySet<FlagKey> = new Set([
  ...(['select', 'exclude', 'selector', 'resourceType', 'excludeResourceType', 'indirectSelection'] as const),
  ...(['fullRefresh', 'failFast', 'storeFailures', 'target', 'profile', 'threads', 'vars'] as const),
  ...(['warnError', 'warnErrorOptions', 'print', 'quiet', 'writeJson', 'versionCheck', 'load', 'adopt'] as const),
]);

/** As dbt has it: a list that nobody gave is empty, any other flag without a value is left out. */
function argument(key: FlagKey, value: Json): (readonly [string, Json])[] {
  if (value !== null) return [[recordedName(key), value]];
  return flagTable[key].kind === 'list' ? [[recordedName(key), []]] : [];
}

export interface FactsInputs {
  readonly command: string;
  readonly flags: Flags;
  readonly env: InvocationFacts['env'];
  readonly now: Date;
}

/** One invocation's facts; two calls give two ids. */
export function buildFacts({ command, flags, env, now }: FactsInputs): InvocationFacts {
  const which = whichNames[command] ?? command;
  const keys = Object.keys(flagTable) as FlagKey[];
  const values: Record<string, Json> = Object.fromEntries(
    keys.map((key) => [flagName(key).replaceAll('-', '_'), flags.values[key]]),
  );
  const upper = Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]));
  const recorded = keys.filter((key) => flags.origin(key) !== 'default' || ALWAYS_RECORDED.has(key));
  return {
    id: randomUUID(),
    startedAt: now.toISOString().replace('Z', '000Z'),
    which,
    flags: { ...fixedFlags, ...upper, WHICH: which },
    args: { ...Object.fromEntries(recorded.flatMap((key) => argument(key, flags.values[key]))), which },
    env,
    toolVersion: toolVersion(),
    warningPolicy: createWarningPolicy(flags.values),
  };
}
