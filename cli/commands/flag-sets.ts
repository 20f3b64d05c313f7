/** Flags that several commands take together. */
import type { FlagKey } from '../flags/flag-table.js';

export const selection = ['select', 'exclude', 'selector'] as const satisfies readonly FlagKey[];
export const running = ['lockTimeout', 'junit'] as const satisfies readonly FlagKey[];
export const ownership = ['adopt', 'state'] as const satisfies readonly FlagKey[];
export const resourceTypes = ['resourceType', 'excludeResourceType'] as const satisfies readonly FlagKey[];

export const reusing = ['reuse', 'explain'] as const satisfies readonly FlagKey[];

/** How nodes are built, whether it is done or only planned. */
export const building = [
  'fullRefresh',
  'allowDropDependents',
  'storeFailures',
  'load',
] as const satisfies readonly FlagKey[];
