/** Puts a node together from its draft and what rendering and config settled. */

import type { ColumnEntry } from '../../project/property-file.js';
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { ColumnProperties, ManifestNode } from '../../resources/node.js';
import type { Relation } from '../../resources/relation.js';
import type { RenderedReferences } from '../context/names/call-recorder.js';
import { physicalRelation } from '../context/node-relation.js';
import { describe } from '../docs/describe.js';
import { toNodeDict } from '../node-dict.js';
import type { ParsedNode } from '../parsed-project.js';
import { docsOf, mappingOf, type NodeConfig, quotingOf, storesFailures, tagsOf } from './config/settled-config.js';
import type { GeneratedNames } from './generate-names.js';
import type { NodeDraft } from './node-draft.js';
import type { ParseContext } from './parse-context.js';

export interface NodeParts {
  readonly settled: NodeConfig;
  readonly names: GeneratedNames;
  readonly references: RenderedReferences;
}

/** The node as stage 3 gives it. */
export function assembleNode(context: ParseContext, draft: NodeDraft, parts: NodeParts): ParsedNode {
  const { names, references } = parts;
  const { config, hookPlaces, unrenderedConfig } = parts.settled;
  const { text, location } = draft.description ?? { text: '', location: draft.location };
  const description = describe(context, text, draft.packageName, location);
  const quoting = hasKeys(config.quoting)
    ? quotingOf(context.setting.config.quoting, config.quoting)
    : context.memory.quoting;
  const { database, schema, alias } = names;
  const core = {
    uniqueId: draft.uniqueId,
    name: draft.name,
    packageName: draft.packageName,
    path: draft.path,
    originalFilePath: draft.originalFilePath,
    fqn: draft.fqn,
    location: draft.location,
    description: description.text,
    docBlocks: description.docBlocks,
    meta: mappingOf(config.meta),
    tags: tagsOf(draft.ownTags, config),
    database,
    schema,
    identifier: alias,
    quoting,
    alias,
    relationName: relationName(context, draft, config, { database, schema, identifier: alias, quoting, type: null }),
    rawCode: draft.source?.text ?? '',
    checksum: draft.checksum,
    config,
    unrenderedConfig,
    columns: assembleColumns(context, draft.packageName, draft.columns),
    patchPath: draft.patchPath,
    refs: references.refs,
    sources: references.sources,
    macros: references.macros,
    docs: docsOf(config),
    group: typeof config.group === 'string' ? config.group : null,
  };
  const hasHooks = hookPlaces['pre-hook'].length > 0 || hookPlaces['post-hook'].length > 0;
  // Thousands of nodes: assigning keeps one shape for all of a type, where a spread makes one for each node.
  return Object.assign(core, particularsOf(draft, config), hasHooks ? { hookPlaces } : null) as ParsedNode;
}

/** Access stands in config; the others are as drafted. */
function particularsOf({ particulars }: NodeDraft, config: JsonObject): NodeDraft['particulars'] {
  if (particulars.resourceType !== 'model') return particulars;
  const { access } = config;
  const isKnown = access === 'private' || access === 'public' || access === 'protected';
  return !isKnown || access === particulars.access ? particulars : { ...particulars, access };
}

function relationName(
  { setting }: ParseContext,
  { particulars }: NodeDraft,
  config: JsonObject,
  relation: Relation,
): string | null {
  const { resourceType } = particulars;
  if (resourceType === 'analysis' || resourceType === 'operation') return null;
  if (resourceType === 'model' && config.materialized === 'ephemeral') return null;
  if (resourceType === 'test' && !storesFailures(config, setting.invocation.flags.STORE_FAILURES)) return null;
  return setting.adapter.dialect.renderRelation(physicalRelation(relation, setting));
}

const NO_COLUMNS: ManifestNode['columns'] = {};

function hasKeys(value: Json | undefined): boolean {
  return isMapping(value) && Object.keys(value).length > 0;
}

/** Columns of a property entry, by name. */
export function assembleColumns(
  context: ParseContext,
  packageName: string,
  entries: readonly ColumnEntry[],
): Readonly<Record<string, ColumnProperties>> {
  if (entries.length === 0) return NO_COLUMNS;
  const columns = entries.map((entry): [string, ColumnProperties] => {
    const description = describe(context, entry.description, packageName, entry.location);
    const { name, dataType, quote, meta, tags, constraints, required: isRequired } = entry;
    const { text, docBlocks } = description;
    return [name, { name, dataType, quote, meta, tags, constraints, isRequired, description: text, docBlocks }];
  });
  return Object.fromEntries(columns);
}

/** The dict of a node whose references are not resolved, for macros that take the node. */
export function parsedNodeDict({ macros, ...node }: ParsedNode): JsonObject {
  return toNodeDict({ ...node, dependsOn: { nodes: [], macros } } as ManifestNode);
}
