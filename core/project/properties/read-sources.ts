/** Entries of sources and their tables. Tables do not inherit here: the parser joins them to their source. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import type { QuotePolicy } from '../../resources/relation.js';
import type { SourceProperties, SourceTableProperties } from '../property-file.js';
import type { SourceShape, TableShape } from '../schema/property-file.js';
import { type RawEntry, readEntry } from './entry.js';
import { readLanding } from './read-landing.js';
import { readColumns } from './read-nodes.js';
import { readTests } from './read-tests.js';

const BESIDE = ['meta', 'tags', 'loaded_at_field', 'loaded_at_query', 'freshness'];

/** A source with its tables. */
export function readSource(entry: RawEntry, shape: SourceShape, diagnostics: Diagnostic[]): SourceProperties {
  const rawTables = Array.isArray(entry.raw.tables) ? entry.raw.tables : [];
  return {
    ...readEntry(entry, shape, BESIDE),
    database: shape.database ?? shape.catalog ?? null,
    schema: shape.schema ?? null,
    loader: shape.loader ?? '',
    loadedAtField: shape.loaded_at_field ?? null,
    loadedAtQuery: shape.loaded_at_query ?? null,
    freshness: (shape.freshness ?? null) as JsonObject | null,
    quoting: readQuoting(shape.quoting),
    overrides: shape.overrides ?? null,
    tables: (shape.tables ?? []).map((table, index) => {
      const raw = rawTables[index];
      const path = [...entry.path, 'tables', index];
      return readTable({ document: entry.document, path, raw: isMapping(raw) ? raw : {} }, table, diagnostics);
    }),
  };
}

function readTable(entry: RawEntry, shape: TableShape, diagnostics: Diagnostic[]): SourceTableProperties {
  return {
    ...readEntry(entry, shape, BESIDE),
    columns: readColumns(entry, shape.columns ?? [], { below: ['columns'], diagnostics }),
    dataTests: readTests(entry, [], diagnostics),
    identifier: shape.identifier ?? null,
    loader: shape.loader ?? null,
    loadedAtField: shape.loaded_at_field ?? null,
    loadedAtQuery: shape.loaded_at_query ?? null,
    freshness: shape.freshness as JsonObject | null | undefined,
    quoting: readQuoting(shape.quoting),
    external: readLanding(entry, shape.external, { below: ['external'], diagnostics }),
  };
}

function readQuoting(quoting: SourceShape['quoting']): Partial<QuotePolicy> {
  const entries = (['database', 'schema', 'identifier'] as const).flatMap((part) => {
    const isQuoted = quoting?.[part];
    return typeof isQuoted === 'boolean' ? [[part, isQuoted] as const] : [];
  });
  return Object.fromEntries(entries);
}
