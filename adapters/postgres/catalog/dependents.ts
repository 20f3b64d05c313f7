/**
 * Finds all that depends on a Postgres relation, dependents of dependents included, outermost first. What would block a
 * `drop` without cascade is listed; a view carries the statements that bring it back as it was, all else only its name.
 */
import type { Cell } from '../../../core/adapter/cell.js';
import type { Session } from '../../../core/adapter/database.js';
import type { Dependent } from '../../../core/adapter/introspector.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { quoteIdentifier } from '../../common/quoting.js';
import { withEmptySearchPath } from './empty-search-path.js';
import { grantFacts } from './grants.js';
import { rebindView, recreateView, type ViewFacts } from './recreate-view.js';
import { matches } from './relation-condition.js';

/** What the catalog records as resting on a relation or on its row type: class, object, and the relation if it is one. */
const edges = `
select d.classid, d.objid, r.ev_class as relation, p.id as parent
from parents p
join pg_catalog.pg_class c on c.oid = p.id
left join pg_catalog.pg_type t on t.oid = c.reltype
join pg_catalog.pg_depend d on (d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = c.oid)
  or (d.refclassid = 'pg_catalog.pg_type'::regclass and d.refobjid in (t.oid, t.typarray))
left join pg_catalog.pg_rewrite r on d.classid = 'pg_catalog.pg_rewrite'::regclass and r.oid = d.objid
where (d.deptype = 'n' or exists (
    select from pg_catalog.pg_inherits i
    where d.classid = 'pg_catalog.pg_class'::regclass and i.inhrelid = d.objid and i.inhparent = c.oid))`;

/** Views by their greatest distance from the relation, so that each comes before all that it rests on. */
const viewsBelow = (name: RelationName): string => `
with recursive found (id, depth) as (
  select c.oid, 0 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where ${matches(name)}
  union
  select edge.relation, found.depth + 1
  from found cross join lateral (with parents as (select found.id) ${edges}) edge
  join pg_catalog.pg_class v on v.oid = edge.relation and v.relkind in ('v', 'm')
  where edge.relation <> found.id
), levels as (
  select id, max(depth) as depth from found group by id
)`;

const viewQuery = (name: RelationName): string => `${viewsBelow(name)}
select current_database(), n.nspname, v.relname, v.relkind::text, exists (
  select from (with parents as (select id from levels where depth = 0) ${edges}) edge where edge.relation = v.oid
), jsonb_build_object(
  'definition', pg_catalog.pg_get_viewdef(v.oid),
  'options', coalesce(to_jsonb(v.reloptions), '[]'),
  'id', v.oid::text,
  'version', (select r.xmin::text from pg_catalog.pg_rewrite r where r.ev_class = v.oid and r.rulename = '_RETURN'),
  'reads', (select jsonb_agg(distinct a.attname) from pg_catalog.pg_rewrite r
    join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
      and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0
    join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where r.ev_class = v.oid and d.refobjid in (select id from levels where depth = 0)),
  'mayReplace', pg_catalog.pg_has_role(current_user, v.relowner, 'USAGE'),
  'canRecreate', pg_catalog.pg_has_role(current_user, v.relowner, 'USAGE')
    and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass
      and d.objid = v.oid and d.deptype = 'e')
    and not exists (select from pg_catalog.pg_seclabel l where l.classoid = 'pg_catalog.pg_class'::regclass and l.objoid = v.oid)
    and not exists (select from pg_catalog.pg_trigger g where g.tgrelid = v.oid and g.tgenabled <> 'O')
    and not exists (select from pg_catalog.pg_rewrite r where r.ev_class = v.oid and r.ev_enabled <> 'O'),
  ${grantFacts},
  'comment', pg_catalog.obj_description(v.oid, 'pg_class'),
  'columnComments', coalesce((
    select jsonb_agg(jsonb_build_object('column', t.attname, 'comment', pg_catalog.col_description(v.oid, t.attnum)) order by t.attnum)
    from pg_catalog.pg_attribute t
    where t.attrelid = v.oid and t.attnum > 0 and pg_catalog.col_description(v.oid, t.attnum) is not null), '[]'),
  'columnDefaults', coalesce((
    select jsonb_agg(jsonb_build_object('column', t.attname, 'expression', pg_catalog.pg_get_expr(f.adbin, f.adrelid)))
    from pg_catalog.pg_attrdef f
    join pg_catalog.pg_attribute t on t.attrelid = f.adrelid and t.attnum = f.adnum
    where f.adrelid = v.oid), '[]'),
  'rules', coalesce((
    select jsonb_agg(pg_catalog.pg_get_ruledef(r.oid)) from pg_catalog.pg_rewrite r
    where r.ev_class = v.oid and r.rulename <> '_RETURN'), '[]'),
  'triggers', coalesce((
    select jsonb_agg(pg_catalog.pg_get_triggerdef(g.oid)) from pg_catalog.pg_trigger g
    where g.tgrelid = v.oid and not g.tgisinternal), '[]')
)::text
from levels
join pg_catalog.pg_class v on v.oid = levels.id
join pg_catalog.pg_namespace n on n.oid = v.relnamespace
where levels.depth > 0
order by levels.depth desc, v.oid desc`;

