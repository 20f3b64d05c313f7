/** Puts a node together from its draft and what rendering and config settled. */

import type { HookPlaces } from '../../project/config/resolve-config.js';
import type { ColumnEntry } from '../../project/property-file.js';
import type { JsonObject } from '../../resources/json.js';
import type { ColumnProperties, ManifestNode } from '../../resources/node.js';
import type { Relation } from '../../resources/relation.js';
import { physicalRelation } from '../context/node-relation.js';
import { describe } from '../docs/describe.js';
import { toNodeDict } from '../node-dict.js';
import type { ParsedNode } from '../parsed-project.js';
import type { GeneratedNames } from './generate-names.js';
import type { NodeDraft } from './node-draft.js';
import type { ParseContext } from './parse-context.js';
import type { RenderedReferences } from './render-node.js';
import { docsOf, mappingOf, quotingOf, storesFailures, tagsOf } from './settled-config.js';

export interface Settled {
  readonly config: JsonObject;
  readonly hookPlaces: HookPlaces;
  readonly unrenderedConfig: JsonObject;
  readonly names: GeneratedNames;
  readonly references: RenderedReferences;
}

/** The node as stage 3 gives it. */
export function assembleNode(context: ParseContext, draft: NodeDraft, settled: Settled): ParsedNode {
  const { config, hookPlaces, names, references } = settled;
  const { text, location } = draft.description ?? { text: '', location: draft.location };
  const description = describe(context, text, draft.packageName, location);
  const quoting = quotingOf(context.setting.config.quoting, config.quoting);
  const own = { database: names.database, schema: names.schema, identifier: names.alias, quoting };
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
    ...own,
    alias: names.alias,
    relationName: relationName(context, draft, { ...own, config }),
    rawCode: draft.source?.text ?? '',
    checksum: draft.checksum,
    config,
    ...(Object.values(hookPlaces).some((places) => places.length > 0) ? { hookPlaces } : {}),
    unrenderedConfig: settled.unrenderedConfig,
    columns: assembleColumns(context, draft.packageName, draft.columns),
    patchPath: draft.patchPath,
    refs: references.refs,
    sources: references.sources,
    macros: references.macros,
    docs: docsOf(config),
    group: typeof config.group === 'string' ? config.group : null,
  };
  return { ...core, ...particularsOf(draft, config) } as ParsedNode;
}

/** Access stands in config; the others are as drafted. */
function particularsOf({ particulars }: NodeDraft, config: JsonObject): NodeDraft['particulars'] {
  if (particulars.resourceType !== 'model') return particulars;
  const { access } = config;
  const isKnown = access === 'private' || access === 'public' || access === 'protected';
  return { ...particulars, access: isKnown ? access : particulars.access };
}

function relationName(
  { setting }: ParseContext,
  { particulars }: NodeDraft,
  { config, ...own }: Omit<Relation, 'type'> & { readonly config: JsonObject },
): string | null {
  const { resourceType } = particulars;
  if (resourceType === 'analysis' || resourceType === 'operation') return null;
  if (resourceType === 'model' && config.materialized === 'ephemeral') return null;
  if (resourceType === 'test' && !storesFailures(config, setting.invocation.flags.STORE_FAILURES)) return null;
  return setting.adapter.dialect.renderRelation(physicalRelation({ ...own, type: null }, setting));
}

/** Columns of a property entry, by name. */
export function assembleColumns(
  context: ParseContext,
  packageName: string,
  entries: readonly ColumnEntry[],
): Readonly<Record<string, ColumnProperties>> {
  const columns = entries.map((entry): [string, ColumnProperties] => {
    const description = describe(context, entry.description, packageName, entry.location);
    const { name, dataType, quote, meta, tags, constraints } = entry;
    const facts = { name, dataType, quote, meta, tags, constraints, isRequired: entry.required };
    return [name, { ...facts, description: description.text, docBlocks: description.docBlocks }];
  });
  return Object.fromEntries(columns);
}

/** The dict of a node whose references are not resolved, for macros that take the node. */
export function parsedNodeDict({ macros, ...node }: ParsedNode): JsonObject {
  return toNodeDict({ ...node, dependsOn: { nodes: [], macros } } as ManifestNode);
}
