/** What run_results.json calls the flags: written by an invocation, read again by `retry`. */
import { type FlagKey, flagName } from './flag-table.js';

/** Where that is not the flag's own name. */
const names: Partial<Record<FlagKey, string>> = {
  resourceType: 'resource_types',
  excludeResourceType: 'exclude_resource_types',
};

/** The name of a flag in run_results.json. */
export function recordedName(key: FlagKey): string {
  return names[key] ?? flagName(key).replaceAll('-', '_');
}
