/**
 * A database that outlives one run: whoever builds again and again keeps it and hands it to each run. Its connections and
 * processes stay warm; what ends by itself in between is opened again by the next run that needs it.
 */
import type { OpenOptions } from '../adapter/adapter.js';
import { type LazyDatabase, lazyDatabase } from '../execute/session/lazy-database.js';
import type { Project } from './load-project.js';

/** Opened on first use. It belongs to the target that it was made for: when the profile changes, make another one. */
export type RunDatabase = LazyDatabase;

/** The database of a project's target; the caller closes it, also when a run has failed. */
export function openRunDatabase(
  { adapter, target }: Pick<Project, 'adapter' | 'target'>,
  options: Omit<OpenOptions, 'applicationName'>,
): RunDatabase {
  return lazyDatabase(adapter, target, options);
}
