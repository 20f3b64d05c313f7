/**
 * A parsed property file to its typed entries: rendered, checked entry by entry, tests and landings in one form. An entry
 * with a mistake is left out and reported; the others are kept. Pure.
 */
import type * as v from 'valibot';
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.js';
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { PropertyFile, YamlStringRenderer } from '../property-file.js';
import { hasTemplate, renderStrings } from '../render-strings.js';
import { describeJson } from '../schema/describe-json.js';
import { isPlainEntry } from '../schema/plain-entry.js';
import { entrySchemas, propertyOutlineSchema } from '../schema/property-file.js';
import { validate } from '../schema/validate.js';
import { withoutFollowUps } from '../schema/without-follow-ups.js';
import { takeOut } from '../take-out.js';
import type { KeyPath, YamlDocument } from '../yaml/yaml-document.js';
import { type RawEntry, readEntry } from './entry.js';
import { readModel, readNode } from './read-nodes.js';
import { readSource } from './read-sources.js';

/** Reads a property file. An empty file declares nothing. `failed` is where `render` leaves what it could not render. */
export function readPropertyFile(
  document: YamlDocument,
  render: YamlStringRenderer,
  failed: readonly KeyPath[] = [],
): Outcome<PropertyFile> {
  const diagnostics: Diagnostic[] = [];
  const raw = outline(document, diagnostics);
  const rendered = mayHoldTemplates(document.text) ? (renderStrings(raw, render, isKept) as JsonObject) : raw;
  const failedConfigs = failed.filter((path) => path.slice(0, -1).includes('config'));
  const reader: ListReader = { document, raw, rendered: takeOut(rendered, failedConfigs), diagnostics };
  const singular = entrySchemas.data_tests;
  const file: PropertyFile = {
    path: document.file,
    models: readList(reader, 'models', entrySchemas.models, readModel),
    seeds: readList(reader, 'seeds', entrySchemas.seeds, readNode),
    snapshots: readList(reader, 'snapshots', entrySchemas.snapshots, readNode),
    analyses: readList(reader, 'analyses', entrySchemas.analyses, readNode),
    sources: readList(reader, 'sources', entrySchemas.sources, readSource),
    macros: readList(reader, 'macros', entrySchemas.macros, (entry, shape) => ({
      ...readEntry(entry, shape, ['meta', 'docs']),
      arguments: (shape.arguments ?? []).map(({ name, type, description }) => ({
        name,
        type: type ?? null,
        description: description ?? '',
      })),
    })),
    exposures: readList(reader, 'exposures', entrySchemas.exposures, (entry, shape) => ({
      ...readEntry(entry, shape, ['meta', 'tags', 'enabled']),
      label: shape.label ?? null,
      type: shape.type,
      owner: shape.owner as JsonObject,
      maturity: shape.maturity ?? null,
      url: shape.url ?? null,
      dependsOn: shape.depends_on ?? [],
    })),
    dataTests: (['data_tests', 'tests'] as const).flatMap((key) =>
      readList(reader, key, singular, (entry, shape) => readEntry(entry, shape, ['meta', 'docs'])),
    ),
  };
  return { value: file, diagnostics: withoutFollowUps(diagnostics, document, failed) };
}

/** Escapes can spell what begins a template. */
function mayHoldTemplates(text: string): boolean {
  return hasTemplate(text) || text.includes('\\');
}

/** Descriptions, tests and hooks are rendered with their nodes. */
function isKept(path: KeyPath): boolean {
  const key = path.at(-1);
  if (key === 'description') return true;
  if (key === 'tests' || key === 'data_tests') return path.length > 1;
  return typeof key === 'string' && /^(?:pre|post)[-_]hook$/.test(key);
}

function outline(document: YamlDocument, diagnostics: Diagnostic[]): JsonObject {
  const { value } = document;
  if (value === null) return {};
  const place = { locate: document.locate, locateKey: document.locateKey, path: [], code: INVALID } as const;
  if (isMapping(value)) {
    const checked = validate(propertyOutlineSchema, value, place);
    diagnostics.push(...checked.diagnostics);
    return value;
  }
  const message = `A property file must be a mapping such as \`models:\`, found ${describeJson(value)}.`;
  diagnostics.push({ code: INVALID, severity: 'error', message, location: document.locate([]) });
  return {};
}

const INVALID = 'TSDBT_PROPERTIES_INVALID';

interface ListReader {
  readonly document: YamlDocument;
  readonly raw: JsonObject;
  readonly rendered: JsonObject;
  readonly diagnostics: Diagnostic[];
}

/** Lists whose entries have what plain entries have. */
const DESCRIBED: ReadonlySet<string> = new Set(['models', 'seeds', 'snapshots', 'analyses']);

function readList<S, T>(
  reader: ListReader,
  key: keyof typeof entrySchemas,
  schema: v.GenericSchema<unknown, S>,
  read: (entry: RawEntry, shape: S, diagnostics: Diagnostic[]) => T,
): T[] {
  const { document, diagnostics } = reader;
  const entries: Json = reader.rendered[key] ?? [];
  const raws: Json = reader.raw[key] ?? [];
  if (!Array.isArray(entries) || !Array.isArray(raws)) return [];
  return entries.flatMap((value: Json, index: number) => {
    const path = [key, index];
    if (DESCRIBED.has(key) && isPlainEntry(value)) {
      return [read({ document, path, raw: raws[index] as JsonObject }, value as S, diagnostics)];
    }
    const place = { locate: document.locate, locateKey: document.locateKey, path, code: INVALID } as const;
    const checked = validate(schema, value, place);
    diagnostics.push(...checked.diagnostics);
    if (checked.value === null) return [];
    return [read({ document, path, raw: raws[index] as JsonObject }, checked.value, diagnostics)];
  });
}
