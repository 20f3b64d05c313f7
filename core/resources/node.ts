/**
 * Resources of a project as the manifest holds them: everything declared, resolved, with effective config.
 * Field names follow dbt's manifest v12 in camelCase; config keys keep dbt's own spelling.
 */
import type { Location } from '../diagnostics/diagnostic.js';
import type { JsonFloat, JsonObject } from './json.js';
import type { QuotePolicy, RelationName } from './relation.js';

/** `model.project.name`, `test.project.name.hash`, `source.project.source.table` ... */
export type UniqueId = string;

type NodeType = 'model' | 'seed' | 'snapshot' | 'test' | 'analysis' | 'operation';

/** A `ref(...)` call as written: `[package], name, version`. */
export interface RefCall {
  readonly package: string | null;
  readonly name: string;
  readonly version: string | number | null;
  readonly location?: Location;
}

/** A `source(...)` call as written. */
export interface SourceCall {
  readonly source: string;
  readonly table: string;
  readonly location?: Location;
}

/** One column of a property file. `dataTests` have become test nodes by the time a manifest stands. */
export interface ColumnProperties {
  readonly name: string;
  readonly description: string;
  readonly dataType: string | null;
  readonly quote: boolean | null;
  readonly meta: JsonObject;
  readonly tags: readonly string[];
  readonly constraints: readonly JsonObject[];
  /** Landing: a delivered file that lacks the column is refused. */
  readonly isRequired?: boolean;
  /** Unique ids of the docs blocks that the description uses. */
  readonly docBlocks?: readonly UniqueId[];
}

/** What every declared thing has. */
export interface ResourceCore {
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  /** Relative to the resource folder, as dbt: `staging/stg_x.sql`. */
  readonly path: string;
  /** Relative to the package root: `models/staging/stg_x.sql`. Forward slashes. */
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly description: string;
  /** Unique ids of the docs blocks that the description uses. */
  readonly docBlocks?: readonly UniqueId[];
  readonly meta: JsonObject;
  readonly tags: readonly string[];
  /** Where the user declared it. */
  readonly location: Location;
}

/** A pre-hook, post-hook, or project hook. `transaction` false runs outside of the node's transaction. */
export interface Hook {
  readonly sql: string;
  readonly transaction: boolean;
  readonly location?: Location;
}

/** A resource with SQL or data that can be run or tested. */
export interface NodeCore extends ResourceCore, RelationName {
  readonly resourceType: NodeType;
  /** The generated schema; stays in the manifest even where the database has none. */
  readonly schema: string;
  readonly alias: string;
  /** Rendered name, null for ephemeral models, analyses and tests that store nothing. */
  readonly relationName: string | null;
  /** SQL as written, stripped as dbt strips it; empty for seeds. */
  readonly rawCode: string;
  readonly checksum: { readonly name: 'sha256' | 'path' | 'none'; readonly checksum: string };
  /** Effective config: all levels merged, keys in dbt's spelling, unknown keys kept. */
  readonly config: JsonObject;
  /** Where the hooks of `config` are written, in the same order. */
  readonly hookPlaces?: Readonly<Record<'pre-hook' | 'post-hook', readonly Location[]>>;
  /** What the user wrote, before rendering and defaults. */
  readonly unrenderedConfig: JsonObject;
  readonly quoting: QuotePolicy;
  readonly columns: Readonly<Record<string, ColumnProperties>>;
  /** `package://path` of the property file that describes it. */
  readonly patchPath: string | null;
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  readonly dependsOn: { readonly nodes: readonly UniqueId[]; readonly macros: readonly UniqueId[] };
  readonly docs: { readonly show: boolean; readonly nodeColor: string | null };
  readonly group: string | null;
}

export interface ModelNode extends NodeCore {
  readonly resourceType: 'model';
  readonly access: 'private' | 'protected' | 'public';
  readonly constraints: readonly JsonObject[];
  readonly version: string | number | null;
  readonly latestVersion: string | number | JsonFloat | null;
  readonly deprecationDate: string | null;
}

export interface SeedNode extends NodeCore {
  readonly resourceType: 'seed';
  /** Absolute path of the CSV file. */
  readonly dataPath: string;
  /** Differs when the file does; the checksum leaves out white space at its ends, which may belong to a cell. */
  readonly contentKey: string;
}

interface AnalysisNode extends NodeCore {
  readonly resourceType: 'analysis';
}

/** An `on-run-start`/`on-run-end` statement. */
export interface OperationNode extends NodeCore {
  readonly resourceType: 'operation';
  readonly hook: 'on-run-start' | 'on-run-end';
  readonly index: number;
}

/** How a generic test was declared. `kwargs` are the arguments before rendering, `model` excepted. */
interface GenericTestMetadata {
  /** Test name without package, `not_null`. */
  readonly name: string;
  readonly namespace: string | null;
  readonly kwargs: JsonObject;
}

export interface DataTestNode extends NodeCore {
  readonly resourceType: 'test';
  /** Null for a singular test. */
  readonly testMetadata: GenericTestMetadata | null;
  readonly columnName: string | null;
  /** The tested node or source of a generic test. */
  readonly attachedNode: UniqueId | null;
  /** Key in the property file (`models.stg_x`), null for singular tests. */
  readonly fileKeyName: string | null;
}

/** A table of a source. Its relation is not built by tsdbt, unless `external` makes `load` fill it. */
export interface SourceNode extends ResourceCore {
  readonly resourceType: 'source';
  readonly database: string | null;
  readonly schema: string;
  readonly identifier: string;
  readonly sourceName: string;
  readonly sourceDescription: string;
  readonly sourceMeta: JsonObject;
  readonly loader: string;
  readonly relationName: string;
  readonly quoting: QuotePolicy;
  readonly config: JsonObject;
  readonly unrenderedConfig: JsonObject;
  readonly columns: Readonly<Record<string, ColumnProperties>>;
  readonly external: JsonObject | null;
  readonly freshness: JsonObject | null;
  readonly loadedAtField: string | null;
}

export interface ExposureNode extends ResourceCore {
  readonly resourceType: 'exposure';
  readonly type: string;
  readonly owner: JsonObject;
  readonly label: string | null;
  readonly maturity: string | null;
  readonly url: string | null;
  readonly config: JsonObject;
  readonly unrenderedConfig: JsonObject;
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  readonly dependsOn: { readonly nodes: readonly UniqueId[]; readonly macros: readonly UniqueId[] };
}

/** A macro as the manifest shows it; its code lives in the MacroTable. */
export interface MacroResource extends ResourceCore {
  readonly resourceType: 'macro';
  readonly macroSql: string;
  readonly dependsOn: { readonly macros: readonly UniqueId[] };
  readonly arguments: readonly { readonly name: string; readonly type: string | null; readonly description: string }[];
  readonly docs: { readonly show: boolean; readonly nodeColor: string | null };
  /** `package://path` of the property file that describes it. */
  readonly patchPath: string | null;
}

/** A `{% docs %}` block. */
export interface DocBlock {
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly contents: string;
}

/** A node that commands compile or run. */
export type ManifestNode = ModelNode | SeedNode | AnalysisNode | OperationNode | DataTestNode;

/** Anything in the graph. */
export type GraphNode = ManifestNode | SourceNode | ExposureNode;
