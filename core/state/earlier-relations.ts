/**
 * The relations that an earlier run of dbt or tsdbt made, as its manifest.json states them: name and kind. Pure; the
 * file's content comes in as parsed JSON of unknown origin.
 */
import { isMapping, type Json, type JsonObject } from '../resources/json.js';
import type { Relation, RelationType } from '../resources/relation.js';

export interface EarlierRelation {
  readonly relation: Relation;
  readonly kind: RelationType;
}

/** Kinds by materialization; a materialization of a user's own says nothing about the kind. */
const kinds: Readonly<Record<string, RelationType>> = {
  table: 'table',
  incremental: 'table',
  seed: 'table',
  snapshot: 'table',
  view: 'view',
  materialized_view: 'materialized_view',
};

/** Null when the value is no manifest. */
export function earlierRelations(manifest: Json): readonly EarlierRelation[] | null {
  if (!isMapping(manifest) || !isMapping(manifest.nodes)) return null;
  return Object.values(manifest.nodes).flatMap((node) => (isMapping(node) ? (relationOf(node) ?? []) : []));
}

function relationOf(node: JsonObject): EarlierRelation | null {
  const { relation_name: rendered, alias, schema, database } = node;
  const kind = kindOf(node);
  if (typeof rendered !== 'string' || typeof alias !== 'string' || kind === null) return null;
  const isQuoted = (name: unknown) => typeof name === 'string' && rendered.includes(`"${name.replaceAll('"', '""')}"`);
  return {
    kind,
    relation: {
      database: typeof database === 'string' ? database : null,
      schema: typeof schema === 'string' ? schema : null,
      identifier: alias,
      type: kind,
      quoting: { database: isQuoted(database), schema: isQuoted(schema), identifier: isQuoted(alias) },
    },
  };
}

/** Stored failures of a test are a table unless its config says otherwise. */
function kindOf({ config, resource_type: type }: JsonObject): RelationType | null {
  if (!isMapping(config)) return null;
  if (type === 'test') return config.store_failures_as === 'view' ? 'view' : 'table';
  const { materialized } = config;
  return typeof materialized === 'string' && Object.hasOwn(kinds, materialized) ? kinds[materialized] : null;
}
