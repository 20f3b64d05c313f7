/**
 * From the options of a call to what a run needs: `flags:` of dbt_project.yml where the caller says nothing, the defaults
 * below both. Pure.
 */
import { TsdbtError } from '../../diagnostics/error.js';
import type { RunOptions as PlanOptions } from '../../plan/run-plan.js';
import {
  createWarningPolicy,
  promotesTests,
  type WarningSettings,
} from '../../project/warnings/create-warning-policy.js';
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { Project as LoadedProject } from '../load-project.js';
import type { NodeSelectionRequest } from '../select-for-command.js';
import type { SelectionOptions, ShowOptions } from './types/options.js';

/** What a run is done with. */
export interface RunSettings {
  readonly selection: NodeSelectionRequest;
  readonly plan: PlanOptions;
  readonly warnings: WarningSettings;
  readonly writeArtifacts: boolean;
  readonly lockTimeoutMs: number;
}

const LOCK_TIMEOUT_SECONDS = 300;
const FAILURE_ROWS = 5;
const SHOWN_ROWS = 5;

/** The settings of one call. Throws for numbers that mean nothing. */
export function settle(options: ShowOptions, { config, target }: LoadedProject): RunSettings {
  const flags = config.flags;
  const warnings = warningsOf(flags, options.warnError);
  const lockTimeoutMs = atLeast('lockTimeout', options.lockTimeout ?? LOCK_TIMEOUT_SECONDS, 0) * 1000;
  const limit = options.limit === undefined ? SHOWN_ROWS : options.limit;
  return {
    selection: selectionOf(options, flags),
    plan: {
      threads: atLeast('threads', options.threads ?? target.credentials.threads, 1),
      fullRefresh: options.fullRefresh ?? isOn(flags.full_refresh),
      allowDropDependents: options.allowDropDependents ?? false,
      lockTimeoutMs,
      failFast: options.failFast ?? isOn(flags.fail_fast),
      storeFailures: options.storeFailures ?? isOn(flags.store_failures),
      batchTests: options.batchTests ?? (flags.batch_tests === undefined || isOn(flags.batch_tests)),
      warnError: promotesTests(warnings),
      failureRows: atLeast('failureRows', options.failureRows ?? FAILURE_ROWS, 0),
      showLimit: limit === null ? null : atLeast('limit', limit, 0),
      loadSources: options.load ?? true,
      adopt: options.adopt ?? false,
      reuse: options.reuse ?? false,
    },
    warnings,
    writeArtifacts: options.writeArtifacts ?? (flags.write_json === undefined || isOn(flags.write_json)),
    lockTimeoutMs,
  };
}

/** What is to become of warnings: as the caller says, else as the project does. */
export function warningsOf(flags: JsonObject, warnError: boolean | undefined): WarningSettings {
  const options = flags.warn_error_options;
  return {
    warnError: warnError ?? isOn(flags.warn_error),
    warnErrorOptions: options !== undefined && isMapping(options) ? options : {},
  };
}

/** How the warnings of a call count. */
export function policyOf({ warnings }: RunSettings) {
  return createWarningPolicy(warnings);
}

/** What is selected; without `select` everything. */
export function selectionOf(options: SelectionOptions, flags: JsonObject): NodeSelectionRequest {
  return {
    select: options.select === undefined ? null : words(options.select),
    exclude: words(options.exclude ?? []),
    selector: options.selector ?? null,
    indirectSelection: options.indirectSelection ?? modeOf(flags.indirect_selection),
    resourceTypes: options.resourceTypes ?? null,
    excludeResourceTypes: options.excludeResourceTypes ?? [],
  };
}

const modes = ['eager', 'cautious', 'buildable', 'empty'] as const;

function modeOf(flag: Json | undefined): NodeSelectionRequest['indirectSelection'] {
  return modes.find((mode) => mode === flag) ?? 'eager';
}

function words(given: string | readonly string[]): readonly string[] {
  const texts = typeof given === 'string' ? [given] : given;
  return texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== '');
}

/** As the project file may write a switch. */
function isOn(flag: Json | undefined): boolean {
  return flag === true || (typeof flag === 'string' && /^(1|true|t|yes|y|on)$/i.test(flag));
}

function atLeast(name: string, value: number, least: number): number {
  const isWhole = name === 'lockTimeout' ? Number.isFinite(value) : Number.isInteger(value);
  if (isWhole && value >= least) return value;
  const message = `\`${name}\` is ${value}; expected a number of at least ${least}.`;
  throw new TsdbtError([{ code: 'TSDBT_ARGUMENT_INVALID', severity: 'error', message }]);
}
