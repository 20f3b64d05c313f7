/** The statements that give a new relation the privileges of an old one. Pure; `grantColumns` is the part of a query that asks for them. */
import { quoteIdentifier } from '../../common/quoting.js';

interface Grant {
  readonly privilege: string;
  readonly canGrant: boolean;
  /** Null for a grant on the whole relation. */
  readonly column: string | null;
  /** Null is `public`. */
  readonly role: string | null;
}

export interface GrantFacts {
  readonly owner: string;
  readonly currentUser: string;
  /** False when nothing was ever granted or revoked. */
  readonly hasGrants: boolean;
  readonly grants: readonly Grant[];
  /** Roles that default privileges will grant something to when the relation is made again. */
  readonly defaultRoles: readonly (string | null)[];
}

/** What `jsonb_build_object` of a relation in `pg_class v` needs for GrantFacts. */
export const grantFacts = `
  'owner', pg_catalog.pg_get_userbyid(v.relowner),
  'currentUser', current_user,
  'hasGrants', v.relacl is not null,
  'grants', coalesce((
    select jsonb_agg(jsonb_build_object('privilege', a.privilege_type, 'canGrant', a.is_grantable, 'column', a.column,
      'role', case when a.grantee <> 0 then pg_catalog.pg_get_userbyid(a.grantee) end))
    from (
      select e.*, null as column from pg_catalog.aclexplode(v.relacl) e
      union all
      select e.*, t.attname from pg_catalog.pg_attribute t, pg_catalog.aclexplode(t.attacl) e
      where t.attrelid = v.oid and not t.attisdropped
    ) a), '[]'),
  'defaultRoles', coalesce((
    select jsonb_agg(distinct case when e.grantee <> 0 then pg_catalog.pg_get_userbyid(e.grantee) end)
    from pg_catalog.pg_default_acl d, pg_catalog.aclexplode(d.defaclacl) e
    where d.defaclobjtype = 'r' and d.defaclnamespace in (0, v.relnamespace)
      and d.defaclrole = (select u.oid from pg_catalog.pg_roles u where u.rolname = current_user)), '[]')`;

/** First takes away what default privileges have given, then gives what stood there. The current user's own rights move with `owner to`. */
export function grantStatements(relation: string, facts: GrantFacts): string[] {
  const asNow = (role: string | null): string | null => (role === facts.owner ? facts.currentUser : role);
  const revoked = new Set(facts.defaultRoles.filter((role) => role !== facts.currentUser));
  if (facts.hasGrants) revoked.add(facts.currentUser);
  return [
    ...[...revoked].map((role) => `revoke all on ${relation} from ${renderRole(role)}`),
    ...facts.grants.map((grant) => {
      const columns = grant.column === null ? '' : ` (${quoteIdentifier(grant.column)})`;
      const option = grant.canGrant && asNow(grant.role) !== facts.currentUser ? ' with grant option' : '';
      return `grant ${grant.privilege}${columns} on ${relation} to ${renderRole(asNow(grant.role))}${option}`;
    }),
  ];
}

function renderRole(role: string | null): string {
  return role === null ? 'public' : quoteIdentifier(role);
}