/** All that is no view: functions, foreign keys, rules of other tables, partitions, columns of the row type, policies. */
const otherQuery = (name: RelationName): string => `${viewsBelow(name)},
parents as (select id from levels)
select edge.classid::regclass::text, (named).type, (named).schema, (named).identity,
  bool_or(edge.parent in (select id from levels where depth = 0)), min(holder.name)
from (${edges}) edge
cross join lateral pg_catalog.pg_identify_object(edge.classid, edge.objid, 0) named
left join lateral (
  select k.conrelid::regclass::text as name from pg_catalog.pg_constraint k
  where edge.classid = 'pg_catalog.pg_constraint'::regclass and k.oid = edge.objid
) holder on true
where not exists (select from levels where levels.id = edge.relation)
  and not exists (
    select from pg_catalog.pg_constraint k
    where edge.classid = 'pg_catalog.pg_constraint'::regclass and k.oid = edge.objid and k.conrelid = edge.parent)
  and not exists (
    select from pg_catalog.pg_attrdef f
    where edge.classid = 'pg_catalog.pg_attrdef'::regclass and f.oid = edge.objid and f.adrelid = edge.parent)
  and not exists (
    select from pg_catalog.pg_policy o
    where edge.classid = 'pg_catalog.pg_policy'::regclass and o.oid = edge.objid and o.polrelid = edge.parent)
  and not exists (
    select from pg_catalog.pg_index x
    where edge.classid = 'pg_catalog.pg_class'::regclass and x.indexrelid = edge.objid and x.indrelid = edge.parent)
  and not exists (
    select from pg_catalog.pg_publication_rel u
    where edge.classid = 'pg_catalog.pg_publication_rel'::regclass and u.oid = edge.objid and u.prrelid = edge.parent)
  and not exists (
    select from pg_catalog.pg_statistic_ext s
    where edge.classid = 'pg_catalog.pg_statistic_ext'::regclass and s.oid = edge.objid and s.stxrelid = edge.parent)
  and not exists (
    select from pg_catalog.pg_trigger g
    where edge.classid = 'pg_catalog.pg_trigger'::regclass and g.oid = edge.objid and g.tgrelid = edge.parent)
  and edge.classid <> 'pg_catalog.pg_type'::regclass
group by 1, 2, 3, 4
order by 4`;

const otherKinds: Readonly<Record<string, Dependent['kind']>> = {
  rule: 'rule',
  function: 'function',
  procedure: 'function',
  aggregate: 'function',
  'table constraint': 'constraint',
};

/** What holds no rows and can be dropped by its identity, as `pg_identify_object` gives it. */
const dropWords: ReadonlySet<string> = new Set(['rule', 'function', 'procedure', 'aggregate', 'policy', 'trigger']);

/** Everything that depends on the relation. Others come first, then views from the outermost inwards. */
export async function findDependents(session: Session, name: RelationName): Promise<readonly Dependent[]> {
  const [others, views] = await withEmptySearchPath(session, async () => [
    (await session.execute(otherQuery(name))).rows,
    (await session.execute(viewQuery(name))).rows,
  ]);
  return [...others!.map((row) => otherDependent(name, row)), ...views!.map(viewDependent)];
}

function otherDependent(name: RelationName, row: readonly Cell[]): Dependent {
  const [, type, schema, identity, isDirect, constrained] = row;
  return {
    database: name.database,
    schema: schema === null ? null : String(schema),
    identifier: String(identity),
    kind: otherKinds[String(type)] ?? 'other',
    isDirect: isDirect === true,
    recreate: null,
    rebind: null,
    drop: dropOther(String(type), String(identity), constrained === null ? null : String(constrained)),
  };
}

function dropOther(type: string, identity: string, constrained: string | null): string | null {
  if (dropWords.has(type)) return `drop ${type} ${identity}`;
  const suffix = ` on ${constrained}`;
  if (type !== 'table constraint' || constrained === null || !identity.endsWith(suffix)) return null;
  return `alter table ${constrained} drop constraint ${identity.slice(0, -suffix.length)}`;
}

function viewDependent(row: readonly Cell[]): Dependent {
  const [database, schema, identifier, relationKind, isDirect, text] = row;
  const view = { database: String(database), schema: String(schema), identifier: String(identifier) };
  const name = `${quoteIdentifier(view.schema)}.${quoteIdentifier(view.identifier)}`;
  const base = { ...view, isDirect: isDirect === true };
  if (relationKind === 'm') {
    return { ...base, kind: 'materialized_view', recreate: null, rebind: null, drop: `drop materialized view ${name}` };
  }
  const facts = JSON.parse(String(text)) as ViewFacts;
  const recreate = recreateView(view, facts);
  const rest = { columns: facts.reads ?? [], recreate, rebind: rebindView(view, facts), drop: `drop view ${name}` };
  return { ...base, kind: 'view', ...rest };
}
