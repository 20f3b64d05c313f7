/** Entries of models, seeds, snapshots and analyses, and the columns that all of them have. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import type { ColumnEntry, ModelProperties, NodeProperties } from '../property-file.js';
import type { ColumnShape, ModelShape, NodeShape } from '../schema/property-file.js';
import type { KeyPath } from '../yaml/yaml-document.js';
import { type RawEntry, readEntry, tagsOf } from './entry.js';
import { readTests } from './read-tests.js';

/** A seed, snapshot or analysis. Assigned, not spread: thousands of entries keep one shape. */
export function readNode(entry: RawEntry, shape: NodeShape, diagnostics: Diagnostic[]): NodeProperties {
  return Object.assign(readEntry(entry, shape, ['meta', 'docs', 'group']), {
    columns: readColumns(entry, shape.columns ?? [], { below: ['columns'], diagnostics }),
    dataTests: readTests(entry, [], diagnostics),
  });
}

/** A model. */
export function readModel(entry: RawEntry, shape: ModelShape, diagnostics: Diagnostic[]): ModelProperties {
  return Object.assign(readEntry(entry, shape, ['meta', 'docs', 'group', 'access', 'freshness']), {
    columns: readColumns(entry, shape.columns ?? [], { below: ['columns'], diagnostics }),
    dataTests: readTests(entry, [], diagnostics),
    access: shape.access ?? null,
    group: shape.group ?? null,
    latestVersion: shape.latest_version ?? null,
    deprecationDate: shape.deprecation_date ?? null,
    constraints: (shape.constraints ?? []) as readonly JsonObject[],
    versions: (shape.versions ?? []) as readonly JsonObject[],
  });
}

export interface ColumnsPlace {
  readonly below: KeyPath;
  readonly diagnostics: Diagnostic[];
}

/** Columns of a node or table. `below` is the path of the list in the entry. */
export function readColumns(
  entry: RawEntry,
  columns: readonly ColumnShape[],
  { below, diagnostics }: ColumnsPlace,
): ColumnEntry[] {
  return columns.map((column, index): ColumnEntry => {
    const path = [...below, index];
    return {
      name: column.name,
      location: entry.document.locate([...entry.path, ...path, 'name']),
      description: column.description ?? '',
      dataType: column.data_type ?? null,
      quote: column.quote ?? null,
      meta: metaOf(column),
      tags: tagsOfColumn(column),
      constraints: (column.constraints ?? NOTHING) as readonly JsonObject[],
      dataTests: readTests(entry, path, diagnostics),
      required: column.required ?? false,
    };
  });
}

const NOTHING: readonly never[] = [];
const NO_META: JsonObject = {};

function metaOf({ meta, config }: ColumnShape): JsonObject {
  const inConfig = config?.meta;
  if (meta === undefined && inConfig === undefined) return NO_META;
  return { ...meta, ...(isMapping(inConfig) ? inConfig : {}) };
}

function tagsOfColumn({ tags = null, config }: ColumnShape): readonly string[] {
  const inConfig = config?.tags;
  if (tags === null && inConfig === undefined) return NOTHING;
  return [...new Set([...(tags ?? []), ...tagsOf(inConfig)])];
}
