/** Stage 0's value: the project's configuration, rendered and validated, and the target it runs against. */
import type { Credentials } from '../adapter/adapter.js';
import type { Location } from '../diagnostics/diagnostic.js';
import type { Json, JsonObject } from '../resources/json.js';
import type { QuotePolicy } from '../resources/relation.js';

/** A value with the place where the user wrote it; hooks and queries need it for messages. */
export interface Located<T> {
  readonly value: T;
  readonly location: Location;
}

/** Folders of a package, relative to its root, forward slashes. */
export interface ResourcePaths {
  readonly model: readonly string[];
  readonly seed: readonly string[];
  readonly test: readonly string[];
  readonly analysis: readonly string[];
  readonly macro: readonly string[];
  readonly snapshot: readonly string[];
  readonly docs: readonly string[];
}

export type ConfigTreeName =
  | 'models'
  | 'seeds'
  | 'snapshots'
  | 'sources'
  | 'tests'
  | 'analyses'
  | 'exposures'
  | 'unit_tests';

/** dbt_project.yml of one package (the root project is one too). */
export interface PackageConfig {
  readonly name: string;
  readonly version: string | null;
  /** Absolute. */
  readonly root: string;
  readonly paths: ResourcePaths;
  /** `models:`, `seeds:` ... as written, rendered; folders and `+` configs still nested. */
  readonly configTrees: Readonly<Record<ConfigTreeName, JsonObject>>;
  /** The same before rendering, for `unrendered_config`. */
  readonly unrenderedTrees: Readonly<Record<ConfigTreeName, JsonObject>>;
  readonly vars: JsonObject;
  readonly quoting: Partial<QuotePolicy>;
  readonly onRunStart: readonly Located<string>[];
  readonly onRunEnd: readonly Located<string>[];
  readonly dispatch: Readonly<Record<string, readonly string[]>>;
  readonly file: string;
  /** Where a value stands in dbt_project.yml. */
  readonly locate: (keyPath: readonly (string | number)[]) => Location;
  /** Where the key of a value stands. */
  readonly locateKey: (keyPath: readonly (string | number)[]) => Location;
  /** A path as the file spells it: the tree of tests stands under `data_tests` or `tests`. */
  readonly writtenPath: (keyPath: readonly (string | number)[]) => readonly (string | number)[];
}

export interface ProjectConfig extends PackageConfig {
  readonly profileName: string | null;
  readonly targetPath: string;
  readonly logPath: string;
  readonly packagesInstallPath: string;
  readonly cleanTargets: readonly string[];
  /** `query-comment`: the template, whether it is appended, null when switched off, undefined for the default. */
  readonly queryComment: { readonly comment: string | null; readonly append: boolean } | undefined;
  readonly flags: JsonObject;
  readonly cliVars: JsonObject;
  /** Installed and local packages by name, root not included. */
  readonly packages: readonly PackageConfig[];
}

/** The chosen output of profiles.yml, validated by its adapter. */
export interface Target {
  readonly profileName: string;
  readonly targetName: string;
  readonly credentials: Credentials;
  /** Null when there is no profile and the default SQLite file is used. */
  readonly profilesFile: string | null;
}

export interface LocatedProject {
  readonly config: ProjectConfig;
  readonly target: Target;
}

/**
 * A project whose dbt_project.yml, profile or packages are wrong, as far as it can be read: for finding the mistakes of its
 * other files. Its target may be a stand-in, so nothing may run with it.
 */
export interface ReadableProject {
  readonly config: ProjectConfig;
  readonly target: Target;
  /** Names whose meaning is unknown (`target`, `var`, a package that is missing): what fails with them may be right. */
  readonly unknownNames: readonly string[];
  /** Whether configs, or the target they may depend on, are not what the user meant. */
  readonly hasUnsureConfigs: boolean;
}

/** Names with a default: vars by `--vars`, root project, package (dbt-behaviour 2.9). */
export interface VarLookup {
  readonly get: (name: string, packageName: string) => Json | undefined;
}
