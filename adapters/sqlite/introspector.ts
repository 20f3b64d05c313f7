/**
 * Questions to SQLite's catalog. A schema is a file; a null schema is looked up as SQLite resolves a bare name
 * (temporary objects, then main). Views follow names: nothing depends on a relation by identity.
 */
import type { Cell } from '../../core/adapter/cell.js';
import type { Session } from '../../core/adapter/database.js';
import type { FoundRelation, Introspector, MadeFrom } from '../../core/adapter/introspector.js';
import type { ColumnInfo, RelationName } from '../../core/resources/relation.js';
import { quoteIdentifier, quoteText } from '../common/quoting.js';
import { findHandMade } from './hand-made.js';
import { findIndexedColumns } from './indexed-columns.js';
import { findNamedReaders, rememberNamedReaders } from './named-readers.js';
import { listMarks } from './relation-marks.js';

async function listSchemas(session: Session): Promise<readonly string[]> {
  const { rows } = await session.execute("select name from pragma_database_list where name <> 'temp' order by seq");
  return rows.map(([name]) => String(name));
}

async function listRelations(session: Session, schemas: readonly (string | null)[]): Promise<readonly FoundRelation[]> {
  const present = await attachedOf(session, schemas);
  if (present.length === 0) return [];
  const queries = present.map((schema, index) => catalogQuery(schema ?? 'main', index));
  const { rows } = await session.execute(`${queries.join(' union all ')} order by 1, 2`);
  return rows.map(([index, name, type]) => toRelation(present[Number(index)]!, String(name), String(type)));
}

/** Those of the schemas that stand; null always does. */
async function attachedOf<T extends string | null>(session: Session, schemas: readonly T[]): Promise<readonly T[]> {
  if (schemas.every((schema) => schema === null)) return schemas;
  const attached = new Set(['temp', ...(await listSchemas(session)).map((name) => name.toLowerCase())]);
  return schemas.filter((schema) => schema === null || attached.has(schema.toLowerCase()));
}

function catalogQuery(schema: string, index: number): string {
  return `select ${index}, name, type from ${quoteIdentifier(schema)}.sqlite_master
    where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'`;
}

function toRelation(schema: string | null, identifier: string, type: string): FoundRelation {
  return { database: null, schema, identifier, type: type === 'view' ? 'view' : 'table' };
}

async function findRelation(session: Session, name: RelationName): Promise<FoundRelation | null> {
  const { schema: named } = name;
  // These two are always there.
  const schemas = named === null ? ['temp', 'main'] : await attachedOf(session, [named]);
  const queries = schemas.map(
    (schema, index) => `${catalogQuery(schema, index)} and name = ${quoteText(name.identifier)} collate nocase`,
  );
  if (queries.length === 0) return null;
  const { rows } = await session.execute(`${queries.join(' union all ')} order by 1`);
  return rows[0] === undefined ? null : toRelation(name.schema, String(rows[0][1]), String(rows[0][2]));
}

function columnQuery({ schema, identifier }: RelationName): string {
  const place = schema === null ? '' : `, ${quoteText(schema)}`;
  return `select name, type from pragma_table_xinfo(${quoteText(identifier)}${place}) where hidden <> 1 order by cid`;
}

async function listColumns(session: Session, name: RelationName): Promise<readonly ColumnInfo[]> {
  return (await session.execute(columnQuery(name))).rows.map(toColumn);
}

function toColumn([column, type]: readonly Cell[]): ColumnInfo {
  return {
    name: String(column),
    dataType: type === '' || type === null ? 'UNKNOWN' : String(type),
    charSize: null,
    numericPrecision: null,
    numericScale: null,
  };
}

/**
 * Only a table that is made says what its columns are called and typed; among the session's temporary ones it changes no
 * file. A query of several statements is refused, so nothing else runs while writing is allowed.
 */
async function describe(session: Session, made: MadeFrom): Promise<readonly ColumnInfo[]> {
  const table = 'temp.tsdbt_described';
  const { rows } = await session.execute('pragma query_only');
  const isReadOnly = Number(rows[0]?.[0]) === 1;
  const create = `create table ${table} ${definitionOf(made)}`;
  const columns = columnQuery({ database: null, schema: 'temp', identifier: 'tsdbt_described' });
  const around = (value: string) => (isReadOnly ? [`pragma query_only = ${value}`] : []);
  try {
    const statements = [...around('off'), create, columns, `drop table ${table}`, ...around('on')];
    const results = await session.executeAll(statements, { isSingle: true });
    return (results[statements.indexOf(columns)]?.rows ?? []).map(toColumn);
  } catch (error) {
    if (isReadOnly) await session.execute('pragma query_only = on');
    throw error;
  }
}

function definitionOf(made: MadeFrom): string {
  if ('query' in made) return `as select * from (\n${made.query}\n) limit 0`;
  return `(${made.columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`;
}

export const sqliteIntrospector: Introspector = {
  schemas: listSchemas,
  relations: listRelations,
  relation: findRelation,
  marks: listMarks,
  columns: listColumns,
  describe,
  dependents: findNamedReaders,
  rememberDependents: rememberNamedReaders,
  cascadingKeys: async () => [],
  indexedColumns: findIndexedColumns,
  lockHolders: async () => [],
  handMade: findHandMade,
};
