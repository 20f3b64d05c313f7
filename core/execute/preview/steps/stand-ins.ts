/**
 * A node's query over stand-ins for parents that are still to be built: the template is rendered with other names for them,
 * and each name is an empty query of the columns that the parent will have.
 */
import type { NodeRuntime } from '../../../compile/node-runtime.js';
import { typeOf } from '../../../plan/incremental/columns/compare-columns.js';
import type { ManifestNode, SourceNode, UniqueId } from '../../../resources/node.js';
import type { ColumnInfo, Relation, RelationName } from '../../../resources/relation.js';
import { relationKey } from '../../session/relation-states.js';
import { isKnown } from '../planned/planned-relations.js';
import type { PreviewContext } from '../preview-context.js';

interface StandIn {
  readonly relation: Relation;
  readonly name: RelationName;
  readonly columns: readonly ColumnInfo[];
}

interface StandInParts {
  readonly runtime: NodeRuntime;
  readonly parents: readonly UniqueId[];
}

/** Null when it cannot be written: a parent's columns are not known, or the query names a parent by other means than `ref`. */
export async function overStandIns(
  context: PreviewContext,
  node: ManifestNode,
  { runtime, parents }: StandInParts,
): Promise<string | null> {
  const standIns = parents.map((id, index) => standInFor(context, id, index));
  if (standIns.some((standIn) => standIn === null)) return null;
  const all = standIns as readonly StandIn[];
  const { adapter } = context.deps;
  const names = new Map(all.map(({ relation, name }) => [relationKey(relation, adapter), name]));
  for (const { name, columns } of all) context.planned.set(name, { presence: 'present', name, type: 'table', columns });
  const renamed: NodeRuntime['adapter'] = {
    ...adapter,
    relationName: (relation, credentials) => {
      const physical = { ...relation, ...adapter.relationName(relation, credentials) };
      return names.get(relationKey(physical, adapter)) ?? adapter.relationName(relation, credentials);
    },
  };
  const { sql } = await context.compiler.compile(node, { ...runtime, adapter: renamed });
  const { renderRelation, quoteIdentifier } = adapter.dialect;
  const isWhole = all.every(
    ({ name, relation }) => sql.text.includes(name.identifier) && !readsByName(sql.text, renderRelation(relation)),
  );
  if (!isWhole) return null;
  const ctes = all.map(
    ({ name, columns }) => `${quoteIdentifier(name.identifier)} as (${emptyQuery(columns, quoteIdentifier)})`,
  );
  return `with ${ctes.join(',\n')}\nselect * from (\n${sql.text}\n) tsdbt_over_stand_ins`;
}

function standInFor(context: PreviewContext, id: UniqueId, index: number): StandIn | null {
  const { manifest } = context.deps;
  const node: ManifestNode | SourceNode | undefined = manifest.nodes.get(id) ?? manifest.sources.get(id);
  if (node === undefined) return null;
  const relation = context.compiler.relation(node, context.deps);
  const planned = context.planned.find(relation);
  if (planned?.presence !== 'present' || !isKnown(planned.columns)) return null;
  const name = { database: null, schema: null, identifier: `tsdbt_stand_in_${index + 1}` };
  return { relation, name, columns: planned.columns };
}

/** Whether the text reads the relation that stands: the name is written by hand, beside `ref` or in place of it. */
function readsByName(sql: string, rendered: string): boolean {
  return new RegExp(`\\b(?:from|join)\\s+${rendered.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')}`, 'iu').test(sql);
}

function emptyQuery(columns: readonly ColumnInfo[], quote: (name: string) => string): string {
  const nulls = columns.map((column) => {
    const type = typeOf(column);
    return `${type === 'UNKNOWN' ? 'null' : `cast(null as ${type})`} as ${quote(column.name)}`;
  });
  return `select ${nulls.join(', ')}`;
}
