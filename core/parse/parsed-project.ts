/**
 * Stage 3's value: everything declared in the project, each with its effective config, and what it refers to still as
 * written. Stage 4 turns the references into edges.
 */
import type { Adapter } from '../adapter/adapter.js';
import type { InvocationFacts } from '../project/invocation.js';
import type { ProjectConfig, Target, VarLookup } from '../project/project-config.js';
import type { DocBlock, ExposureNode, MacroResource, ManifestNode, SourceNode, UniqueId } from '../resources/node.js';
import type { TemplateEnvironment } from '../template/template.js';

/** A resource before its references are resolved; `macros` are those that its rendering called. */
type Unresolved<T> = T extends unknown ? Omit<T, 'dependsOn'> & { readonly macros: readonly UniqueId[] } : never;

/** Every node in the order in which it was found, disabled ones (`config.enabled` false) among them. */
export type ParsedNode = Unresolved<ManifestNode>;
export type ParsedExposure = Unresolved<ExposureNode>;

/** What parsing one file or one property file gave. */
export interface ParsedFile {
  readonly nodes: readonly ParsedNode[];
  readonly sources: readonly SourceNode[];
  readonly exposures: readonly ParsedExposure[];
}

/** What all of parsing works with; fixed for one snapshot of the project. */
export interface ParseSetting {
  readonly config: ProjectConfig;
  readonly target: Target;
  readonly adapter: Adapter;
  readonly environment: TemplateEnvironment;
  readonly invocation: InvocationFacts;
  readonly vars: VarLookup;
}

export interface ParsedProject extends ParseSetting {
  readonly files: readonly ParsedFile[];
  readonly macros: ReadonlyMap<UniqueId, MacroResource>;
  readonly docs: ReadonlyMap<UniqueId, DocBlock>;
  /** Names of resources that tsdbt does not build yet, with their kind, for messages. */
  readonly unbuilt: ReadonlyMap<string, string>;
}
