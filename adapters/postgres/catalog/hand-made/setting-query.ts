/** One query for all that people can set on a Postgres relation, and what of it the relation has that takes its place. */
import type { PlannedRelation } from '../../../../core/adapter/introspector.js';
import type { RelationName } from '../../../../core/resources/relation.js';
import { quoteText } from '../../../common/quoting.js';
import { type GrantFacts, grantFacts } from '../grants.js';
import { matches, schemaExpression } from '../relation-condition.js';

export interface ColumnFacts {
  readonly name: string;
  readonly comment: string | null;
  readonly notNull: boolean;
  /** Servers before 18 have no name for it. */
  readonly notNullName: string | null;
  /** Null is the server's own. */
  readonly statistics: number | null;
  /** Null is the type's own. */
  readonly storage: string | null;
  readonly compression: string | null;
  readonly options: readonly string[];
  readonly default: string | null;
  readonly isGenerated: boolean;
  readonly identity: 'always' | 'by default' | null;
  /** Of the column's identity. */
  readonly sequence: { readonly options: string; readonly last: string | null } | null;
  /** Names of sequences that belong to the column and would go with it. */
  readonly ownedSequences: readonly string[];
}

export interface NamedFacts {
  readonly name: string;
  readonly definition: string;
  readonly comment: string | null;
  /** `O` is as created; others are the letters of the catalog. */
  readonly enabled?: string;
}

export interface IndexFacts extends NamedFacts {
  readonly isUnique: boolean;
  readonly isClustered: boolean;
  readonly isReplicaIdentity: boolean;
  readonly tablespace: string | null;
}

export interface ConstraintFacts extends NamedFacts {
  readonly type: string;
  readonly isClustered: boolean;
  readonly isReplicaIdentity: boolean;
}

interface PolicyFacts {
  readonly name: string;
  readonly permissive: boolean;
  readonly command: string;
  readonly roles: readonly (string | null)[];
  readonly using: string | null;
  readonly check: string | null;
}

interface LabelFacts {
  readonly provider: string;
  readonly column: string | null;
  readonly label: string;
}

interface PublicationFacts {
  readonly name: string;
  readonly columns: readonly string[] | null;
  readonly filter: string | null;
}

export interface SettingFacts extends GrantFacts {
  /** Quoted, with its schema. */
  readonly qualified: string;
  readonly schema: string;
  readonly kind: string;
  readonly options: readonly string[];
  readonly toastOptions: readonly string[];
  readonly tablespace: string | null;
  readonly accessMethod: string | null;
  readonly replicaIdentity: string;
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  readonly comment: string | null;
  readonly labels: readonly LabelFacts[];
  readonly parents: readonly string[];
  readonly columns: readonly ColumnFacts[];
  readonly indexes: readonly IndexFacts[];
  readonly constraints: readonly ConstraintFacts[];
  readonly triggers: readonly NamedFacts[];
  readonly rules: readonly NamedFacts[];
  readonly policies: readonly PolicyFacts[];
  readonly statistics: readonly (NamedFacts & { readonly schema: string; readonly target: number | null })[];
  readonly publications: readonly PublicationFacts[];
  /** Of the relation that takes the place. */
  readonly next: {
    readonly qualified: string;
    readonly kind: string;
    readonly accessMethod: string | null;
    readonly columns: readonly string[];
    /** As `definition` of indexes, `unique ` before it where they are. */
    readonly indexes: readonly string[];
  };
}

/** Sequences that hang on column `t` of `v`: `i` is that of an identity, `a` is `owned by`. */
const sequencesOf = (dependency: 'i' | 'a'): string => `
      select c.oid, c.relname, c.relnamespace from pg_catalog.pg_depend d
      join pg_catalog.pg_class c on c.oid = d.objid and c.relkind = 'S'
      where d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.refobjid = v.oid and d.refobjsubid = t.attnum and d.deptype = '${dependency}'`;

