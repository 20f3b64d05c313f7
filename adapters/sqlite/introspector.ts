/**
 * Questions to SQLite's catalog. A schema is a file; a null schema is looked up as SQLite resolves a bare name
 * (temporary objects, then main). Views follow names: nothing depends on a relation by identity.
 */
import type { Cell } from '../../core/adapter/cell.js';
import type { Session } from '../../core/adapter/database.js';
import type { FoundRelation, Introspector, MadeFrom } from '../../core/adapter/introspector.js';
import type { ColumnInfo, RelationName } from '../../core/resources/relation.js';
import { quoteText } from '../common/quoting.js';
import { attachedOf, catalogQuery, findRelation, listSchemas, toRelation } from './catalog/find-relation.js';
import { findNamedReaders } from './catalog/named-readers.js';
import { rememberCatalog } from './catalog/remember.js';
import { readCatalog } from './catalog/remembered-catalog.js';
import { findHandMade } from './hand-made.js';
import { findIndexedColumns } from './indexed-columns.js';
import { listMarks } from './relation-marks.js';

async function listRelations(session: Session, schemas: readonly (string | null)[]): Promise<readonly FoundRelation[]> {
  const present = await attachedOf(session, schemas);
  if (present.length === 0) return [];
  const queries = present.map((schema, index) => catalogQuery(schema ?? 'main', index));
  const { rows } = await session.execute(`${queries.join(' union all ')} order by 1, 2`);
  return rows.map(([index, name, type]) => toRelation(present[Number(index)]!, String(name), String(type)));
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
  relation: (session, name) => findRelation(session, name),
  marks: listMarks,
  columns: listColumns,
  describe,
  dependents: (session, name) => findNamedReaders(session, name, readCatalog),
  remember: rememberCatalog,
  cascadingKeys: async () => [],
  indexedColumns: findIndexedColumns,
  lockHolders: async () => [],
  handMade: findHandMade,
};
