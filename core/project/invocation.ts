/** Facts of one invocation, fixed at its start and handed down; nothing below the rim asks the process for them. */
import type { WarningPolicy } from '../diagnostics/warning-policy.js';
import type { JsonObject } from '../resources/json.js';

export interface InvocationFacts {
  /** UUID. */
  readonly id: string;
  /** ISO 8601, UTC, microseconds. */
  readonly startedAt: string;
  /** The command as dbt names it in `flags.WHICH`: `run`, `build`, `compile` ... */
  readonly which: string;
  /** `flags.*` as templates see them, upper-case keys: FULL_REFRESH, STORE_FAILURES, WHICH ... */
  readonly flags: JsonObject;
  /** `invocation_args_dict`: the command line as a dict, lower-case keys. */
  readonly args: JsonObject;
  /** The environment after `.env`, for `env_var`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Version of tsdbt. */
  readonly toolVersion: string;
  /** What is to become of warnings that arise while templates are rendered and nodes run; as they are when left out. */
  readonly warningPolicy?: WarningPolicy;
}