/** `to_jsonb` of a catalog row asks for columns that older servers do not have. */
const columns = `
  select jsonb_agg(jsonb_build_object(
    'name', t.attname, 'comment', pg_catalog.col_description(v.oid, t.attnum), 'notNull', t.attnotnull,
    'notNullName', (select k.conname from pg_catalog.pg_constraint k
      where k.conrelid = v.oid and k.contype = 'n' and k.conkey = array[t.attnum]),
    'statistics', nullif((to_jsonb(t) ->> 'attstattarget')::int, -1),
    'storage', case when t.attstorage <> y.typstorage then
      case t.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end,
    'compression', case to_jsonb(t) ->> 'attcompression' when 'p' then 'pglz' when 'l' then 'lz4' end,
    'options', coalesce(to_jsonb(t.attoptions), '[]'),
    'default', case when t.attgenerated = '' then pg_catalog.pg_get_expr(f.adbin, f.adrelid) end,
    'isGenerated', t.attgenerated <> '',
    'identity', case t.attidentity when 'a' then 'always' when 'd' then 'by default' end,
    'sequence', (
      select jsonb_build_object('options', format(
          'increment by %s minvalue %s maxvalue %s start with %s cache %s%s',
          q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache, case when q.seqcycle then ' cycle' else '' end),
        'last', pg_catalog.pg_sequence_last_value(sc.oid)::text)
      from (${sequencesOf('i')}) sc join pg_catalog.pg_sequence q on q.seqrelid = sc.oid),
    'ownedSequences', coalesce((
      select jsonb_agg(format('%I.%I', sn.nspname, sc.relname) order by sc.oid)
      from (${sequencesOf('a')}) sc join pg_catalog.pg_namespace sn on sn.oid = sc.relnamespace), '[]')
  ) order by t.attnum)
  from pg_catalog.pg_attribute t
  join pg_catalog.pg_type y on y.oid = t.atttypid
  left join pg_catalog.pg_attrdef f on f.adrelid = t.attrelid and f.adnum = t.attnum
  where t.attrelid = v.oid and t.attnum > 0 and not t.attisdropped`;

/** What an index does, without its name and its table's: all after `using`. */
const indexBody = (index: string, table: string): string => `
    substr(pg_catalog.pg_get_indexdef(${index}.oid), 1 + length(format('CREATE %sINDEX %I ON %I.%I USING ',
      case when x.indisunique then 'UNIQUE ' else '' end, ${index}.relname, ${table}n.nspname, ${table}.relname)))`;

const indexes = `
  select jsonb_agg(jsonb_build_object('name', i.relname, 'definition', ${indexBody('i', 'v')},
    'comment', pg_catalog.obj_description(i.oid, 'pg_class'), 'isUnique', x.indisunique, 'isClustered', x.indisclustered,
    'isReplicaIdentity', x.indisreplident,
    'tablespace', (select s.spcname from pg_catalog.pg_tablespace s where s.oid = i.reltablespace)) order by i.relname)
  from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid
  where x.indrelid = v.oid and x.indisvalid
    and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.oid and k.conrelid = v.oid)`;

const constraints = `
  select jsonb_agg(jsonb_build_object('name', k.conname, 'type', k.contype::text,
    'definition', pg_catalog.pg_get_constraintdef(k.oid), 'comment', pg_catalog.obj_description(k.oid, 'pg_constraint'),
    'isClustered', coalesce(x.indisclustered, false), 'isReplicaIdentity', coalesce(x.indisreplident, false))
    order by array_position(array['p', 'u', 'x', 'c', 'f'], k.contype::text), k.conname)
  from pg_catalog.pg_constraint k left join pg_catalog.pg_index x on x.indexrelid = k.conindid and x.indrelid = v.oid
  where k.conrelid = v.oid and k.contype in ('p', 'u', 'x', 'c', 'f')`;

const triggers = `
  select jsonb_agg(jsonb_build_object('name', g.tgname, 'definition', pg_catalog.pg_get_triggerdef(g.oid),
    'comment', pg_catalog.obj_description(g.oid, 'pg_trigger'), 'enabled', g.tgenabled::text) order by g.tgname)
  from pg_catalog.pg_trigger g where g.tgrelid = v.oid and not g.tgisinternal`;

const rules = `
  select jsonb_agg(jsonb_build_object('name', r.rulename, 'definition', pg_catalog.pg_get_ruledef(r.oid),
    'comment', pg_catalog.obj_description(r.oid, 'pg_rewrite'), 'enabled', r.ev_enabled::text) order by r.rulename)
  from pg_catalog.pg_rewrite r where r.ev_class = v.oid and r.rulename <> '_RETURN'`;

const policies = `
  select jsonb_agg(jsonb_build_object('name', o.polname, 'permissive', o.polpermissive,
    'command', case o.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
    'roles', (select jsonb_agg(case when role = 0 then null else pg_catalog.pg_get_userbyid(role) end) from unnest(o.polroles) role),
    'using', pg_catalog.pg_get_expr(o.polqual, o.polrelid), 'check', pg_catalog.pg_get_expr(o.polwithcheck, o.polrelid))
    order by o.polname)
  from pg_catalog.pg_policy o where o.polrelid = v.oid`;

const statistics = `
  select jsonb_agg(jsonb_build_object('name', s.stxname, 'schema', sn.nspname,
    'definition', substr(pg_catalog.pg_get_statisticsobjdef(s.oid),
      1 + length(format('CREATE STATISTICS %I.%I', sn.nspname, s.stxname))), 'comment', pg_catalog.obj_description(s.oid, 'pg_statistic_ext'),
    'target', nullif((to_jsonb(s) ->> 'stxstattarget')::int, -1)) order by s.stxname)
  from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace sn on sn.oid = s.stxnamespace where s.stxrelid = v.oid`;

