/**
 * What a property file (`*.yml` under the resource folders) declares, validated and typed. Stage 3 joins it to nodes.
 * Descriptions and test arguments are as written (they are rendered with the node); all other strings are rendered.
 */
import type { Location } from '../diagnostics/diagnostic.js';
import type { Json, JsonFloat, JsonObject } from '../resources/json.js';
import type { QuotePolicy } from '../resources/relation.js';
import type { KeyPath } from './yaml/yaml-document.js';

export interface PropertyFile {
  readonly path: string;
  readonly models: readonly ModelProperties[];
  readonly seeds: readonly NodeProperties[];
  readonly snapshots: readonly NodeProperties[];
  readonly analyses: readonly NodeProperties[];
  readonly sources: readonly SourceProperties[];
  readonly macros: readonly MacroProperties[];
  readonly exposures: readonly ExposureProperties[];
  /** Entries of `data_tests:` (or `tests:`) at the top level: they describe singular tests. */
  readonly dataTests: readonly SingularTestProperties[];
}

/** What every entry has. */
export interface EntryProperties {
  readonly name: string;
  /** As written; may call `doc()`. */
  readonly description: string;
  readonly meta: JsonObject;
  readonly tags: readonly string[];
  readonly docs: DocsProperties;
  /** `config:` rendered, keys as written. */
  readonly config: JsonObject;
  /** `config:` as written. */
  readonly unrenderedConfig: JsonObject;
  /** Where the entry's name stands. */
  readonly location: Location;
  /** Where the value at a path below the entry stands: `['config', 'materialized']`. */
  readonly locate: (path: KeyPath) => Location;
  /** Where the key of that value stands. */
  readonly locateKey: (path: KeyPath) => Location;
}

export interface DocsProperties {
  readonly show: boolean;
  readonly nodeColor: string | null;
}

/** A model, seed, snapshot or analysis. */
export interface NodeProperties extends EntryProperties {
  readonly columns: readonly ColumnEntry[];
  readonly dataTests: readonly TestEntry[];
}

export interface ModelProperties extends NodeProperties {
  readonly access: 'private' | 'protected' | 'public' | null;
  readonly group: string | null;
  readonly latestVersion: string | number | JsonFloat | null;
  readonly deprecationDate: string | null;
  readonly constraints: readonly JsonObject[];
  /** As written; tsdbt builds no versions yet and warns. */
  readonly versions: readonly JsonObject[];
}

export interface ColumnEntry {
  readonly name: string;
  readonly description: string;
  readonly dataType: string | null;
  readonly quote: boolean | null;
  readonly meta: JsonObject;
  readonly tags: readonly string[];
  readonly constraints: readonly JsonObject[];
  readonly dataTests: readonly TestEntry[];
  /** Landing: a file without the column stops the load. */
  readonly required: boolean;
  readonly location: Location;
}

/** One generic test as declared on a node, a source table or a column, whichever of dbt's spellings was used. */
export interface TestEntry {
  /** `not_null`, `expression_is_true`. */
  readonly name: string;
  /** `dbt_utils` in `dbt_utils.expression_is_true`. */
  readonly namespace: string | null;
  /** The test node's own name, when `name:` gives one. */
  readonly customName: string | null;
  /** As written, not rendered. Without `model` and `column_name`. */
  readonly arguments: JsonObject;
  /** `config:` and config keys written beside the arguments (`severity`, `where`, `tags` ...), not rendered. */
  readonly config: JsonObject;
  readonly description: string;
  readonly location: Location;
  /** Where an argument stands: `['values', 0]`; where a config key stands: `['severity']`. */
  readonly locate: (path: KeyPath) => Location;
}

export interface SourceProperties extends EntryProperties {
  readonly database: string | null;
  /** Null when the source's name is the schema. */
  readonly schema: string | null;
  readonly loader: string;
  readonly loadedAtField: string | null;
  readonly loadedAtQuery: string | null;
  readonly freshness: JsonObject | null;
  readonly quoting: Partial<QuotePolicy>;
  readonly overrides: string | null;
  readonly tables: readonly SourceTableProperties[];
}

export interface SourceTableProperties extends NodeProperties {
  /** Null when the table's name is the identifier. */
  readonly identifier: string | null;
  readonly loader: string | null;
  readonly loadedAtField: string | null;
  readonly loadedAtQuery: string | null;
  /** Null: none declared or switched off; undefined: the source's. */
  readonly freshness: JsonObject | null | undefined;
  readonly quoting: Partial<QuotePolicy>;
  readonly external: LandingConfig | null;
}

/** `external:` of a source table: which files `load` puts into it and how they are read. */
export interface LandingConfig {
  /** Paths or glob patterns, relative to the project, forward slashes. */
  readonly locations: readonly string[];
  readonly format: 'csv';
  /** One character; `,` when not given. */
  readonly delimiter: string;
  /** A label of the WHATWG encoding standard; `utf-8` when not given. */
  readonly encoding: string;
  /** The character around fields that contain a delimiter; `"` when not given, null for none. */
  readonly quote: string | null;
  /** The character before a quote inside of a quoted field; the quote itself when not given. */
  readonly escape: string | null;
  /** Names in the file's header to column names. Other headers are used as they are. */
  readonly header: Readonly<Record<string, string>>;
  /** Field texts that mean null; none when not given. */
  readonly nullValues: readonly string[];
  /** All of `external:` as written, for the manifest. */
  readonly raw: JsonObject;
  readonly location: Location;
}

interface MacroProperties extends EntryProperties {
  readonly arguments: readonly { readonly name: string; readonly type: string | null; readonly description: string }[];
}

export interface ExposureProperties extends EntryProperties {
  readonly label: string | null;
  readonly type: string;
  readonly owner: JsonObject;
  readonly maturity: string | null;
  readonly url: string | null;
  /** Texts such as `ref('x')` and `source('a', 'b')`. */
  readonly dependsOn: readonly string[];
}

type SingularTestProperties = EntryProperties;

/** Renders a string of a YAML file; gives the value that takes its place. */
export type YamlStringRenderer = (text: string, path: KeyPath) => Json;
