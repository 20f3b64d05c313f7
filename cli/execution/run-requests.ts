/** What the flags ask of selection and execution, in the words of core. */
import { hostname } from 'node:os';
import {
  type Locking,
  type NodeSelectionRequest,
  type Project,
  promotesTests,
  type RunOptions,
} from '../../core/index.js';
import type { FlagValues } from '../flags/flag-values.js';
import type { Invocation } from '../invocation/invocation.js';

/** Rows of a failing test that the report shows. */
const FAILURE_ROWS = 5;

/** The selection flags. */
export function selectionRequest(flags: FlagValues): NodeSelectionRequest {
  return {
    select: flags.select,
    exclude: flags.exclude ?? [],
    selector: flags.selector,
    indirectSelection: flags.indirectSelection,
    resourceTypes: flags.resourceType,
    excludeResourceTypes: flags.excludeResourceType ?? [],
  };
}

/** The options of a run; threads come from the flag, else from the profile. */
export function runOptions(flags: FlagValues, { target }: Project): RunOptions {
  return {
    threads: flags.singleThreaded ? 1 : (flags.threads ?? target.credentials.threads),
    fullRefresh: flags.fullRefresh,
    allowDropDependents: flags.allowDropDependents,
    lockTimeoutMs: (flags.lockTimeout ?? 0) * 1000,
    failFast: flags.failFast,
    storeFailures: flags.storeFailures,
    batchTests: flags.batchTests,
    warnError: promotesTests(flags),
    failureRows: FAILURE_ROWS,
    showLimit: flags.limit === -1 ? null : flags.limit,
    loadSources: flags.load,
    adopt: flags.adopt,
    reuse: flags.reuse,
  };
}

/** Who runs and how long it waits for others that write the same relations. */
export function lockingOf({ flags, processId }: Pick<Invocation, 'flags' | 'processId'>): Omit<Locking, 'scrub'> {
  return { host: hostname(), pid: processId, timeoutMs: (flags.lockTimeout ?? 0) * 1000 };
}
