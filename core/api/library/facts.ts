/** The facts of one call: what templates see as `flags`, `invocation_args_dict` and `invocation_id`. */
import { randomUUID } from 'node:crypto';
import { timestamp } from '../../execute/clock.js';
import { packageVersion } from '../../io/this-process.js';
import { fixedFlags } from '../../project/fixed-flags.js';
import type { InvocationFacts } from '../../project/invocation.js';
import type { Json, JsonObject } from '../../resources/json.js';
import { policyOf, type RunSettings } from './settings.js';

/** The facts of loading a project: the flags are those of a call without options. */
export function loadingFacts(env: InvocationFacts['env'], vars: JsonObject): InvocationFacts {
  return factsOf('build', { env, args: vars === noVars ? {} : { vars }, flags: {} });
}

/** For a project that is loaded without variables. */
export const noVars: JsonObject = {};

/** The facts of a call with a project that was loaded before. */
export function callFacts(which: string, settings: RunSettings, loading: InvocationFacts): InvocationFacts {
  const {
    select,
    exclude,
    selector = null,
    indirectSelection,
    resourceTypes,
    excludeResourceTypes,
  } = settings.selection;
  const { plan, warnings, writeArtifacts } = settings;
  const values = {
    select,
    exclude,
    selector,
    resource_type: resourceTypes,
    exclude_resource_type: excludeResourceTypes,
    indirect_selection: indirectSelection,
    full_refresh: plan.fullRefresh,
    fail_fast: plan.failFast,
    store_failures: plan.storeFailures,
    warn_error: warnings.warnError,
    warn_error_options: warnings.warnErrorOptions,
    write_json: writeArtifacts,
  };
  const args = Object.fromEntries(Object.entries(values).filter(([, value]) => isGiven(value)));
  const facts = factsOf(which, { env: loading.env, args: { ...loading.args, ...args }, flags: values });
  return { ...facts, warningPolicy: policyOf(settings) };
}

function isGiven(value: Json): boolean {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value !== null && value !== false && !isEmpty;
}

/** Flags that every call has the same. */
const usualFlags: JsonObject = {
  ...fixedFlags,
  DEBUG: false,
  FAIL_FAST: false,
  FULL_REFRESH: false,
  INDIRECT_SELECTION: 'eager',
  LOG_FORMAT: 'default',
  LOG_LEVEL: 'info',
  PRINT: true,
  PRINTER_WIDTH: 80,
  QUIET: false,
  STORE_FAILURES: false,
  USE_COLORS: false,
  VERSION_CHECK: true,
  WARN_ERROR: false,
  WARN_ERROR_OPTIONS: {},
  WRITE_JSON: true,
};

interface FactParts extends Pick<InvocationFacts, 'env' | 'args'> {
  /** With lower-case keys. */
  readonly flags: JsonObject;
}

function factsOf(which: string, { env, args, flags }: FactParts): InvocationFacts {
  const upper = Object.fromEntries(Object.entries(flags).map(([name, value]) => [name.toUpperCase(), value]));
  return {
    id: randomUUID(),
    startedAt: timestamp(),
    which,
    flags: { ...usualFlags, ...upper, WHICH: which },
    args: { ...args, which },
    env,
    toolVersion: packageVersion(),
  };
}
