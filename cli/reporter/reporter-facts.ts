/** What is known of an invocation when its reporter is opened; it is opened again once the project's own flags are read. */
import type { InvocationFacts, ProjectConfig, Target } from '../../core/index.js';
import type { Flags } from '../flags/flag-values.js';

export interface ReporterFacts {
  readonly flags: Flags;
  readonly env: InvocationFacts['env'];
  /** Where relative paths of diagnostics start. */
  readonly root: string;
  /** Null until the profile is read. */
  readonly target: Target | null;
  /** Null until dbt_project.yml is read. */
  readonly config: ProjectConfig | null;
  readonly invocationId: string;
}
