/** Sources: each table of a property file's `sources:` becomes a node that others refer to. */

import type { ConfigLevel } from '../../project/config/resolve-config.js';
import { resolveConfig } from '../../project/config/resolve-config.js';
import { configLevelOf } from '../../project/properties/entry.js';
import type { SourceProperties, SourceTableProperties } from '../../project/property-file.js';
import type { JsonObject } from '../../resources/json.js';
import type { SourceNode } from '../../resources/node.js';
import type { Relation } from '../../resources/relation.js';
import { physicalRelation } from '../context/node-relation.js';
import { describe } from '../docs/describe.js';
import { assembleColumns } from '../nodes/assemble-node.js';
import { mappingOf, quotingOf, tagsOf } from '../nodes/config/settled-config.js';
import { fqnOf } from '../nodes/identity.js';
import type { ParseContext } from '../nodes/parse-context.js';
import type { PropertySource } from '../properties/patch-table.js';

/** The tables of one property file. What the source says holds for its tables unless they say otherwise. */
export function parseSources(context: ParseContext, source: PropertySource): SourceNode[] {
  return source.properties.sources.flatMap((entry) =>
    entry.tables.map((table) => parseTable(context, source, { entry, table })),
  );
}

interface Declaration {
  readonly entry: SourceProperties;
  readonly table: SourceTableProperties;
}

function parseTable(context: ParseContext, { file }: PropertySource, { entry, table }: Declaration): SourceNode {
  const { packageName } = file;
  const fqn = fqnOf(packageName, file.searchPath, entry.name, table.name);
  const { config, unrendered } = settle(context, { packageName, fqn }, { entry, table });
  const relation = relationFor(context, { entry, table });
  const description = describe(context, table.description, packageName, table.location);
  return {
    resourceType: 'source',
    uniqueId: `source.${packageName}.${entry.name}.${table.name}`,
    name: table.name,
    packageName,
    path: file.path,
    originalFilePath: file.path,
    fqn,
    location: table.location,
    description: description.text,
    docBlocks: description.docBlocks,
    meta: mappingOf(config.meta),
    tags: tagsOf([], config),
    database: relation.database,
    schema: relation.schema ?? entry.name,
    identifier: relation.identifier,
    sourceName: entry.name,
    sourceDescription: describe(context, entry.description, packageName, entry.location).text,
    sourceMeta: { ...entry.meta, ...mappingOf(entry.config.meta) },
    loader: table.loader ?? entry.loader,
    relationName: context.setting.adapter.dialect.renderRelation(physicalRelation(relation, context.setting)),
    quoting: relation.quoting,
    config,
    unrenderedConfig: unrendered,
    columns: assembleColumns(context, packageName, table.columns),
    external: table.external?.raw ?? null,
    freshness: table.freshness === undefined ? entry.freshness : table.freshness,
    loadedAtField: table.loadedAtField ?? entry.loadedAtField,
  };
}

function settle(
  context: ParseContext,
  place: { readonly packageName: string; readonly fqn: readonly string[] },
  { entry, table }: Declaration,
) {
  const levels: ConfigLevel[] = [configLevelOf(entry), configLevelOf(table)];
  const request = { resource: 'source', project: context.setting.config, ...place, levels } as const;
  const { value, diagnostics } = resolveConfig(request);
  context.diagnostics.push(...diagnostics);
  return value satisfies { readonly config: JsonObject };
}

function relationFor(context: ParseContext, { entry, table }: Declaration): Relation {
  const { setting } = context;
  const quoting = quotingOf({}, { ...entry.quoting, ...table.quoting });
  const database = entry.database ?? setting.target.credentials.database;
  const schema = entry.schema ?? entry.name;
  const identifier = table.identifier ?? table.name;
  const names = [database, schema, identifier].map((name) => withoutNul(context, name, table));
  return { database: names[0], schema: names[1], identifier: names[2], quoting, type: null };
}

function withoutNul(context: ParseContext, name: string, { location }: SourceTableProperties): string {
  if (!name.includes('\0')) return name;
  const message = `The name ${JSON.stringify(name)} holds the character NUL, which no name in a database may.`;
  context.diagnostics.push({ code: 'TSDBT_RELATION_NAME_INVALID', severity: 'error', message, location });
  return name.replaceAll('\0', '');
}
