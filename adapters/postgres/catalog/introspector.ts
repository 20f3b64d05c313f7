/** Questions to Postgres' catalog: schemas, relations, columns, dependents. Names come in and go out exactly as stored. */
import type { Cell } from '../../../core/adapter/cell.js';
import type { Session } from '../../../core/adapter/database.js';
import type { FoundRelation, Introspector, MadeFrom } from '../../../core/adapter/introspector.js';
import type { ColumnInfo, RelationName, RelationType } from '../../../core/resources/relation.js';
import { quoteIdentifier, quoteText } from '../../common/quoting.js';
import { findCascadingKeys } from './cascading-keys.js';
import { findDependents } from './dependents.js';
import { findHandMade } from './hand-made/find-hand-made.js';
import { findIndexedColumns } from './indexed-columns.js';
import { findLockHolders } from './lock-holders.js';
import { matches, schemaExpression } from './relation-condition.js';
import { listMarks } from './relation-marks.js';

const relationTypes: Readonly<Record<string, RelationType>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized_view',
  f: 'external',
};

const relationQuery = `
select current_database(), n.nspname, c.relname, c.relkind::text,
  pg_catalog.pg_get_userbyid(c.relowner),
  pg_catalog.pg_has_role(c.relowner, 'USAGE') or pg_catalog.pg_has_role(n.nspowner, 'USAGE')
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f')`;

async function listSchemas(session: Session): Promise<readonly string[]> {
  const { rows } = await session.execute('select nspname from pg_catalog.pg_namespace order by nspname');
  return rows.map(([name]) => String(name));
}

async function listRelations(session: Session, schemas: readonly (string | null)[]): Promise<readonly FoundRelation[]> {
  if (schemas.length === 0) return [];
  const names = schemas.map(schemaExpression).join(', ');
  const { rows } = await session.execute(`${relationQuery} and n.nspname in (${names}) order by n.nspname, c.relname`);
  return rows.map(toRelation);
}

async function findRelation(session: Session, name: RelationName): Promise<FoundRelation | null> {
  const { rows } = await session.execute(`${relationQuery} and ${matches(name)}`);
  return rows[0] === undefined ? null : toRelation(rows[0]);
}

function toRelation(row: readonly Cell[]): FoundRelation {
  const [database, schema, identifier, kind, owner] = row.map(String);
  const holding = { owner: owner!, mayReplace: row[5] === true, isPartitioned: kind === 'p' };
  return { database: database!, schema: schema!, identifier: identifier!, type: relationTypes[kind!]!, holding };
}

/** Spells the type `id` with `modifier` of a relation `typed`, joined to its type `t`. Domains are their base types here. */
const typeColumns = `case
    when base.typelem <> 0 and base.typlen = -1 then 'ARRAY'
    when base_schema.nspname = 'pg_catalog' then pg_catalog.format_type(base.oid, null)
    else 'USER-DEFINED'
  end,
  information_schema._pg_char_max_length(typed.id, typed.modifier)::bigint,
  information_schema._pg_numeric_precision(typed.id, typed.modifier)::bigint,
  information_schema._pg_numeric_scale(typed.id, typed.modifier)::bigint`;

const baseTypes = `
join pg_catalog.pg_type base on base.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
join pg_catalog.pg_namespace base_schema on base_schema.oid = base.typnamespace`;

/**
 * Types as information_schema.columns spells them, which dbt shows; read from the catalog itself, because that view leaves
 * out materialized views and columns that the user has no right on.
 */
const columnQuery = `
select a.attname, ${typeColumns},
  pg_catalog.format_type(a.atttypid, a.atttypmod)
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid
cross join lateral (
  select information_schema._pg_truetypid(a.*, t.*) as id, information_schema._pg_truetypmod(a.*, t.*) as modifier
) typed${baseTypes}
where c.relkind in ('r', 'p', 'v', 'm', 'f')`;

async function listColumns(session: Session, name: RelationName): Promise<readonly ColumnInfo[]> {
  const { rows } = await session.execute(`${columnQuery} and ${matches(name)} order by a.attnum`);
  return rows.map(toColumn);
}

function toColumn([column, type, charSize, precision, scale, sqlType]: readonly Cell[]): ColumnInfo {
  return {
    name: String(column),
    dataType: String(type),
    sqlType: String(sqlType),
    charSize: wholeOrNull(charSize!),
    numericPrecision: wholeOrNull(precision!),
    numericScale: wholeOrNull(scale!),
  };
}

/** The server says the columns of a query before any row of it is asked for, but says a domain's base type for the domain. */
async function describe(session: Session, made: MadeFrom): Promise<readonly ColumnInfo[]> {
  const query = 'query' in made ? made.query : typedNulls(made.columns);
  const noRows = `select * from (\n${query}\n) tsdbt_described limit 0`;
  const { columns } = await session.execute(noRows, { isSingle: true });
  if (columns.length === 0) return [];
  const values = columns.map(({ name, modifier = -1 }, index) => {
    const type = `pg_catalog.pg_typeof(described.${quoteIdentifier(name)})::oid`;
    return `(${index}, ${quoteText(name)}, ${type}, ${modifier})`;
  });
  const { rows } = await session.execute(`
select made.name, ${typeColumns}, pg_catalog.format_type(t.oid, case when t.typtype = 'd' then -1 else made.modifier end)
from (select) one
left join (${noRows}) described on true
cross join lateral (values ${values.join(', ')}) made (place, name, type, modifier)
join pg_catalog.pg_type t on t.oid = made.type
cross join lateral (
  select case when t.typtype = 'd' then t.typbasetype else t.oid end as id,
    case when t.typtype = 'd' then t.typtypmod else made.modifier end as modifier
) typed${baseTypes}
order by made.place`);
  return rows.map(toColumn);
}

function typedNulls(columns: readonly { readonly name: string; readonly type: string }[]): string {
  return `select ${columns.map(({ name, type }) => `cast(null as ${type}) as ${name}`).join(', ')}`;
}

function wholeOrNull(cell: Cell): number | null {
  return cell === null ? null : Number(cell);
}

export const postgresIntrospector: Introspector = {
  schemas: listSchemas,
  relations: listRelations,
  relation: findRelation,
  marks: listMarks,
  columns: listColumns,
  describe,
  dependents: findDependents,
  cascadingKeys: findCascadingKeys,
  indexedColumns: findIndexedColumns,
  lockHolders: findLockHolders,
  handMade: findHandMade,
};
