/**
 * Questions to SQLite's catalog. A schema is a file; a null schema is looked up as SQLite resolves a bare name
 * (temporary objects, then main). Views follow names, so nothing ever depends on a relation by identity.
 */
import type { Session } from '../../core/adapter/database.js';
import type { FoundRelation, HandMade, Introspector } from '../../core/adapter/introspector.js';
import type { ColumnInfo, RelationName } from '../../core/resources/relation.js';
import { quoteIdentifier, quoteText } from '../common/quoting.js';

async function listSchemas(session: Session): Promise<readonly string[]> {
  const { rows } = await session.execute("select name from pragma_database_list where name <> 'temp' order by seq");
  return rows.map(([name]) => String(name));
}

async function listRelations(session: Session, schemas: readonly (string | null)[]): Promise<readonly FoundRelation[]> {
  const attached = new Set((await listSchemas(session)).map((name) => name.toLowerCase()));
  const present = schemas.filter((schema) => schema === null || attached.has(schema.toLowerCase()));
  if (present.length === 0) return [];
  const queries = present.map((schema, index) => catalogQuery(schema ?? 'main', index));
  const { rows } = await session.execute(`${queries.join(' union all ')} order by 1, 2`);
  return rows.map(([index, name, type]) => toRelation(present[Number(index)]!, String(name), String(type)));
}

function catalogQuery(schema: string, index: number): string {
  return `select ${index}, name, type from ${quoteIdentifier(schema)}.sqlite_master
    where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'`;
}

function toRelation(schema: string | null, identifier: string, type: string): FoundRelation {
  return { database: null, schema, identifier, type: type === 'view' ? 'view' : 'table' };
}

async function findRelation(session: Session, name: RelationName): Promise<FoundRelation | null> {
  const schemas = name.schema === null ? ['temp', 'main'] : [name.schema];
  const attached = new Set(['temp', ...(await listSchemas(session)).map((each) => each.toLowerCase())]);
  const queries = schemas
    .filter((schema) => attached.has(schema.toLowerCase()))
    .map((schema, index) => `${catalogQuery(schema, index)} and name = ${quoteText(name.identifier)} collate nocase`);
  if (queries.length === 0) return null;
  const { rows } = await session.execute(`${queries.join(' union all ')} order by 1`);
  return rows[0] === undefined ? null : toRelation(name.schema, String(rows[0][1]), String(rows[0][2]));
}

async function listColumns(session: Session, name: RelationName): Promise<readonly ColumnInfo[]> {
  const schema = name.schema === null ? '' : `, ${quoteText(name.schema)}`;
  const { rows } = await session.execute(
    `select name, type from pragma_table_xinfo(${quoteText(name.identifier)}${schema}) where hidden <> 1 order by cid`,
  );
  return rows.map(([column, type]) => ({
    name: String(column),
    dataType: type === '' || type === null ? 'UNKNOWN' : String(type),
    charSize: null,
    numericPrecision: null,
    numericScale: null,
  }));
}

/**
 * Indexes and triggers are all that can be set on a table or view that stands. They go with the old relation, whose name
 * their text holds, so they are made again once the new one has it. Names of hashes are those of the config's indexes.
 */
async function findHandMade(session: Session, name: RelationName): Promise<readonly HandMade[]> {
  const catalog = `${quoteIdentifier(name.schema ?? 'main')}.sqlite_master`;
  const { rows } = await session.execute(
    `select type, name, sql from ${catalog} where type in ('index', 'trigger') and sql is not null
      and tbl_name = ${quoteText(name.identifier)} collate nocase order by type, name`,
  );
  return rows
    .map((row) => row.map(String))
    .filter(([type, own]) => type !== 'index' || !/^[0-9a-f]{32}$/.test(own!))
    .map(([type, own, sql]) => [type, own, inSchema(sql!, name.schema)])
    .map(([type, own, sql]) => ({
      what: `${type} ${own}`,
      definition: sql!,
      kind: 'object' as const,
      statements: [],
      after: [sql!],
      aside: [],
    }));
}

/** The catalog's text names no schema, and without one the object would be made in the main file. */
function inSchema(sql: string, schema: string | null): string {
  if (schema === null) return sql;
  return sql.replace(/^CREATE (UNIQUE INDEX|INDEX|TRIGGER) /i, (start) => `${start}${quoteIdentifier(schema)}.`);
}

export const sqliteIntrospector: Introspector = {
  schemas: listSchemas,
  relations: listRelations,
  relation: findRelation,
  columns: listColumns,
  dependents: async () => [],
  lockHolders: async () => [],
  handMade: findHandMade,
};
