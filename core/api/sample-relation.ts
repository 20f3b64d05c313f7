/**
 * Looks at what a node has in the database, at a bounded cost: columns, first rows in the order of a key, number of rows.
 * Two looks, before and after a build, tell what the build changed.
 */
import type { Session } from '../adapter/database.js';
import type { RelationSample } from '../compare/compare-samples.js';
import { positionOf } from '../compare/find-key.js';
import { toComparedColumn } from '../compare/row-source.js';
import { TsdbtError } from '../diagnostics/error.js';
import { nodeCompiler } from '../execute/node/node-compiler.js';
import type { ManifestNode, UniqueId } from '../resources/node.js';
import type { Relation } from '../resources/relation.js';
import type { Project } from './load-project.js';
import type { RunDatabase } from './run-database.js';
import { connectionProblem } from './test-connection.js';

export interface SampleOptions {
  readonly database: RunDatabase;
  /** As `keyFinder` gives it. */
  readonly key: readonly string[];
  /** Rows to read. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Rows are counted up to here. */
const MOST_COUNTED = 1_000_000;

/** Null when there is no such relation; throws what the database says to anything else. */
export async function sampleRelation(
  project: Project,
  id: UniqueId,
  options: SampleOptions,
): Promise<RelationSample | null> {
  const node = project.manifest.nodes.get(id);
  if (node === undefined) return null;
  const { adapter } = project;
  const relation = nodeCompiler.relation(node, project);
  const { signal } = options;
  const session = await (await options.database.open()).session({ purpose: 'read', label: id, signal });
  try {
    return await sample(project, session, relation, options);
  } catch (error) {
    if (adapter.classifyError(error).kind === 'missing_relation') return null;
    throw error;
  } finally {
    await session.release();
  }
}

async function sample(
  { adapter }: Project,
  session: Session,
  relation: Relation,
  { key: wanted, limit, signal }: SampleOptions,
): Promise<RelationSample | null> {
  const { dialect, introspector } = adapter;
  const found = await introspector.columns(session, relation);
  if (found.length === 0) return null;
  const columns = found.map(toComparedColumn);
  const names = columns.map((column) => column.name);
  const places = wanted.map((column) => positionOf(column, names, dialect));
  const usable = places.includes(-1) ? [] : places.map((place) => names[place]);
  const name = dialect.renderRelation(relation);
  const order = usable.length === 0 ? '' : ` order by ${usable.map(dialect.quoteIdentifier).join(', ')}`;
  const rows =
    limit === 0 ? [] : (await session.execute(`select * from ${name}${order} limit ${limit + 1}`, { signal })).rows;
  const isWhole = limit > 0 && rows.length <= limit;
  const count = isWhole ? rows.length : await countRows(session, name, signal);
  return { columns, key: usable, rows: rows.slice(0, limit), isWhole, count };
}

async function countRows(session: Session, name: string, signal: AbortSignal): Promise<number | null> {
  const bounded = `select count(*) from (select 1 from ${name} limit ${MOST_COUNTED + 1}) counted`;
  const { rows } = await session.execute(bounded, { signal });
  const count = Number(rows[0]?.[0]);
  return count > MOST_COUNTED ? null : count;
}

/** Of these nodes, the ones that should have a relation and have none in the database; throws a TsdbtError that says why it cannot be asked. */
export async function missingRelations(
  project: Project,
  ids: Iterable<UniqueId>,
  { database, signal }: Pick<SampleOptions, 'database' | 'signal'>,
): Promise<ReadonlySet<UniqueId>> {
  const { adapter, manifest } = project;
  const wanted = [...ids].flatMap((id) => {
    const node = manifest.nodes.get(id);
    return node === undefined || !hasRelation(node) ? [] : [{ id, relation: nodeCompiler.relation(node, project) }];
  });
  if (wanted.length === 0) return new Set();
  const { foldIdentifier } = adapter.dialect;
  const schemaOf = ({ schema, quoting }: Relation) => (schema === null ? null : foldIdentifier(schema, quoting.schema));
  const schemas = [...new Set(wanted.map(({ relation }) => schemaOf(relation)))];
  const found = await relationsIn(schemas, adapter, { database, signal });
  const key = (schema: string | null, identifier: string) => JSON.stringify([schema, identifier]);
  const present = new Set(found.map((each) => key(each.schema, foldIdentifier(each.identifier, true))));
  const isMissing = (relation: Relation) =>
    !present.has(key(schemaOf(relation), foldIdentifier(relation.identifier, relation.quoting.identifier)));
  return new Set(wanted.filter(({ relation }) => isMissing(relation)).map(({ id }) => id));
}

async function relationsIn(
  schemas: readonly (string | null)[],
  adapter: Project['adapter'],
  { database, signal }: Pick<SampleOptions, 'database' | 'signal'>,
) {
  try {
    const session = await (await database.open()).session({ purpose: 'read', label: 'look up', signal });
    try {
      return await adapter.introspector.relations(session, schemas);
    } finally {
      await session.release();
    }
  } catch (error) {
    throw new TsdbtError([connectionProblem(adapter.classifyError(error))], { cause: error });
  }
}

function hasRelation({ resourceType, config }: ManifestNode): boolean {
  return resourceType === 'seed' || (resourceType === 'model' && config.materialized !== 'ephemeral');
}
