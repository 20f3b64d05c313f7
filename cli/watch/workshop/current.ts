/** What a workshop holds at a moment: the site, the last good snapshot, and what was put off. */
import type { Project, UniqueId } from '../../../core/index.js';
import { diagnosticsOf } from '../../caught-error.js';
import type { Reporter } from '../../reporter/reporter.js';
import type { CompiledChange } from './build.js';
import { watchRecord } from './build-report.js';
import type { Scope } from './scope.js';
import type { Site } from './site.js';

export interface Current {
  site: Site;
  /** Null before the first reading without mistakes. */
  project: Project | null;
  scope: Scope | null;
  /** Paths whose changes no reading has taken over, as the project had mistakes. */
  readonly unread: Set<string>;
  /** What the last build that changed compiled SQL made of it. */
  compiled: readonly CompiledChange[];
  /** The model that changed last. */
  model: UniqueId | null;
  /** Artifacts of the last build that are still to be written. */
  unwritten: (() => Promise<void>) | null;
  /** Nothing is known of what stands in the database: it is another one than before. */
  isElsewhere: boolean;
  /** The database files as the last build left them. */
  files: string;
}

export function reporterOf({ site }: Current): Reporter {
  return site.invocation.reporter;
}

/** A line of the report. */
export function say(current: Current, text: string): void {
  reporterOf(current).record(watchRecord('info', () => text));
}

/** Whatever goes wrong is said and ends nothing. */
export async function guarded<T>(current: Current, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    reporterOf(current).diagnostics(diagnosticsOf(error));
    return null;
  }
}
