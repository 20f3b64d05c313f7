/** What locating a project is asked for, and what its steps share. */
import type { AdapterTable } from '../../adapter/adapter.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { ContextSink } from '../../project/context/context-options.js';
import type { StringEngine } from '../../project/context/yaml-renderer.js';
import type { InvocationFacts } from '../../project/invocation.js';
import type { JsonObject } from '../../resources/json.js';

export interface LocateOptions {
  readonly cwd: string;
  /** `--project-dir`. */
  readonly projectDir: string | null;
  /** `--profiles-dir`. */
  readonly profilesDir: string | null;
  /** `--profile`. */
  readonly profile: string | null;
  /** `--target`. */
  readonly target: string | null;
  /** `--target-path`. */
  readonly targetPath: string | null;
  /** `--log-path`. */
  readonly logPath: string | null;
  /** One output in place of a profile; then no profile is looked for. */
  readonly connection?: JsonObject | null;
  /** `--vars`. */
  readonly cliVars: JsonObject;
  /** False: `require-dbt-version` is not checked. */
  readonly versionCheck: boolean;
  readonly invocation: InvocationFacts;
  readonly adapters: AdapterTable;
  /** The user's home folder; the process's own when left out. */
  readonly homeDir?: string;
  /** Gets what templates in YAML log and print. */
  readonly sink?: ContextSink;
}

/** Shared by the steps of one location. */
export interface LocateSession {
  readonly options: LocateOptions;
  /** Absolute folder of dbt_project.yml. */
  readonly root: string;
  readonly engine: StringEngine;
  /** Collects what each step has to say. */
  readonly diagnostics: Diagnostic[];
  /** Collects names whose meaning a mistake hides, for `ReadableProject`. */
  readonly unknownNames: Set<string>;
}
