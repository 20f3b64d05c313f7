/**
 * Makes the JSON Schemas of the project's YAML files, of the lines of a JSON log, and of tsdbt_run.json, from the schemas that validate them. Run with `tsx` it writes
 * core/project/schema/json; a test asserts that the written files are current.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { runRecordSchema } from '../../core/artifacts/run-record/run-record.js';
import { type ConfigResource, configKeys } from '../../core/project/config/config-key.js';
import { treeOfResource } from '../../core/project/config/config-tree.js';
import { dbtProjectSchema } from '../../core/project/schema/dbt-project.js';
import { packagesSchema, selectorsSchema } from '../../core/project/schema/packages.js';
import { profilesFileSchema } from '../../core/project/schema/profiles.js';
import { columnSchema, propertyFileSchema } from '../../core/project/schema/property-file.js';
import { logDefinitions, logLineSchema } from './log-schema.js';

export const schemaFolder = fileURLToPath(new URL('../../core/project/schema/json/', import.meta.url));

/** Where another type is expected, a template may stand. */
const TEMPLATE: JsonSchema = { type: 'string', pattern: '\\{[{%]' };
const TEMPLATED = new Set(['boolean', 'number', 'picklist']);

type Definitions = Record<string, GenericSchema<unknown, unknown>>;

/** The files by name, as texts. */
export function generateSchemas(): Record<string, string> {
  const files: Record<string, JsonSchema> = {
    dbt_project: projectSchema(),
    properties: propertiesSchema(),
    profiles: convert(profilesFileSchema),
    packages: convert(packagesSchema),
    selectors: convert(selectorsSchema),
    log: toJsonSchema(logLineSchema, { definitions: logDefinitions }),
    tsdbt_run: toJsonSchema(runRecordSchema),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, schema]) => [`${name}.schema.json`, print(name, schema)]),
  );
}

function print(name: string, { $schema, ...rest }: JsonSchema): string {
  return `${JSON.stringify({ $schema, title: `tsdbt: ${name}`, ...(simplify(rest) as object) }, null, 1)}\n`;
}

/** One list of alternatives instead of lists in lists. */
function simplify(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(simplify);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, simplify(value)] as const);
  const simple = Object.fromEntries(entries);
  if (!Array.isArray(simple.anyOf)) return simple;
  const flat = simple.anyOf.flatMap((item) => (isAlternatives(item) ? item.anyOf : [item]));
  const unique = [...new Map(flat.map((item) => [JSON.stringify(item), item])).values()];
  if (unique.some((item) => JSON.stringify(item) === '{}')) return { ...simple, anyOf: undefined };
  return { ...simple, anyOf: unique };
}

function isAlternatives(item: unknown): item is { readonly anyOf: readonly unknown[] } {
  if (typeof item !== 'object' || item === null || !('anyOf' in item)) return false;
  return Object.keys(item).every((key) => key === 'anyOf' || key === 'description');
}

function convert(schema: GenericSchema<unknown, unknown>, definitions: Definitions = {}): JsonSchema {
  return toJsonSchema(schema, {
    typeMode: 'input',
    ignoreActions: ['transform', 'integer', 'regex'],
    definitions,
    overrideAction: ({ valibotAction, jsonSchema }) =>
      valibotAction.type === 'raw_check' ? { ...jsonSchema, additionalProperties: false } : undefined,
    overrideSchema: ({ valibotSchema, jsonSchema }) => {
      if (valibotSchema.type === 'custom') return customSchema(messageOf(valibotSchema));
      if (valibotSchema.type === 'bigint') return { type: 'integer' };
      if (valibotSchema.type === 'instance') return { type: 'number' };
      return TEMPLATED.has(valibotSchema.type) ? { anyOf: [jsonSchema, TEMPLATE] } : undefined;
    },
  });
}

function messageOf(schema: object): string {
  return 'message' in schema && typeof schema.message === 'string' ? schema.message : '';
}

/** Checks of our own say in their message what they take. */
function customSchema(message: string): JsonSchema {
  if (message.startsWith('the name of a test')) return { anyOf: [{ type: 'string' }, { type: 'object' }] };
  return message.startsWith('a mapping') ? { type: 'object' } : {};
}

/** dbt_project.yml: each tree names the configs of its resource, at every depth. */
function projectSchema(): JsonSchema {
  const schema = convert(dbtProjectSchema);
  const definitions: Record<string, JsonSchema> = {};
  for (const resource of RESOURCES) {
    const name = `${treeOfResource[resource]}_tree`;
    const configs = Object.entries(configsOf(resource)).map(([key, value]) => [`+${key}`, value]);
    definitions[name] = { properties: Object.fromEntries(configs), additionalProperties: reference(name) };
    for (const key of treeKeys(resource)) {
      Object.assign(schema.properties ?? {}, { [key]: { anyOf: [reference(name), { type: 'null' }] } });
    }
  }
  return { ...schema, $defs: definitions };
}

const RESOURCES: readonly ConfigResource[] = [
  'model',
  'seed',
  'snapshot',
  'analysis',
  'test',
  'unit_test',
  'source',
  'exposure',
];

function treeKeys(resource: ConfigResource): string[] {
  const key = treeOfResource[resource];
  return key === 'tests' ? ['tests', 'data_tests'] : [key];
}

function configsOf(resource: ConfigResource): Record<string, JsonSchema> {
  const entries = Object.entries(configKeys[resource]).map(([name, { schema }]) => {
    const { $schema: _, ...rest } = convert(schema);
    return [name, rest] as const;
  });
  return Object.fromEntries(entries);
}

function reference(definition: string): JsonSchema {
  return { $ref: `#/$defs/${definition}` };
}

/** Lists of property files and the resource whose configs their entries take. */
const LISTS: Readonly<Record<string, ConfigResource>> = {
  models: 'model',
  seeds: 'seed',
  snapshots: 'snapshot',
  analyses: 'analysis',
  sources: 'source',
  exposures: 'exposure',
  tests: 'test',
  data_tests: 'test',
};

/** Property files: `config:` of each entry names the configs of its resource. */
function propertiesSchema(): JsonSchema {
  const schema = convert(propertyFileSchema, { column: columnSchema });
  const definitions: NonNullable<JsonSchema['$defs']> = { ...schema.$defs };
  for (const [list, resource] of Object.entries(LISTS)) {
    definitions[`${resource}_config`] = { type: 'object', properties: configsOf(resource) };
    for (const entry of entriesWithConfig(schema.properties?.[list])) {
      Object.assign(entry, { config: reference(`${resource}_config`) });
    }
  }
  return { ...schema, $defs: definitions };
}

/** The properties of every kind of entry below a schema that has the key `config`. */
function entriesWithConfig(schema: unknown): object[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(entriesWithConfig);
  const { properties, anyOf, items } = schema as JsonSchema;
  const own = properties !== undefined && 'config' in properties ? [properties] : [];
  return [...own, ...entriesWithConfig(anyOf), ...entriesWithConfig(items), ...entriesWithConfig(properties?.tables)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(schemaFolder, { recursive: true });
  for (const [name, text] of Object.entries(generateSchemas())) writeFileSync(join(schemaFolder, name), text);
}