const publications = `
  select jsonb_agg(jsonb_build_object('name', u.pubname,
    'columns', (select jsonb_agg(t.attname order by t.attnum) from pg_catalog.pg_attribute t
      where t.attrelid = v.oid and t.attnum::text = any(regexp_split_to_array(trim(both '[]' from to_jsonb(pr) ->> 'prattrs'), '[, ]+'))),
    'filter', (select to_jsonb(pt) ->> 'rowfilter' from pg_catalog.pg_publication_tables pt
      where (pt.pubname, pt.schemaname, pt.tablename) = (u.pubname, vn.nspname, v.relname))) order by u.pubname)
  from pg_catalog.pg_publication_rel pr join pg_catalog.pg_publication u on u.oid = pr.prpubid where pr.prrelid = v.oid`;

const labels = `
  select jsonb_agg(jsonb_build_object('provider', l.provider, 'label', l.label, 'column', t.attname))
  from pg_catalog.pg_seclabel l left join pg_catalog.pg_attribute t on t.attrelid = l.objoid and t.attnum = l.objsubid and l.objsubid > 0
  where l.classoid = 'pg_catalog.pg_class'::regclass and l.objoid = v.oid`;

const accessMethod = (relation: string): string =>
  `(select m.amname from pg_catalog.pg_am m where m.oid = ${relation}.relam)`;

const find = (name: RelationName): string =>
  `select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where ${matches(name)}`;

const standing = `jsonb_build_object('kind', w.relkind::text, 'qualified', format('%I.%I', wn.nspname, w.relname), 'accessMethod', ${accessMethod('w')},
    'columns', coalesce((select jsonb_agg(t.attname) from pg_catalog.pg_attribute t
      where t.attrelid = w.oid and t.attnum > 0 and not t.attisdropped), '[]'),
    'indexes', coalesce((select jsonb_agg(case when x.indisunique then 'unique ' else '' end || ${indexBody('i', 'w')})
      from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid where x.indrelid = w.oid), '[]'))`;

/** What a relation of tsdbt's will be: it makes tables as the session does by default. */
const toCome = ({ schema, identifier }: RelationName, { type, columns: names }: PlannedRelation): string =>
  `jsonb_build_object('kind', '${type === 'view' ? 'v' : 'r'}', 'qualified', format('%I.%I', ${schemaExpression(schema)}, ${quoteText(identifier)}),
    'accessMethod', ${type === 'view' ? 'null' : "current_setting('default_table_access_method')"},
    'columns', ${quoteText(JSON.stringify(names))}::jsonb, 'indexes', '[]'::jsonb)`;

/** No row when the relation does not stand. */
export const settingQuery = (name: RelationName, replacement: RelationName, planned?: PlannedRelation): string => `
select (jsonb_build_object(
  'qualified', format('%I.%I', vn.nspname, v.relname), 'schema', vn.nspname, 'kind', v.relkind::text,
  'options', coalesce(to_jsonb(v.reloptions), '[]'),
  'toastOptions', coalesce((select to_jsonb(t.reloptions) from pg_catalog.pg_class t where t.oid = v.reltoastrelid), '[]'),
  'tablespace', (select s.spcname from pg_catalog.pg_tablespace s where s.oid = v.reltablespace),
  'accessMethod', ${accessMethod('v')}, 'replicaIdentity', v.relreplident::text,
  'rowSecurity', v.relrowsecurity, 'forceRowSecurity', v.relforcerowsecurity,
  'comment', pg_catalog.obj_description(v.oid, 'pg_class'),
  'labels', coalesce((${labels}), '[]'),
  'parents', coalesce((select jsonb_agg(i.inhparent::regclass::text) from pg_catalog.pg_inherits i where i.inhrelid = v.oid), '[]'),
  ${grantFacts}
) || jsonb_build_object(
  'columns', coalesce((${columns}), '[]'), 'indexes', coalesce((${indexes}), '[]'),
  'constraints', coalesce((${constraints}), '[]'), 'triggers', coalesce((${triggers}), '[]'),
  'rules', coalesce((${rules}), '[]'), 'policies', coalesce((${policies}), '[]'),
  'statistics', coalesce((${statistics}), '[]'), 'publications', coalesce((${publications}), '[]'),
  'next', ${planned === undefined ? standing : toCome(replacement, planned)}
))::text
from pg_catalog.pg_class v
join pg_catalog.pg_namespace vn on vn.oid = v.relnamespace
join pg_catalog.pg_class w on w.oid = (${find(planned === undefined ? replacement : name)})
join pg_catalog.pg_namespace wn on wn.oid = w.relnamespace
where v.oid = (${find(name)})`;
