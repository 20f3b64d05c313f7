/** The public types of loading: what `loadProject` is told, and the project that everything else is asked about. */
import type { AdapterTable } from '../../../adapter/adapter.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { JsonObject } from '../../../resources/json.js';
import type { LogEvent } from './events.js';
import type { NodeInfo } from './nodes.js';

/** How a project is loaded. Nothing is taken from the process: what is left out has the default that stands with it. */
export interface LoadOptions {
  /** The databases that there are: `adapters` of `tsdbt/adapters`, or a table with an entry of your own. */
  readonly adapters: AdapterTable;
  /** The target of the profile; the profile's own by default. */
  readonly target?: string;
  /** The profile; the one that dbt_project.yml names by default. */
  readonly profile?: string;
  /** Folder of profiles.yml, relative to the project. By default the project's folder, then `~/.dbt`. */
  readonly profilesDir?: string;
  /** One output as profiles.yml would hold it (`{ type: 'sqlite', path: 'shop.sqlite' }`); no profile is read then. */
  readonly connection?: JsonObject;
  /** What `var()` gives, above the project's own; none by default. */
  readonly vars?: JsonObject;
  /** What `env_var()` reads; empty by default. `process.env` hands on the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder of artifacts and compiled SQL, relative to the project; `target-path` of the project by default. */
  readonly targetPath?: string;
  /** False: `require-dbt-version` is not checked. True by default. */
  readonly versionCheck?: boolean;
  /** Treat every warning as an error; as the project says by default. */
  readonly warnError?: boolean;
  /** Hears what templates log and print while the project is read. */
  readonly onLog?: (event: LogEvent) => void;
}

/** What a project runs against. Nothing secret is in it. */
export interface TargetInfo {
  readonly name: string;
  readonly profile: string;
  /** Type of the adapter: `sqlite`, `postgres`. */
  readonly type: string;
  readonly database: string;
  readonly schema: string;
}

/**
 * One snapshot of a project: files, configuration and target as they were when it was loaded. Nothing in it changes, also
 * not when files do; load it again for that. Any number of runs may use it, at once too.
 */
export interface Project {
  readonly name: string;
  /** The folder of dbt_project.yml, absolute. */
  readonly root: string;
  readonly target: TargetInfo;
  /** Every enabled node, source and exposure, by unique id. */
  readonly nodes: readonly NodeInfo[];
  /** The warnings of loading. */
  readonly diagnostics: readonly Diagnostic[];
  /** Made by `loadProject` and `checkProject` only. */
  readonly kind: 'project';
}

/** What there is to say of a project, and the project itself unless a mistake makes it unusable. */
export interface CheckedProject {
  readonly project: Project | null;
  readonly diagnostics: readonly Diagnostic[];
}
